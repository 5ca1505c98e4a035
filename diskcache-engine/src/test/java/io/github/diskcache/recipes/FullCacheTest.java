// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diskcache.Cache;
import io.github.diskcache.Tuple;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Recipes in a cache that is full and refuses entries. */
class FullCacheTest {
  @RegisterExtension final Caches caches = new Caches();
  private Cache<Object, Object> cache;

  @BeforeEach
  void open() {
    cache = caches.openFull();
  }

  @Test
  void lock_entryIsRefused_fails() {
    Lock lock = new Lock(cache, "report");

    assertThatThrownBy(lock::lock)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Cannot keep the entry of [report]: the cache answered REJECTED; "
                + "raise its size limit, or use a cache of its own");
    assertThatThrownBy(lock::tryLock).as("again").isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
  }

  @Test
  void semaphoreAveragerAndThrottle_entryIsRefused_fail() {
    BoundedSemaphore semaphore = new BoundedSemaphore(cache, "connections", 2);
    Averager averager = new Averager(cache, "latency");
    Throttle throttle = new Throttle(cache, "requests", Rate.of(2, Duration.ofSeconds(1)));

    assertThatThrownBy(semaphore::acquire).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> averager.add(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(throttle::acquire).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void memoize_entryIsRefused_computesEachTime() {
    Memoizer memoizer = new Memoizer(cache);

    assertThat(memoizer.memoize("f", MemoizeOptions.DEFAULT, () -> "first").get())
        .isEqualTo("first");
    assertThat(memoizer.memoize("f", MemoizeOptions.DEFAULT, () -> "second").get())
        .isEqualTo("second");
    assertThat(cache.contains(Tuple.of("f", null))).isFalse();
  }
}
