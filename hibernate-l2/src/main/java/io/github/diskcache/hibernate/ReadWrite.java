// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import org.hibernate.cache.spi.access.SoftLock;
import org.jspecify.annotations.Nullable;

/** Entries that a change replaces, so that the next session finds the new value. */
record ReadWrite(RoleEntries entries) implements AccessStrategy {

  @Override
  public void update(CacheKey key) {
    // the lock hides the old value; the new one comes after the commit
  }

  @Override
  public boolean afterInsert(CacheKey key, Object value, @Nullable Object version, long session) {
    return entries.putInserted(key, value, version, session);
  }

  @Override
  public boolean afterUpdate(
      CacheKey key, Object value, @Nullable Object version, @Nullable SoftLock lock) {
    if (lock instanceof LockMark mark) {
      return entries.putUpdated(key, value, version, mark);
    }
    entries.evict(key);
    return false;
  }
}
