// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.Cache;
import io.github.diskcache.CacheCounts;
import io.github.diskcache.CacheException;
import io.github.diskcache.CacheListener;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAccumulator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The regions of docs/observability.md. */
class ObservabilityPageTest extends PageTest {
  @Test
  void counts_readsAndWrites_areThere() {
    // snippet: counts
    try (Cache<Object, Object> cache = Cache.builder(directory).nearTier(1L << 20).open()) {
      cache.set("price", 1999);
      cache.get("price");
      cache.get("discount");

      CacheCounts counts = cache.maintenance().counts();
      print(counts.sets()); // 1
      print(counts.hits()); // 1
      print(counts.nearHits()); // 1
      print(counts.misses()); // 1
      print(counts.hitRate()); // 0.5
      print(cache.maintenance().nearEntries()); // 2
    }
    // end
  }

  // snippet: listener
  /** Keeps the slowest read and the last failure, as a timer and a health check of yours would. */
  static final class Watch implements CacheListener {
    final LongAccumulator slowestRead = new LongAccumulator(Math::max, 0);
    final AtomicReference<@Nullable CacheException> lastFailure = new AtomicReference<>();

    @Override
    public void onHit(Duration took) {
      slowestRead.accumulate(took.toNanos());
    }

    @Override
    public void onMiss(Duration took) {
      slowestRead.accumulate(took.toNanos());
    }

    @Override
    public void onFailure(CacheException failure) {
      lastFailure.set(failure);
    }
  }

  // end

  @Test
  void listener_reads_areTold() {
    // snippet: listening
    Watch watch = new Watch();
    try (Cache<Object, Object> cache = Cache.builder(directory).listener(watch).open()) {
      cache.get("price");
    }
    // end
    assertThat(watch.slowestRead.get()).isPositive();
    assertThat(watch.lastFailure.get()).isNull();
  }
}
