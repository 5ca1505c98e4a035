// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import org.hibernate.cache.spi.access.SoftLock;
import org.jspecify.annotations.Nullable;

/**
 * What an access type makes of Hibernate's calls for one entry. All of them lock what a transaction
 * changes: if its process dies after the commit, nobody else removes what was read before.
 */
sealed interface AccessStrategy permits ReadOnly, Nonstrict, ReadWrite {

  RoleEntries entries();

  /** Before the change of an entry, inside the transaction. */
  default SoftLock lock(CacheKey key) {
    return entries().lock(key);
  }

  /** After a transaction that has not stored a new value. */
  default void unlock(CacheKey key, @Nullable SoftLock lock) {
    if (lock instanceof LockMark mark) {
      entries().unlock(key, mark);
    } else {
      entries().evict(key);
    }
  }

  /** At an update, inside the transaction. */
  void update(CacheKey key);

  /** At a deletion or the change of a collection, inside the transaction. */
  default void remove(CacheKey key) {
    entries().evict(key);
  }

  /** After a committed insert; whether the value was stored. */
  boolean afterInsert(CacheKey key, Object value, @Nullable Object version, long session);

  /** After a committed update; whether the value was stored. */
  boolean afterUpdate(
      CacheKey key, Object value, @Nullable Object version, @Nullable SoftLock lock);
}
