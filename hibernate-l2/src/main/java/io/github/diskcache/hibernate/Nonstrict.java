// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import org.hibernate.cache.spi.access.SoftLock;
import org.jspecify.annotations.Nullable;

/**
 * Entries that a change removes, without a lock: between the commit and the second removal another
 * session may read the old value.
 */
record Nonstrict(RoleEntries entries) implements AccessStrategy {

  @Override
  public @Nullable SoftLock lock(CacheKey key, @Nullable Object version) {
    return null;
  }

  @Override
  public void unlock(CacheKey key, @Nullable SoftLock lock) {
    entries.evict(key);
  }

  @Override
  public void update(CacheKey key) {
    entries.evict(key);
  }

  @Override
  public void remove(CacheKey key) {
    entries.evict(key);
  }

  @Override
  public boolean afterInsert(CacheKey key, Object value, @Nullable Object version, long session) {
    return false;
  }

  @Override
  public boolean afterUpdate(
      CacheKey key, Object value, @Nullable Object version, @Nullable SoftLock lock) {
    entries.evict(key);
    return false;
  }
}
