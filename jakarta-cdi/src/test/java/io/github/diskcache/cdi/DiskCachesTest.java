// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Thread 23: what interceptors do not see is done in code. */
class DiskCachesTest {
  @RegisterExtension final Containers containers = new Containers();

  record Price(String article, long cents) {}

  @ApplicationScoped
  static class Prices {
    private final AtomicInteger calls = new AtomicInteger();
    @Inject private DiskCaches caches;

    @DiskMemoized(cache = "prices", name = "price")
    public Price price(String article) {
      return new Price(article, calls.incrementAndGet());
    }

    /** Calls itself past the interceptor, which the documentation warns of. */
    public Price bySelf(String article) {
      return price(article);
    }

    public Price inCode(String article) {
      Memoized<Price> memoized =
          caches.memoize("prices", "price", Price.class, MemoSettings.DEFAULT);
      return memoized.get(() -> price(article), article);
    }
  }

  @Test
  void memoize_sharesEntriesWithTheAnnotation() {
    SeContainer container = containers.start(Prices.class);
    Prices prices = container.select(Prices.class).get();

    Price first = prices.inCode("hat");
    assertThat(prices.inCode("hat")).isEqualTo(first);
    assertThat(prices.price("hat")).isEqualTo(first);
    assertThat(prices.bySelf("hat")).isNotEqualTo(first);
    DiskCaches caches = container.select(DiskCaches.class).get();
    assertThat(caches.evict("prices", "price", "hat")).isEqualTo(1);
    assertThat(prices.price("hat")).isNotEqualTo(first);
  }

  @Test
  void memoized_doesWhatTheAnnotationsDo() {
    SeContainer container = containers.start(Prices.class);
    DiskCaches caches = container.select(DiskCaches.class).get();
    Memoized<Long> memoized =
        caches.memoize(
            "numbers",
            "number",
            Long.class,
            MemoSettings.DEFAULT.ttl(Duration.ofMinutes(1)).tag("all").withoutNull());

    assertThat(memoized.get(() -> 1L, "a", 1)).isEqualTo(1);
    assertThat(memoized.get(() -> 2L, "a", 1)).isEqualTo(1);
    memoized.put(5L, "a", 1);
    assertThat(memoized.get(() -> 3L, "a", 1)).isEqualTo(5);
    memoized.evict("a", 1);
    assertThat(memoized.get(() -> 4L, "a", 1)).isEqualTo(4);
    containers.clock().advance(Duration.ofMinutes(2));
    assertThat(memoized.get(() -> 6L, "a", 1)).isEqualTo(6);
    assertThat(caches.evictTagged("numbers", "all")).isEqualTo(1);
    assertThat(memoized.get(() -> null, "a", 1)).isNull();
    assertThat(memoized.get(() -> 7L, "a", 1)).isEqualTo(7);
    memoized.evictAll();
    assertThat(memoized.begin(() -> CompletableFuture.completedFuture(8L), "a", 1))
        .isCompletedWithValue(8L);
    assertThat(memoized.get(() -> 9L, "a", 1)).isEqualTo(8);
    assertThat(caches.evictNamed("numbers", "number")).isEqualTo(1);
    memoized.put(1L, "a", 1);
    assertThat(caches.evictAll("numbers")).isEqualTo(1);
  }

  @Test
  void beta_closeToExpiry_hasOneCallerComputeAnew() {
    SeContainer container = containers.start(Prices.class);
    DiskCaches caches = container.select(DiskCaches.class).get();
    Memoized<Long> memoized =
        caches.memoize(
            "numbers",
            "early",
            Long.class,
            MemoSettings.DEFAULT.ttl(Duration.ofMinutes(1)).beta(1));
    assertThat(memoized.get(() -> 1L)).isEqualTo(1);
    containers.clock().advance(Duration.ofSeconds(59));

    assertThat(memoized.get(() -> 2L)).isEqualTo(1);
    containers.clock().advance(Duration.ofNanos(999_999_000));
    containers.chance(Double.MIN_VALUE);
    assertThat(memoized.get(() -> 3L)).isEqualTo(3);
    containers.chance(1);
    assertThat(memoized.get(() -> 4L)).isEqualTo(3);
  }
}
