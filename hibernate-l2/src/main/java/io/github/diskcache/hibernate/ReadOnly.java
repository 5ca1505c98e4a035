// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import org.hibernate.cache.spi.access.SoftLock;
import org.jspecify.annotations.Nullable;

/** Entries that are inserted and deleted, and never updated. */
record ReadOnly(RoleEntries entries, String role) implements AccessStrategy {

  @Override
  public void update(CacheKey key) {
    throw new UnsupportedOperationException(
        "Cannot update ["
            + role
            + "]: it is cached for read-only access; give it another access type");
  }

  @Override
  public boolean afterInsert(CacheKey key, Object value, @Nullable Object version, long session) {
    return entries.putInserted(key, value, version, session);
  }

  @Override
  public boolean afterUpdate(
      CacheKey key, Object value, @Nullable Object version, @Nullable SoftLock lock) {
    // it is committed: what must not be is at least not seen
    unlock(key, lock);
    return false;
  }
}
