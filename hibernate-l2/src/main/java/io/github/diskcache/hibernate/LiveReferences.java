// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.cache.spi.entry.CacheEntry;
import org.jspecify.annotations.Nullable;

/**
 * Entries that are the immutable entity itself, which Hibernate makes when {@code
 * hibernate.cache.use_reference_entries} is on. They live in this process's memory and hold the
 * entity's session factory, so that they are never written. Thread-safe.
 */
final class LiveReferences {
  private final Map<CacheKey, Live> entries = new ConcurrentHashMap<>();

  private record Live(Object entry, long stamp) {}

  static boolean isReference(Object value) {
    return value instanceof CacheEntry entry && entry.isReferenceEntry();
  }

  @Nullable Object get(CacheKey key, long floor) {
    if (entries.isEmpty()) {
      return null;
    }
    Live live = entries.get(key);
    return live != null && live.stamp > floor ? live.entry : null;
  }

  void put(CacheKey key, Object entry, long stamp) {
    entries.put(key, new Live(entry, stamp));
  }

  void remove(CacheKey key) {
    entries.remove(key);
  }

  void clear() {
    entries.clear();
  }

  int size() {
    return entries.size();
  }
}
