// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.nio.file.Path;
import org.ehcache.Cache;
import org.ehcache.PersistentCacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.EntryUnit;
import org.ehcache.config.units.MemoryUnit;
import org.jspecify.annotations.Nullable;

/** Ehcache 3 with its persistent disk tier, with or without a heap tier above. */
final class EhcacheStore implements Store {
  private static final String NAME = "benchmark";

  private final PersistentCacheManager manager;
  private final Cache<String, byte[]> cache;

  private EhcacheStore(Path directory, ResourcePoolsBuilder pools) {
    this.manager =
        CacheManagerBuilder.newCacheManagerBuilder()
            .with(CacheManagerBuilder.persistence(directory.toFile()))
            .withCache(
                NAME,
                CacheConfigurationBuilder.newCacheConfigurationBuilder(
                    String.class, byte[].class, pools))
            .build(true);
    this.cache = manager.getCache(NAME, String.class, byte[].class);
  }

  static EhcacheStore disk(Path directory, Scale scale) {
    return new EhcacheStore(directory, onDisk(scale));
  }

  static EhcacheStore heapAndDisk(Path directory, Scale scale) {
    return new EhcacheStore(directory, onDisk(scale).heap(2L * scale.entries(), EntryUnit.ENTRIES));
  }

  private static ResourcePoolsBuilder onDisk(Scale scale) {
    long mebibytes = 64 + 4 * scale.bytes() / (1 << 20);
    return ResourcePoolsBuilder.newResourcePoolsBuilder().disk(mebibytes, MemoryUnit.MB, true);
  }

  @Override
  public byte @Nullable [] get(String key) {
    return cache.get(key);
  }

  @Override
  public void set(String key, Object value) {
    cache.put(key, (byte[]) value);
  }

  @Override
  public void delete(String key) {
    cache.remove(key);
  }

  @Override
  public void clear() {
    cache.clear();
  }

  @Override
  public void close() {
    manager.close();
  }
}
