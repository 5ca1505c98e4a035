// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import org.hibernate.cache.spi.access.SoftLock;
import org.jspecify.annotations.Nullable;

/** Entries that a change removes, and that the next load stores again. */
record Nonstrict(RoleEntries entries) implements AccessStrategy {

  @Override
  public void update(CacheKey key) {
    entries.evict(key);
  }

  @Override
  public boolean afterInsert(CacheKey key, Object value, @Nullable Object version, long session) {
    return false;
  }

  @Override
  public boolean afterUpdate(
      CacheKey key, Object value, @Nullable Object version, @Nullable SoftLock lock) {
    unlock(key, lock);
    return false;
  }
}
