// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** A map that has nothing to add: in the heap, or of a library whose cache is one. */
final class MapStore implements Store {
  private final ConcurrentMap<String, Object> map;

  MapStore(ConcurrentMap<String, Object> map) {
    this.map = map;
  }

  @Override
  public @Nullable Object get(String key) {
    return map.get(key);
  }

  @Override
  public void set(String key, Object value) {
    map.put(key, value);
  }

  @Override
  public void delete(String key) {
    map.remove(key);
  }

  @Override
  public void clear() {
    map.clear();
  }

  @Override
  public void close() {}
}
