// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import org.hibernate.cache.spi.access.SoftLock;
import org.jspecify.annotations.Nullable;

/** Entries that are locked while they are changed, so that nobody reads what is not committed. */
record ReadWrite(RoleEntries entries) implements AccessStrategy {

  @Override
  public SoftLock lock(CacheKey key, @Nullable Object version) {
    return entries.lock(key, version);
  }

  @Override
  public void unlock(CacheKey key, @Nullable SoftLock lock) {
    if (lock instanceof LockMark mark) {
      entries.unlock(key, mark);
    } else {
      entries.evict(key);
    }
  }

  @Override
  public void update(CacheKey key) {
    // the lock hides the old value; the new one comes after the commit
  }

  @Override
  public void remove(CacheKey key) {
    entries.evict(key);
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
