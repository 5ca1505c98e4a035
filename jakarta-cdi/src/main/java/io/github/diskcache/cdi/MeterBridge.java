// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.CacheCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Shows the open stores as meters of Micrometer's, under the names that it has for caches. Loaded
 * only where Micrometer is. Thread-safe.
 *
 * <p>Meters ask when they are read, so that a hit costs nothing for them. Only meters that were
 * made here are removed: another deployment may have those of the same name.
 */
final class MeterBridge implements AutoCloseable {
  static final String API = "io.micrometer.core.instrument.MeterRegistry";

  private final MeterRegistry meters;
  private final List<Meter> made = new ArrayList<>();
  private boolean closed;

  private MeterBridge(MeterRegistry meters) {
    this.meters = meters;
  }

  /** Shows all stores, those that are opened later too, in the application's registry. */
  static AutoCloseable start(BeanManager beans, OpenStores stores) {
    Instance<MeterRegistry> found = beans.createInstance().select(MeterRegistry.class);
    MeterBridge bridge =
        new MeterBridge(found.isResolvable() ? found.get() : Metrics.globalRegistry);
    stores.watch(bridge::add);
    return bridge;
  }

  /** A fault of the registry is none of the cache that is being opened. */
  private synchronized void add(OpenStore store) {
    if (closed) {
      return;
    }
    try {
      Tags tags = Tags.of("cache", store.label(), "cache.manager", "diskcache");
      count("cache.gets", tags.and("result", "hit"), store, CacheCounts::hits);
      count("cache.gets", tags.and("result", "miss"), store, CacheCounts::misses);
      count("cache.puts", tags, store, CacheCounts::sets);
      count("cache.evictions", tags, store, CacheCounts::evictions);
      make(
          "cache.size",
          tags,
          () ->
              Gauge.builder("cache.size", store, MeterBridge::size)
                  .tags(tags)
                  .description("Entries, expired ones included")
                  .register(meters));
    } catch (RuntimeException e) {
      warn("Cannot show the cache [" + store.label() + "] as meters", e);
    }
  }

  private void count(String name, Tags tags, OpenStore store, ToLongFunction<CacheCounts> count) {
    make(
        name,
        tags,
        () ->
            FunctionCounter.builder(name, store, one -> one.sum(count))
                .tags(tags)
                .register(meters));
  }

  private void make(String name, Tags tags, Supplier<Meter> meter) {
    if (meters.find(name).tags(tags).meter() == null) {
      made.add(meter.get());
    }
  }

  private static double size(OpenStore store) {
    try {
      return store.size();
    } catch (RuntimeException e) {
      return Double.NaN;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      made.forEach(meters::remove);
    } catch (RuntimeException e) {
      warn("Cannot remove the meters of the caches", e);
    }
    made.clear();
  }

  private static void warn(String message, RuntimeException cause) {
    System.getLogger(MeterBridge.class.getName()).log(System.Logger.Level.WARNING, message, cause);
  }
}
