// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diskcache.Cache;
import io.github.diskcache.Tuple;
import io.github.diskcache.WriteOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ThrottleTest {
  private static final Rate TWO_A_SECOND = Rate.of(2, Duration.ofSeconds(1));

  @RegisterExtension final Caches caches = new Caches();
  private final List<Duration> sleeps = new ArrayList<>();

  private ThrottleOptions options() {
    return ThrottleOptions.DEFAULT.time(
        caches,
        duration -> {
          sleeps.add(duration);
          caches.advance(duration);
        });
  }

  private double now() {
    return Seconds.of(caches.instant());
  }

  @Test
  void run_twoASecond_passesTwoAndThenOneEachHalfSecond() throws Exception {
    Cache<Object, Object> cache = caches.open();
    Throttle throttle = new Throttle(cache, "requests", TWO_A_SECOND, options());
    List<Double> times = new ArrayList<>();

    for (int i = 0; i < 7; i++) {
      throttle.run(() -> times.add(now()));
    }

    assertThat(times).containsExactly(1000.0, 1000.0, 1000.5, 1001.0, 1001.5, 1002.0, 1002.5);
    assertThat(sleeps).hasSize(5).containsOnly(Duration.ofMillis(500));
    assertThat(cache.get("requests")).isEqualTo(Tuple.of(1002.5, 0.0));

    caches.advance(Duration.ofSeconds(100));
    assertThat(throttle.call(this::now)).isEqualTo(1102.5);
    assertThat(cache.get("requests")).isEqualTo(Tuple.of(1102.5, 1L));
  }

  @Test
  void open_bucketIsThere_isTakenAsItIs() {
    Cache<Object, Object> cache = caches.open();
    Throttle first = new Throttle(cache, "requests", TWO_A_SECOND, options());
    assertThat(cache.get("requests")).isEqualTo(Tuple.of(1000.0, 2L));
    assertThat(first.tryAcquire()).isTrue();
    assertThat(first.tryAcquire()).isTrue();

    Throttle second = new Throttle(cache, "requests", TWO_A_SECOND, options());

    assertThat(second.tryAcquire()).isFalse();
    second.reset();
    assertThat(first.tryAcquire()).isTrue();
    assertThat(sleeps).isEmpty();
  }

  @Test
  void tryAcquire_rowIsGone_isAFullBucket() {
    Cache<Object, Object> cache = caches.openFanout();
    Throttle throttle = new Throttle(cache, "requests", TWO_A_SECOND, options());
    cache.delete("requests");

    assertThat(throttle.tryAcquire()).isTrue();
    assertThat(throttle.tryAcquire()).isTrue();
    assertThat(throttle.tryAcquire()).isFalse();
  }

  @Test
  void tryAcquire_expiryAndTag_areKept() {
    Cache<Object, Object> cache = caches.open();
    ThrottleOptions expiring =
        options().row(WriteOptions.ttl(Duration.ofSeconds(10)).tag("throttles"));
    Throttle throttle = new Throttle(cache, "requests", TWO_A_SECOND, expiring);
    caches.advance(Duration.ofSeconds(5));

    throttle.tryAcquire();

    assertThat(cache.entry("requests").orElseThrow().expiry())
        .isEqualTo(caches.instant().plusSeconds(10));
    assertThat(cache.entry("requests").orElseThrow().tag()).isEqualTo("throttles");
  }

  @Test
  void acquire_clockSetBack_waitsForOneToken() throws Exception {
    Throttle throttle = new Throttle(caches.open(), "requests", TWO_A_SECOND, options());
    throttle.acquire();
    throttle.acquire();
    caches.advance(Duration.ofHours(-1));

    throttle.acquire();

    assertThat(sleeps).containsExactly(Duration.ofMillis(500));
  }

  @Test
  void acquire_interruptedWhileSleeping_takesNoToken() throws Exception {
    Cache<Object, Object> cache = caches.open();
    ThrottleOptions interrupted =
        ThrottleOptions.DEFAULT.time(
            caches,
            duration -> {
              throw new InterruptedException();
            });
    Throttle throttle = new Throttle(cache, "requests", TWO_A_SECOND, interrupted);
    throttle.acquire();
    throttle.acquire();

    assertThatThrownBy(throttle::acquire).isInstanceOf(InterruptedException.class);

    assertThat(cache.get("requests")).isEqualTo(Tuple.of(1000.0, 0.0));
    caches.advance(Duration.ofSeconds(1));
    throttle.acquire();
  }

  @Test
  void acquire_manyThreads_passesAsManyAsThereAreTokens() throws Exception {
    Throttle throttle =
        new Throttle(caches.open(), "requests", Rate.of(10, Duration.ofSeconds(1)), options());

    List<Boolean> passed = new ArrayList<>();
    for (List<Boolean> some :
        Workers.run(4, () -> List.of(throttle.tryAcquire(), throttle.tryAcquire()))) {
      passed.addAll(some);
    }
    passed.add(throttle.tryAcquire());
    passed.add(throttle.tryAcquire());
    passed.add(throttle.tryAcquire());

    assertThat(passed).filteredOn(token -> token).hasSize(10);
  }

  @Test
  void rate_nothing_isRefused() {
    assertThatThrownBy(() -> Rate.of(0, Duration.ofSeconds(1)))
        .hasMessage("count must be 1 or more, was [0]");
    assertThatThrownBy(() -> Rate.of(1, Duration.ZERO))
        .hasMessage("period must be positive, was [PT0S]");
  }
}
