// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import org.hibernate.cache.spi.access.SoftLock;
import org.jspecify.annotations.Nullable;

/** What an access type makes of Hibernate's calls for one entry. */
sealed interface AccessStrategy permits ReadOnly, Nonstrict, ReadWrite {

  /** Before the change of an entry, inside the transaction; null: nothing is locked. */
  @Nullable SoftLock lock(CacheKey key, @Nullable Object version);

  /** After a transaction that has not stored a new value. */
  void unlock(CacheKey key, @Nullable SoftLock lock);

  /** At an update, inside the transaction. */
  void update(CacheKey key);

  /** At a deletion or the change of a collection, inside the transaction. */
  void remove(CacheKey key);

  /** After a committed insert; whether the value was stored. */
  boolean afterInsert(CacheKey key, Object value, @Nullable Object version, long session);

  /** After a committed update; whether the value was stored. */
  boolean afterUpdate(
      CacheKey key, Object value, @Nullable Object version, @Nullable SoftLock lock);
}
