// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cache under measurement, open in this process. Thread-safe. Values are {@code byte[]}; stores
 * that keep objects in the heap take text too.
 */
interface Store extends AutoCloseable {
  @Nullable Object get(String key);

  void set(String key, Object value);

  void delete(String key);

  /** Stores many at once, in the way that the library has for it; not measured. */
  default void load(Map<String, byte[]> values) {
    values.forEach(this::set);
  }

  default void setTagged(Map<String, byte[]> values, String tag) {
    throw new UnsupportedOperationException("no tags");
  }

  /** Returns the entries removed. */
  default long evict(String tag) {
    throw new UnsupportedOperationException("no tags");
  }

  void clear();

  @Override
  void close();
}
