// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.nio.file.Path;
import org.infinispan.commons.api.BasicCache;
import org.infinispan.commons.api.BasicCacheContainer;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.parsing.ConfigurationBuilderHolder;
import org.jspecify.annotations.Nullable;

/**
 * Infinispan, local, with its soft-index store; the heap holds one entry, so that reads reach it.
 */
final class InfinispanStore implements Store {
  private static final String NAME = "benchmark";

  private final BasicCacheContainer manager;
  private final BasicCache<String, byte[]> cache;

  InfinispanStore(Path directory) {
    var holder = new ConfigurationBuilderHolder();
    var global = holder.getGlobalConfigurationBuilder().nonClusteredDefault();
    global.metrics().gauges(false).histograms(false);
    global.jmx().disable();
    global.globalState().enable().persistentLocation(directory.toString());
    ConfigurationBuilder local = holder.newConfigurationBuilder(NAME);
    local.memory().maxCount(1);
    local
        .persistence()
        .passivation(false)
        .addSoftIndexFileStore()
        .dataLocation(directory.resolve("data").toString())
        .indexLocation(directory.resolve("index").toString())
        .purgeOnStartup(false);
    this.manager = start(holder);
    this.cache = manager.getCache(NAME);
  }

  /** By its name: javac warns of annotations of the class that Infinispan has not published. */
  private static BasicCacheContainer start(ConfigurationBuilderHolder holder) {
    try {
      return Class.forName("org.infinispan.manager.DefaultCacheManager")
          .asSubclass(BasicCacheContainer.class)
          .getConstructor(ConfigurationBuilderHolder.class, boolean.class)
          .newInstance(holder, true);
    } catch (ReflectiveOperationException e) {
      throw new BenchmarkException("Cannot start Infinispan: " + e.getCause(), e);
    }
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
    manager.stop();
  }
}
