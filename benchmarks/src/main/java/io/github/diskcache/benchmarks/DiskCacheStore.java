// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import io.github.diskcache.Cache;
import io.github.diskcache.WriteOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ours, opened as an application would. */
final class DiskCacheStore implements Store {
  private final Cache<Object, Object> cache;

  DiskCacheStore(Cache<Object, Object> cache) {
    this.cache = cache;
  }

  @Override
  public @Nullable Object get(String key) {
    return cache.get(key);
  }

  @Override
  public void set(String key, Object value) {
    cache.set(key, value);
  }

  @Override
  public void delete(String key) {
    cache.delete(key);
  }

  @Override
  public void load(Map<String, byte[]> values) {
    cache.setAll(values);
  }

  @Override
  public void setTagged(Map<String, byte[]> values, String tag) {
    cache.setAll(values, WriteOptions.tagged(tag));
  }

  @Override
  public long evict(String tag) {
    return cache.evict(tag);
  }

  @Override
  public void clear() {
    cache.clear();
  }

  @Override
  public void close() {
    cache.close();
  }
}
