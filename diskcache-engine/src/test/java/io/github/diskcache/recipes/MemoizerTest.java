// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diskcache.Cache;
import io.github.diskcache.CacheStats;
import io.github.diskcache.CacheTypeException;
import io.github.diskcache.EvictionPolicy;
import io.github.diskcache.Setting;
import io.github.diskcache.Tuple;
import io.github.diskcache.WriteOptions;
import io.github.diskcache.recipes.Workers.Worker;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MemoizerTest {
  private static final MemoizeOptions DEFAULT = MemoizeOptions.DEFAULT;

  @RegisterExtension final Caches caches = new Caches();
  private final AtomicInteger calls = new AtomicInteger();

  private Object call(Cache<Object, Object> cache, Object... arguments) throws Exception {
    return new Memoizer(cache)
        .call("f", DEFAULT, Arguments.of(arguments), () -> "call " + calls.incrementAndGet());
  }

  // Keys

  @Test
  void cacheKey_positionalAndNamed_isPythons() {
    Memoizer memoizer = new Memoizer(caches.open());

    assertThat(memoizer.cacheKey("m.f", DEFAULT, Arguments.of(1)))
        .isEqualTo(Tuple.of("m.f", 1L, null));
    assertThat(memoizer.cacheKey("m.f", DEFAULT, Arguments.of(1, "x").with("b", 2).with("a", 1)))
        .isEqualTo(Tuple.of("m.f", 1L, "x", null, "a", 1L, "b", 2L));
    assertThat(memoizer.cacheKey("m.f", DEFAULT, Arguments.NONE)).isEqualTo(Tuple.of("m.f", null));
  }

  @Test
  void cacheKey_typedAndIgnoring_namesTheTypesOfWhatCounts() {
    MemoizeOptions options = DEFAULT.typedArguments().ignoring(1).ignoring("kw");
    Arguments arguments = Arguments.of(1, 2, 3.0, null).with("kw", 5).with("z", "s");

    assertThat(new Memoizer(caches.open()).cacheKey("nm", options, arguments))
        .isEqualTo(
            Tuple.of(
                "nm",
                1L,
                3.0,
                null,
                null,
                "z",
                "s",
                "java.lang.Integer",
                "java.lang.Double",
                "null",
                "java.lang.String"));
  }

  @Test
  void call_argumentChangedByTheFunction_isStoredUnderWhatItWas() throws Exception {
    Cache<Object, Object> cache = caches.open();
    Memoizer memoizer = new Memoizer(cache);
    List<Object> argument = new ArrayList<>(List.of(1L));

    memoizer.call("f", DEFAULT, Arguments.of(argument), () -> argument.add(2L));

    assertThat(cache.get(Tuple.of("f", List.of(1L), null))).isEqualTo(true);
  }

  // Hits and misses

  @Test
  void apply_again_isAHit() {
    Cache<Object, Object> cache = caches.open();
    Function<Long, String> square =
        new Memoizer(cache)
            .memoize("square", DEFAULT, n -> n * n + " by call " + calls.incrementAndGet());

    assertThat(square.apply(3L)).isEqualTo("9 by call 1");
    assertThat(square.apply(3L)).isEqualTo("9 by call 1");
    assertThat(square.apply(4L)).isEqualTo("16 by call 2");
    assertThat(cache.get(Tuple.of("square", 3, null))).isEqualTo("9 by call 1");
    assertThat(cache.size()).isEqualTo(2);
  }

  @Test
  void get_noAndTwoArguments_areMemoized() {
    Memoizer memoizer = new Memoizer(caches.openFanout());
    Supplier<Long> count = memoizer.memoize("count", DEFAULT, () -> (long) calls.incrementAndGet());
    BiFunction<String, String, String> join =
        memoizer.memoize("join", DEFAULT, (a, b) -> a + b + calls.incrementAndGet());

    assertThat(List.of(count.get(), count.get())).containsExactly(1L, 1L);
    assertThat(List.of(join.apply("a", "b"), join.apply("a", "b"), join.apply("b", "a")))
        .containsExactly("ab2", "ab2", "ba3");
  }

  @Test
  void apply_recursion_computesEachOnce() {
    Memoizer memoizer = new Memoizer(caches.open());
    List<Function<Long, Object>> fib = new ArrayList<>();
    fib.add(
        memoizer.memoize(
            "fib",
            DEFAULT,
            n -> {
              calls.incrementAndGet();
              return n < 2 ? n : sum(fib.get(0).apply(n - 1), fib.get(0).apply(n - 2));
            }));

    assertThat(fib.get(0).apply(100L)).isEqualTo(new BigInteger("354224848179261915075"));
    assertThat(calls).hasValue(101);
  }

  private static BigInteger sum(Object a, Object b) {
    return new BigInteger(a.toString()).add(new BigInteger(b.toString()));
  }

  @Test
  void call_nullResult_isAHit() throws Exception {
    Memoizer memoizer = new Memoizer(caches.open());

    for (int i = 0; i < 2; i++) {
      assertThat(
              memoizer.<Object>call(
                  "f",
                  DEFAULT,
                  Arguments.NONE,
                  () -> {
                    calls.incrementAndGet();
                    return null;
                  }))
          .isNull();
    }

    assertThat(calls).hasValue(1);
  }

  @Test
  void call_exception_isPassedOnAndNotKept() throws Exception {
    Cache<Object, Object> cache = caches.open();
    Memoizer memoizer = new Memoizer(cache);

    assertThatThrownBy(
            () ->
                memoizer.call(
                    "f",
                    DEFAULT,
                    Arguments.NONE,
                    () -> {
                      throw new IOException("unreachable");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("unreachable");

    assertThat(cache.size()).isZero();
    assertThat(call(cache)).isEqualTo("call 1");
  }

  @Test
  void call_ttlAndTag_areTheEntrys() throws Exception {
    Cache<Object, Object> cache = caches.open();
    MemoizeOptions options = DEFAULT.ttl(Duration.ofSeconds(10)).tag("pages");
    Supplier<Long> count =
        new Memoizer(cache).memoize("f", options, () -> (long) calls.incrementAndGet());

    assertThat(count.get()).isEqualTo(1);
    caches.advance(Duration.ofSeconds(9));
    assertThat(count.get()).isEqualTo(1);
    caches.advance(Duration.ofSeconds(1));
    assertThat(count.get()).isEqualTo(2);
    assertThat(cache.evict("pages")).isEqualTo(1);
    assertThat(count.get()).isEqualTo(3);
  }

  @Test
  void call_ttlIsZeroOrLess_looksUpOnly() throws Exception {
    Cache<Object, Object> cache = caches.open();
    Memoizer memoizer = new Memoizer(cache);
    Supplier<Long> stored = memoizer.memoize("f", DEFAULT, () -> (long) calls.incrementAndGet());
    // Double-checked: look up, then enter the barrier, look up again, compute and store.
    Barrier barrier = new Barrier(new Lock(cache, "f's lock"));
    Supplier<Long> guarded =
        memoizer.memoize("f", DEFAULT.ttl(Duration.ZERO), () -> barrier.get(stored));

    assertThat(memoizer.memoize("g", DEFAULT.ttl(Duration.ofSeconds(-1)), () -> 1L).get())
        .isEqualTo(1);
    assertThat(cache.size()).isZero();
    assertThat(guarded.get()).isEqualTo(1);
    assertThat(guarded.get()).isEqualTo(1);
    assertThat(calls).hasValue(1);
  }

  @Test
  void call_statistics_countOneMissThenHits() throws Exception {
    Cache<Object, Object> cache = caches.open();
    cache.maintenance().change(Setting.STATISTICS, 1L);

    call(cache);
    call(cache);

    assertThat(cache.maintenance().stats()).isEqualTo(new CacheStats(1, 1));
  }

  @Test
  void call_resultOfAnotherType_isRefusedAtTheFirstCall() {
    Cache<Object, Object> cache = caches.open();
    Memoizer memoizer = new Memoizer(cache);

    assertThatThrownBy(() -> memoizer.call("f", DEFAULT, Arguments.NONE, () -> EvictionPolicy.NONE))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("EvictionPolicy");
    assertThatThrownBy(() -> call(cache, EvictionPolicy.NONE))
        .isInstanceOf(CacheTypeException.class);
    assertThat(calls).as("a key is refused before the function runs").hasValue(0);
    assertThat(cache.size()).isZero();
  }

  @Test
  void call_firstTime_returnsWhatTheCacheWillGive() throws Exception {
    Memoizer memoizer = new Memoizer(caches.open());
    List<Object> computed = new ArrayList<>(List.of(1, 2.5f));

    Object first = memoizer.call("f", DEFAULT, Arguments.NONE, () -> computed);
    Object second = memoizer.call("f", DEFAULT, Arguments.NONE, () -> computed);

    assertThat(first).isEqualTo(List.of(1L, 2.5)).isEqualTo(second).isNotSameAs(computed);
  }

  // Single flight

  @Test
  void apply_manyThreadsMiss_computesOnce() throws Exception {
    Cache<Object, Object> cache = caches.open();
    CountDownLatch computing = new CountDownLatch(1);
    CountDownLatch proceed = new CountDownLatch(1);
    Supplier<List<Object>> slow =
        new Memoizer(cache)
            .memoize(
                "slow",
                DEFAULT,
                () -> {
                  calls.incrementAndGet();
                  computing.countDown();
                  Workers.uninterrupted(proceed);
                  return new ArrayList<>(List.of("result"));
                });
    List<Worker<List<Object>>> callers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      callers.add(Workers.start(slow::get));
    }
    computing.await();
    for (Worker<List<Object>> caller : callers) {
      Workers.awaitBlocked(caller.thread());
    }

    proceed.countDown();

    List<List<Object>> results = new ArrayList<>();
    for (Worker<List<Object>> caller : callers) {
      results.add(caller.result());
    }
    assertThat(results).containsOnly(List.of("result"));
    results.get(0).add("changed by its caller");
    assertThat(results.get(1)).containsExactly("result");
    assertThat(calls).hasValue(1);
    assertThat(cache.size()).as("no lease is left").isEqualTo(1);
  }

  @Test
  void apply_computationFails_waitingThreadsShareTheFailure() throws Exception {
    CountDownLatch proceed = new CountDownLatch(1);
    Memoizer memoizer = new Memoizer(caches.open());
    Worker<Object> leader =
        Workers.start(
            () ->
                memoizer.call(
                    "f",
                    DEFAULT,
                    Arguments.NONE,
                    () -> {
                      calls.incrementAndGet();
                      proceed.await();
                      throw new IOException("unreachable");
                    }));
    Workers.await(() -> calls.get() == 1);
    Supplier<String> follower = memoizer.memoize("f", DEFAULT, () -> "never called");
    Worker<String> waiting = Workers.start(follower::get);
    Workers.awaitBlocked(waiting.thread());

    proceed.countDown();

    assertThatThrownBy(leader::result).isInstanceOf(IOException.class);
    assertThatThrownBy(waiting::result)
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("unreachable");
    assertThat(follower.get()).isEqualTo("never called");
  }

  @Test
  void apply_computingThreadIsInterrupted_anotherOneComputes() throws Exception {
    CountDownLatch forever = new CountDownLatch(1);
    Memoizer memoizer = new Memoizer(caches.open());
    Worker<Object> leader =
        Workers.start(
            () ->
                memoizer.call(
                    "f",
                    DEFAULT,
                    Arguments.NONE,
                    () -> {
                      calls.incrementAndGet();
                      forever.await();
                      return "by the first";
                    }));
    Workers.await(() -> calls.get() == 1);
    Worker<Object> waiting =
        Workers.start(() -> memoizer.call("f", DEFAULT, Arguments.NONE, () -> "by the second"));
    Workers.awaitBlocked(waiting.thread());

    leader.thread().interrupt();

    assertThatThrownBy(leader::result).isInstanceOf(InterruptedException.class);
    assertThat(waiting.result()).isEqualTo("by the second");
  }

  @Test
  void apply_waitingThreadIsInterrupted_throwsAndKeepsTheFlag() throws Exception {
    Cache<Object, Object> cache = caches.open();
    cache.add(
        Tuple.of(Tuple.of("f", null), "diskcache.computing"),
        "another process",
        WriteOptions.ttl(Duration.ofSeconds(30)));
    Supplier<Object> function = new Memoizer(cache).memoize("f", DEFAULT, () -> "computed");
    Worker<Boolean> waiting =
        Workers.start(
            () -> {
              assertThatThrownBy(function::get)
                  .isInstanceOf(CancellationException.class)
                  .hasMessage(
                      "Cannot wait for the result of [f]: the thread was interrupted; "
                          + "nothing to mend");
              return Thread.currentThread().isInterrupted();
            });
    Workers.awaitBlocked(waiting.thread());

    waiting.thread().interrupt();

    assertThat(waiting.result()).isTrue();
  }

  @Test
  void apply_otherProcessComputes_waitsForItsResult() throws Exception {
    Cache<Object, Object> cache = caches.open();
    Tuple key = Tuple.of("f", null);
    cache.add(
        Tuple.of(key, "diskcache.computing"),
        "another process",
        WriteOptions.ttl(Duration.ofSeconds(30)));
    Supplier<Object> function = new Memoizer(cache).memoize("f", DEFAULT, () -> "by ourselves");
    Worker<Object> waiting = Workers.start(function::get);
    Workers.awaitBlocked(waiting.thread());

    cache.set(key, "by the other");

    assertThat(waiting.result()).isEqualTo("by the other");
  }

  @Test
  void apply_otherProcessWasKilled_computesWhenItsLeaseRunsOut() throws Exception {
    Cache<Object, Object> cache = caches.open();
    cache.add(
        Tuple.of(Tuple.of("f", null), "diskcache.computing"),
        "a killed process",
        WriteOptions.ttl(Duration.ofSeconds(30)));
    Supplier<Object> function = new Memoizer(cache).memoize("f", DEFAULT, () -> "by ourselves");
    Worker<Object> waiting = Workers.start(function::get);
    Workers.awaitBlocked(waiting.thread());

    caches.advance(Duration.ofSeconds(30));

    assertThat(waiting.result()).isEqualTo("by ourselves");
  }

  @Test
  void apply_needsItsOwnResult_isRefused() {
    List<Supplier<Object>> function = new ArrayList<>();
    function.add(new Memoizer(caches.open()).memoize("f", DEFAULT, () -> function.get(0).get()));

    assertThatThrownBy(() -> function.get(0).get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Cannot compute [(f, null)]: it needs its own result; "
                + "let the recursion come to an end");
  }

  @Test
  void apply_everyoneComputes_doesNotWait() throws Exception {
    CountDownLatch all = new CountDownLatch(3);
    Supplier<Object> function =
        new Memoizer(caches.open())
            .memoize(
                "f",
                DEFAULT.everyoneComputes(),
                () -> {
                  all.countDown();
                  Workers.uninterrupted(all);
                  return "result";
                });

    assertThat(Workers.run(3, function::get)).containsOnly("result");
    assertThat(function.get()).isEqualTo("result");
    assertThat(all.getCount()).isZero();
  }

  @Test
  void call_computationLeavesTheFlagSet_storesItsResult() throws Exception {
    Cache<Object, Object> cache = caches.open();

    boolean flag =
        Workers.start(
                () -> {
                  new Memoizer(cache)
                      .call(
                          "f",
                          DEFAULT,
                          Arguments.NONE,
                          () -> {
                            Thread.currentThread().interrupt();
                            return "result";
                          });
                  return Thread.currentThread().isInterrupted();
                })
            .result();

    assertThat(flag).isTrue();
    assertThat(cache.get(Tuple.of("f", null))).isEqualTo("result");
    assertThat(cache.size()).isEqualTo(1);
  }
}
