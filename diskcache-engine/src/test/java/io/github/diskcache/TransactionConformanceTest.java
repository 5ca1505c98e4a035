// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Transactions, time-outs and threads: group J of the conformance cases. */
class TransactionConformanceTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final byte[] LARGE = new byte[50_000];

  @RegisterExtension final Stores stores = new Stores();

  /** A cache that another thread holds locked, in a transaction, until the latch is opened. */
  private static Background<Boolean> holdInTransaction(
      Cache<Object, Object> cache, CountDownLatch release) throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    Background<Boolean> holder =
        Background.start(
            () ->
                cache.transact(
                    () -> {
                      cache.set("held", "new");
                      held.countDown();
                      return awaited(release);
                    }));
    held.await();
    return holder;
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static long filesIn(Cache<?, ?> cache) throws IOException {
    try (Stream<Path> files = Files.walk(cache.directory())) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void C120_transact_twoNumbers_becomeVisibleTogether() throws Exception {
    Cache<Object, Object> cache = stores.open();

    cache.transact(
        () -> {
          assertThat(cache.increment("total", 123.45)).isEqualTo(123.45);
          cache.increment("count");
          assertThat(cache.get("count")).isEqualTo(1L);
          assertThat(cache.size()).isEqualTo(2);
          assertThat(inAnotherThread(() -> cache.get("total"))).isNull();
          assertThat(inAnotherThread(() -> cache.contains("count"))).isFalse();
          assertThat(inAnotherThread(cache::size)).isZero();
        });

    assertThat(cache.get("total")).isEqualTo(123.45);
    assertThat(cache.get("count")).isEqualTo(1L);
  }

  private static <T> T inAnotherThread(Supplier<T> work) {
    try {
      return Background.start(work::get).result();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void transact_result_isTheBodys() {
    Cache<Object, Object> cache = stores.open();

    assertThat(cache.<String>transact(() -> "done")).isEqualTo("done");
    assertThat(cache.<Object>transact(() -> null)).isNull();
    assertThat(cache.<Object>transactOn("k", () -> cache.set("k", 1)))
        .isEqualTo(WriteResult.STORED);
  }

  @Test
  void C124_transact_nestedInOneThread_joins() {
    Cache<Object, Object> cache = stores.open();

    cache.transact(
        () -> {
          cache.set("outer", 1);
          cache.transact(() -> cache.set("inner", 1));
          cache.retrying().transactOn("on", () -> cache.set("on", 1));
          cache.maintenance().resetStats();
          assertThat(inAnotherThread(cache::size)).isZero();
        });

    assertThat(cache.keys()).containsExactly("outer", "inner", "on");
  }

  @Test
  void C124_transact_twoObjectsInOneThread_innerTimesOut() {
    Cache<Object, Object> outer = stores.open();
    Cache<Object, Object> inner = stores.open();
    outer.set("k", "old");

    outer.transact(
        () -> {
          outer.set("k", "outer");
          for (Cache<Object, Object> cache : List.of(inner, inner.retrying())) {
            assertThatThrownBy(() -> cache.set("k", "inner"))
                .isInstanceOf(CacheTimeoutException.class)
                .hasMessageContaining("this thread holds it")
                .hasMessageContaining("use one object for both");
            assertThatThrownBy(cache::clear).isInstanceOf(CacheTimeoutException.class);
            assertThatThrownBy(() -> cache.transact(() -> cache.set("k", "inner")))
                .isInstanceOf(CacheTimeoutException.class);
            assertThatThrownBy(() -> cache.maintenance().check())
                .isInstanceOf(CacheTimeoutException.class);
          }
          assertThat(inner.get("k")).isEqualTo("old");
        });

    assertThat(inner.get("k")).isEqualTo("outer");
  }

  @Test
  void C124_transact_twoFanoutObjectsInOneThread_innerDoesNotWaitForItself() {
    FanoutCache<Object, Object> outer = stores.openFanout(stores.builder(), 2);
    FanoutCache<Object, Object> inner = stores.openFanout(stores.builder(), 2);
    outer.set("k", "old");

    outer.transact(
        () -> {
          assertThat(inner.set("k", "inner")).isEqualTo(WriteResult.SKIPPED);
          outer.set("k", "outer");
          outer.set("l", "outer");
          assertThatThrownBy(inner::clear).isInstanceOf(CacheTimeoutException.class);
          assertThatThrownBy(() -> inner.transact(() -> inner.set("k", "inner")))
              .isInstanceOf(CacheTimeoutException.class);
        });

    assertThat(inner.get("k")).isEqualTo("outer");
  }

  @Test
  void transact_nestedFails_allIsRolledBackUnlessTheOuterCatches() throws Exception {
    Cache<Object, Object> cache = stores.open();
    cache.set("old", LARGE);

    assertThatThrownBy(
            () ->
                cache.transact(
                    () -> {
                      cache.set("outer", LARGE);
                      cache.delete("old");
                      cache.transact(
                          () -> {
                            cache.set("inner", LARGE);
                            throw new IllegalStateException("stop");
                          });
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("stop");
    assertThat(cache.keys()).containsExactly("old");
    assertThat((byte[]) cache.get("old")).isEqualTo(LARGE);
    assertThat(Stores.valueFiles(cache.directory())).hasSize(1);

    cache.transact(
        () -> {
          cache.set("outer", 1);
          assertThatThrownBy(
                  () ->
                      cache.transact(
                          () -> {
                            cache.set("inner", 2);
                            throw new IllegalStateException("stop");
                          }))
              .hasMessage("stop");
        });
    assertThat(cache.keys()).containsExactly("old", "outer", "inner");
  }

  @Test
  void transact_operationRefused_othersOfTheTransactionStand() {
    Cache<Object, Object> cache = stores.open();
    cache.set("text", "t");

    cache.transact(
        () -> {
          cache.set("before", 1);
          assertThatThrownBy(() -> cache.increment("text")).isInstanceOf(CacheTypeException.class);
          assertThatThrownBy(() -> cache.set("k", new Object()))
              .isInstanceOf(CacheTypeException.class);
          cache.set("after", 1);
        });

    assertThat(cache.keys()).containsExactly("text", "before", "after");
  }

  @Test
  void transact_operationFailedHalfWay_takesNoMoreWritesAndRollsBack() throws Exception {
    Cache<Object, Object> cache = stores.open();
    stores.expectDamage();
    for (int i = 0; i < 256; i++) {
      // No value file can be put in place where a file is in the way of its directory.
      Files.createFile(cache.directory().resolve(HexFormat.of().toHexDigits((byte) i)));
    }

    assertThatThrownBy(
            () ->
                cache.transact(
                    () -> {
                      cache.set("before", 1);
                      assertThatThrownBy(() -> cache.set("large", LARGE))
                          .isInstanceOf(CacheStorageException.class);
                      assertThatThrownBy(() -> cache.set("after", 1))
                          .hasMessageContaining("an operation inside it failed half-way");
                    }))
        .isInstanceOf(CacheException.class)
        .hasMessageStartingWith("Cannot go on with transaction on cache [")
        .hasMessageEndingWith("let its exception end the transaction");

    assertThat(cache.keys()).isEmpty();
    assertThat(Stores.valueFiles(cache.directory())).isEmpty();
    cache.set("small", 1);
    assertThat(cache.get("small")).isEqualTo(1L);
  }

  @Test
  void transact_anythingThrown_rollsBackAndFreesTheLock() {
    Cache<Object, Object> cache = stores.open();
    List<Throwable> thrown =
        List.of(new IllegalStateException(), new AssertionError(), new IOException("checked"));

    for (Throwable throwable : thrown) {
      assertThatThrownBy(
              () ->
                  cache.transact(
                      () -> {
                        cache.set("k", LARGE);
                        TransactionConformanceTest.<RuntimeException>sneakilyThrow(throwable);
                      }))
          .isSameAs(throwable);
      assertThat(cache.size()).isZero();
    }

    cache.set("k", 1);
    assertThat(inAnotherThread(() -> cache.set("l", 1))).isEqualTo(WriteResult.STORED);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneakilyThrow(Throwable throwable) throws T {
    throw (T) throwable;
  }

  @Test
  void transact_rolledBack_expiryAndCullingGoOnRight() {
    Cache<Object, Object> cache = stores.open();
    cache.set("k", 1, WriteOptions.ttl(Duration.ofSeconds(1)));
    assertThatThrownBy(
            () ->
                cache.transact(
                    () -> {
                      stores.clock().advance(Duration.ofMinutes(1));
                      cache.set("culls k", 1);
                      throw new IllegalStateException("stop");
                    }))
        .hasMessage("stop");
    assertThat(cache.keys()).containsExactly("k");

    cache.set("new", 1);

    assertThat(cache.keys()).containsExactly("new");
  }

  @DisabledIfSystemProperty(
      named = "diskcache.intents",
      matches = "true",
      disabledReason = "Sizes are read once what waits is written")
  @Test
  void C125_writes_foreignWriterHoldsTheLock_timeOutAndLeaveNothing() throws Exception {
    Cache<Object, Object> cache = stores.open(stores.builder().busyTimeout(SHORT));
    cache.set("k", 1, WriteOptions.tagged("t"));
    long files = filesIn(cache);
    List<ThrowingCallable> writes =
        List.of(
            () -> cache.set("large", LARGE),
            () -> cache.add("other", LARGE),
            () -> cache.touch("k"),
            () -> cache.delete("k"),
            () -> cache.pop("k"),
            () -> cache.increment("k"),
            () -> cache.incrementIfPresent("k", 1),
            () -> cache.evict("t"),
            cache::clear,
            () -> cache.transact(() -> 1),
            () -> cache.transactOn("k", () -> 1),
            () -> cache.maintenance().check(),
            () -> cache.maintenance().mend(),
            () -> cache.maintenance().change(Setting.CULL_LIMIT, 1));

    try (ForeignLock lock = ForeignLock.on(cache.directory())) {
      assertThat(lock).isNotNull();
      for (ThrowingCallable write : writes) {
        long start = System.nanoTime();
        assertThatThrownBy(write)
            .isInstanceOf(CacheTimeoutException.class)
            .hasMessageContaining("another writer kept it for 50 ms")
            .hasMessageContaining("raise the busy timeout");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
      }
      assertThat(filesIn(cache)).isEqualTo(files);

      assertThat(cache.get("k")).isEqualTo(1L);
      assertThat(cache.contains("k")).isTrue();
      assertThat(cache.size()).isEqualTo(1);
      assertThat(cache.keys()).containsExactly("k");
      assertThat(cache.volume()).isEqualTo(32_768);
      assertThat(cache.add("k", LARGE)).isFalse();
      assertThat(cache.expire()).isZero();
    }

    cache.set("k", 2);
    assertThat(cache.get("k")).isEqualTo(2L);
  }

  @Test
  void C125_get_countingAndNotingUses_doesNotWaitForWriters() throws Exception {
    Cache<Object, Object> cache =
        stores.open(
            stores
                .builder()
                .busyTimeout(Duration.ZERO)
                .setting(Setting.STATISTICS, true)
                .evictionPolicy(EvictionPolicy.LEAST_RECENTLY_USED));
    cache.set("k", 1);

    try (ForeignLock lock = ForeignLock.on(cache.directory())) {
      assertThat(lock).isNotNull();
      assertThat(cache.get("k")).isEqualTo(1L);
      assertThat(cache.get("missing")).isNull();
      assertThatThrownBy(() -> cache.maintenance().stats())
          .isInstanceOf(CacheTimeoutException.class);
    }

    assertThat(cache.maintenance().stats()).isEqualTo(new CacheStats(1, 1));
  }

  @DisabledIfSystemProperty(
      named = "diskcache.intents",
      matches = "true",
      disabledReason = "A logged set waits for no writer")
  @Test
  void C126_retrying_lockReleasedLater_writesThen() throws Exception {
    Cache<Object, Object> cache = stores.open(stores.builder().busyTimeout(Duration.ZERO));
    Background<WriteResult> writer;

    try (ForeignLock lock = ForeignLock.on(cache.directory())) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> cache.set("k", 1)).isInstanceOf(CacheTimeoutException.class);
      writer = Background.start(() -> cache.retrying().set("k", 1));
      writer.awaitWaiting();
    }

    assertThat(writer.result()).isEqualTo(WriteResult.STORED);
    assertThat(cache.get("k")).isEqualTo(1L);
  }

  @Test
  void C126_busyTimeout_longestDuration_isForEver() {
    Cache<Object, Object> cache =
        stores.open(stores.builder().busyTimeout(Duration.ofSeconds(Long.MAX_VALUE)));

    assertThat(cache.set("k", 1)).isEqualTo(WriteResult.STORED);
    assertThat(cache.get("k")).isEqualTo(1L);
  }

  @Test
  void C128_retrying_interrupted_stopsWaitingAndKeepsTheFlag() throws Exception {
    Cache<Object, Object> cache = stores.open();
    CountDownLatch release = new CountDownLatch(1);
    Background<Boolean> holder = holdInTransaction(cache, release);

    // Behind a thread of this process, which holds the gate.
    assertInterruptible(cache);
    release.countDown();
    holder.result();
    try (ForeignLock lock = ForeignLock.on(cache.directory())) {
      assertThat(lock).isNotNull();
      assertInterruptible(cache);
    }

    assertThat(cache.keys()).containsExactly("held");
    cache.set("k", 1);
  }

  private static void assertInterruptible(Cache<Object, Object> cache) throws Exception {
    Background<Boolean> writer =
        Background.start(
            () -> {
              assertThatThrownBy(() -> cache.retrying().set("k", LARGE))
                  .isInstanceOf(CacheInterruptedException.class)
                  .hasMessageContaining("the waiting thread was interrupted");
              return Thread.currentThread().isInterrupted();
            });
    writer.awaitWaiting();

    writer.interrupt();

    assertThat(writer.result()).isTrue();
    assertThat(Stores.valueFiles(cache.directory())).isEmpty();
  }

  @Test
  void C128_set_interruptedBeforeButNobodyWrites_isDone() {
    Cache<Object, Object> cache = stores.open();

    Thread.currentThread().interrupt();
    try {
      assertThat(cache.set("k", LARGE)).isEqualTo(WriteResult.STORED);
      assertThat((byte[]) cache.get("k")).isEqualTo(LARGE);
      assertThat(cache.transact(() -> cache.delete("k"))).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void C129_close_oneOfTwoObjects_leavesTheOtherWorking() {
    Cache<Object, Object> one = stores.open();
    Cache<Object, Object> other = stores.open();

    one.close();
    one.close();

    assertThat(other.set("k", 1)).isEqualTo(WriteResult.STORED);
    assertThat(other.get("k")).isEqualTo(1L);
    assertThatThrownBy(() -> one.get("k"))
        .isInstanceOf(CacheClosedException.class)
        .hasMessage("Cannot use cache [" + one.directory() + "]: it is closed; open it again");
    other.close();
    assertThat(stores.open().get("k")).isEqualTo(1L);
  }

  @Test
  void C129_close_whileAnotherThreadIsInATransaction_neitherWaitsNorBreaksIt() throws Exception {
    Cache<Object, Object> cache = stores.open();
    CountDownLatch release = new CountDownLatch(1);
    Background<Boolean> holder = holdInTransaction(cache, release);

    cache.close();
    release.countDown();

    assertThat(holder.result()).isTrue();
    assertThat(stores.open().get("held")).isEqualTo("new");
  }

  @Test
  void C129_close_whileATransactionOpensTheDirectoryAgain_doesNotDeadlock() throws Exception {
    Cache<Object, Object> cache = stores.open();
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Background<String> holder =
        Background.start(
            () ->
                cache.transact(
                    () -> {
                      held.countDown();
                      awaited(closed);
                      stores.opened(Cache.open(stores.directory("another"))).set("k", 1);
                      Cache<Object, Object> again = stores.open();
                      assertThatThrownBy(() -> again.set("k", 1))
                          .isInstanceOf(CacheTimeoutException.class);
                      assertThatThrownBy(() -> cache.set("k", 1))
                          .isInstanceOf(CacheClosedException.class);
                      return "done";
                    }));
    held.await();

    cache.close();
    closed.countDown();

    assertThat(holder.result()).isEqualTo("done");
    assertThat(stores.open().set("k", 1)).isEqualTo(WriteResult.STORED);
  }

  @Test
  void C129_close_inATransactionOfTheSameThread_isRefusedAndChangesNothing() {
    Cache<Object, Object> cache = stores.open();

    cache.transact(
        () -> {
          cache.set("before", 1);
          assertThatThrownBy(cache::close)
              .isInstanceOf(CacheException.class)
              .hasMessage(
                  "Cannot close cache ["
                      + cache.directory()
                      + "]: this thread is inside its transaction; end that first");
          cache.set("after", 1);
        });

    assertThat(cache.keys()).containsExactly("before", "after");
  }

  @Test
  void C129_close_whileManyWork_everyCallWorksOrSaysSo() throws Exception {
    for (int round = 0; round < 25; round++) {
      Cache<Object, Object> cache = stores.open();
      CountDownLatch started = new CountDownLatch(4);
      AtomicInteger wrong = new AtomicInteger();
      List<Background<Integer>> workers = new ArrayList<>();
      for (int worker = 0; worker < 4; worker++) {
        int key = worker;
        workers.add(
            Background.start(
                () -> {
                  started.countDown();
                  for (int i = 0; ; i++) {
                    try {
                      cache.retrying().set(key, i);
                      if (!Long.valueOf(i).equals(cache.get(key))) {
                        wrong.incrementAndGet();
                      }
                    } catch (CacheClosedException e) {
                      return i;
                    }
                  }
                }));
      }
      started.await();

      cache.close();

      for (Background<Integer> worker : workers) {
        assertThat(worker.result()).isNotNegative();
      }
      assertThat(wrong).hasValue(0);
    }
    assertThat(stores.open().maintenance().check().problems()).isEmpty();
  }

  @Test
  void C130_transact_inOneThread_othersReadTheOldAndCannotWrite() throws Exception {
    Cache<Object, Object> cache = stores.open(stores.builder().busyTimeout(SHORT));
    cache.set("held", "old");
    CountDownLatch release = new CountDownLatch(1);
    Background<Boolean> holder = holdInTransaction(cache, release);

    assertThat(cache.get("held")).isEqualTo("old");
    assertThat(cache.size()).isEqualTo(1);
    assertThatThrownBy(() -> cache.set("held", "mine")).isInstanceOf(CacheTimeoutException.class);

    release.countDown();
    holder.result();
    assertThat(cache.get("held")).isEqualTo("new");
  }

  @Test
  void transactOn_manyThreads_noIncrementIsLost() throws Exception {
    Cache<Object, Object> cache = stores.open();
    cache.set("n", 0);
    List<Background<Boolean>> writers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      writers.add(
          Background.start(
              () -> {
                LongStream.range(0, 50)
                    .forEach(
                        j ->
                            cache.transactOn(
                                "n", () -> cache.set("n", (Long) cache.require("n") + 1)));
                return true;
              }));
    }

    for (Background<Boolean> writer : writers) {
      writer.result();
    }

    assertThat(cache.get("n")).isEqualTo(400L);
  }
}
