// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diskcache.Cache;
import io.github.diskcache.Tuple;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Results live 60 seconds and take 2 to compute, by the test's clock and with its chance. */
class MemoizeStampedeTest {
  private static final Tuple KEY = Tuple.of("f", null);
  private static final MemoizeOptions OPTIONS = MemoizeOptions.DEFAULT.ttl(Duration.ofSeconds(60));

  @RegisterExtension final Caches caches = new Caches();
  private final AtomicInteger calls = new AtomicInteger();
  private final Deque<Runnable> background = new ArrayDeque<>();
  private double chance = 1;

  private Memoizer memoizer(Cache<Object, Object> cache) {
    return new Memoizer(
        cache,
        MemoizerOptions.DEFAULT.clock(caches).random(() -> chance).executor(background::add));
  }

  private Supplier<String> function(Cache<Object, Object> cache, MemoizeOptions options) {
    return memoizer(cache).memoizeStampede("f", options, this::compute);
  }

  private String compute() {
    caches.advance(Duration.ofSeconds(2));
    return "result " + calls.incrementAndGet();
  }

  @Test
  void get_miss_storesResultAndDelta() {
    Cache<Object, Object> cache = caches.open();

    assertThat(function(cache, OPTIONS.tag("slow")).get()).isEqualTo("result 1");

    assertThat(cache.get(KEY)).isEqualTo(Tuple.of("result 1", 2.0));
    assertThat(cache.entry(KEY).orElseThrow().expiry()).isEqualTo(caches.instant().plusSeconds(60));
    assertThat(cache.entry(KEY).orElseThrow().tag()).isEqualTo("slow");
    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void get_chanceIsAboveTheFormula_isAHit() {
    Supplier<String> function = function(caches.open(), OPTIONS);
    assertThat(function.get()).isEqualTo("result 1");
    caches.advance(Duration.ofSeconds(57));

    // -2 * ln(u) < 3 as long as u > exp(-3/2) = 0.22313...
    chance = Math.exp(-1.5) + 1e-9;

    assertThat(function.get()).isEqualTo("result 1");
    assertThat(background).isEmpty();
  }

  @Test
  void get_chanceIsBelowTheFormula_recomputesOnceInTheBackground() {
    Cache<Object, Object> cache = caches.open();
    Supplier<String> function = function(cache, OPTIONS);
    assertThat(function.get()).isEqualTo("result 1");
    caches.advance(Duration.ofSeconds(57));
    chance = Math.exp(-1.5) - 1e-9;

    assertThat(function.get()).isEqualTo("result 1");
    assertThat(function.get()).isEqualTo("result 1");
    assertThat(background).as("one recomputes").hasSize(1);
    background.remove().run();

    assertThat(function.get()).isEqualTo("result 2");
    assertThat(cache.entry(KEY).orElseThrow().expiry()).isEqualTo(caches.instant().plusSeconds(60));
    assertThat(background).isEmpty();
  }

  @Test
  void get_half_isTheChanceAtDeltaBetaLnTwo() {
    Supplier<String> function = function(caches.open(), OPTIONS.beta(4));
    assertThat(function.get()).isEqualTo("result 1");
    double left = 2 * 4 * Math.log(2);
    caches.advance(Duration.ofSeconds(60).minus(Seconds.toDuration(left)));

    chance = 0.5001;
    assertThat(function.get()).isEqualTo("result 1");
    assertThat(background).isEmpty();

    chance = 0.4999;
    assertThat(function.get()).isEqualTo("result 1");
    assertThat(background).hasSize(1);
  }

  @Test
  void get_betaIsZero_neverRecomputesEarly() {
    Supplier<String> function = function(caches.open(), OPTIONS.beta(0));
    assertThat(function.get()).isEqualTo("result 1");
    caches.advance(Duration.ofMillis(59_999));
    chance = Double.MIN_VALUE;

    assertThat(function.get()).isEqualTo("result 1");
    assertThat(background).isEmpty();
  }

  @Test
  void get_recomputationFails_mayBeTriedAgainAfterDelta() {
    Cache<Object, Object> cache = caches.open();
    AtomicInteger failures = new AtomicInteger();
    Supplier<String> function =
        memoizer(cache)
            .memoizeStampede(
                "f",
                OPTIONS,
                () -> {
                  if (calls.get() > 0) {
                    failures.incrementAndGet();
                    throw new IllegalStateException("not now");
                  }
                  return compute();
                });
    assertThat(function.get()).isEqualTo("result 1");
    caches.advance(Duration.ofSeconds(50));
    chance = 1e-9;

    assertThat(function.get()).isEqualTo("result 1");
    background.remove().run();
    assertThat(function.get()).isEqualTo("result 1");
    assertThat(background).isEmpty();
    caches.advance(Duration.ofSeconds(2));
    assertThat(function.get()).isEqualTo("result 1");
    background.remove().run();

    assertThat(failures).hasValue(2);
    assertThat(function.get()).isEqualTo("result 1");
  }

  @Test
  void get_noThreadToRecompute_isAHit() {
    Cache<Object, Object> cache = caches.open();
    MemoizerOptions full =
        MemoizerOptions.DEFAULT
            .clock(caches)
            .random(() -> 1e-9)
            .executor(
                task -> {
                  throw new RejectedExecutionException("full");
                });
    Supplier<String> function =
        new Memoizer(cache, full).memoizeStampede("f", OPTIONS, this::compute);
    assertThat(function.get()).isEqualTo("result 1");
    caches.advance(Duration.ofSeconds(59));

    assertThat(function.get()).isEqualTo("result 1");
    assertThat(calls).hasValue(1);
  }

  @Test
  void get_rowHasNoExpiryOrNoDelta_isAHitOrAMiss() {
    Cache<Object, Object> cache = caches.open();
    Supplier<String> function = function(cache, OPTIONS);
    chance = 1e-300;

    cache.set(KEY, Tuple.of("for ever", 2.0));
    assertThat(function.get()).isEqualTo("for ever");
    cache.set(KEY, "stored by memoize");
    assertThat(function.get()).isEqualTo("result 1");
  }

  @Test
  void get_nullResultThenExpired_computesAnew() {
    Cache<Object, Object> cache = caches.openFanout();
    Function<String, Object> function =
        memoizer(cache)
            .memoizeStampede(
                "f",
                OPTIONS,
                key -> {
                  compute();
                  return null;
                });

    assertThat(function.apply("a")).isNull();
    assertThat(function.apply("a")).isNull();
    assertThat(calls).hasValue(1);
    caches.advance(Duration.ofSeconds(60));
    assertThat(function.apply("a")).isNull();
    assertThat(calls).hasValue(2);
    assertThat(cache.get(Tuple.of("f", "a", null))).isEqualTo(Tuple.of(null, 2.0));
  }

  @Test
  void get_ownThread_recomputesAndEnds() throws Exception {
    Cache<Object, Object> cache = caches.open();
    Memoizer memoizer =
        new Memoizer(cache, MemoizerOptions.DEFAULT.clock(caches).random(() -> 1e-9));
    Supplier<String> function = memoizer.memoizeStampede("f", OPTIONS, this::compute);
    assertThat(function.get()).isEqualTo("result 1");
    caches.advance(Duration.ofSeconds(50));

    assertThat(function.get()).isEqualTo("result 1");

    Workers.await(() -> Tuple.of("result 2", 2.0).equals(cache.get(KEY)));
    Workers.await(() -> !cache.contains(Tuple.of(KEY, "diskcache.computing")));
  }

  @Test
  void memoizeStampede_noTtl_isRefused() {
    Memoizer memoizer = memoizer(caches.open());

    assertThatThrownBy(() -> memoizer.memoizeStampede("f", MemoizeOptions.DEFAULT, () -> 1L))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot recompute early [f]: its results never expire, or are not stored; "
                + "give it a positive ttl");
    assertThatThrownBy(
            () -> memoizer.callStampede("f", OPTIONS.ttl(Duration.ZERO), Arguments.NONE, () -> 1L))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> OPTIONS.beta(-1)).hasMessage("beta must be 0 or more, was [-1.0]");
  }
}
