// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Threads 9, 16, 17, 18 and 24: one computes for all, and stages are results too. */
class FlightTest {
  @RegisterExtension final Containers containers = new Containers();

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @ApplicationScoped
  static class Reports {
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private final List<CompletableFuture<String>> stages = new ArrayList<>();

    public void awaitEntered() throws InterruptedException {
      assertThat(entered.await(2, TimeUnit.MINUTES)).isTrue();
    }

    public void open() {
      open.countDown();
    }

    public int calls() {
      return calls.get();
    }

    public synchronized CompletableFuture<String> stage(int number) {
      return stages.get(number);
    }

    @DiskMemoized
    public List<String> slow(String name) throws InterruptedException {
      int call = calls.incrementAndGet();
      entered.countDown();
      assertThat(open.await(2, TimeUnit.MINUTES)).isTrue();
      return new ArrayList<>(List.of(name, "call " + call));
    }

    @DiskMemoized
    public String failing(String name) throws InterruptedException {
      calls.incrementAndGet();
      entered.countDown();
      assertThat(open.await(2, TimeUnit.MINUTES)).isTrue();
      throw new IllegalStateException("no connection");
    }

    @DiskMemoized(lockTimeout = "10ms")
    public String impatient(String name) throws InterruptedException {
      int call = calls.incrementAndGet();
      if (call == 1) {
        entered.countDown();
        assertThat(open.await(2, TimeUnit.MINUTES)).isTrue();
      }
      return "call " + call;
    }

    @DiskMemoized
    public synchronized CompletionStage<String> later(String name) {
      calls.incrementAndGet();
      stages.add(new CompletableFuture<>());
      return stages.get(stages.size() - 1);
    }

    @DiskMemoized(expire = "PT1M", beta = 1)
    public synchronized CompletionStage<String> early(String name) {
      return later(name);
    }

    @DiskEvict(name = "slow")
    public void change(String name) {}

    @DiskEvict(name = "later")
    public void changeLater(String name) {}
  }

  private Reports reports() {
    return containers.start(Reports.class).select(Reports.class).get();
  }

  private <T> List<Future<T>> several(java.util.concurrent.Callable<T> task) {
    List<Future<T>> running = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      running.add(threads.submit(task));
    }
    return running;
  }

  @Test
  void call_byManyThreads_computesOnceAndGivesEachItsOwn() throws Exception {
    Reports reports = reports();
    List<Future<List<String>>> running = several(() -> reports.slow("sales"));
    reports.awaitEntered();
    reports.open();

    for (Future<List<String>> one : running) {
      List<String> result = one.get();
      assertThat(result).containsExactly("sales", "call 1");
      result.add("mine");
    }
    assertThat(reports.calls()).isEqualTo(1);
  }

  @Test
  void call_thatFails_failsForAllWhoWaitAndIsNotKept() throws Exception {
    SeContainer container = containers.start(Reports.class);
    Reports reports = container.select(Reports.class).get();
    DiskCaches caches = container.select(DiskCaches.class).get();
    List<Future<String>> running = several(() -> reports.failing("sales"));
    reports.awaitEntered();
    while (caches.statistics("default").joined() < 49) {
      Thread.onSpinWait();
    }
    reports.open();

    for (Future<String> one : running) {
      assertThat(failure(one))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no connection");
    }
    assertThat(reports.calls()).isEqualTo(1);
    assertThat(failure(threads.submit(() -> reports.failing("sales")))).isNotNull();
    assertThat(reports.calls()).isEqualTo(2);
  }

  private static Throwable failure(Future<?> future) throws InterruptedException {
    try {
      future.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  @Test
  void call_pastLockTimeout_callsTheMethodItself() throws Exception {
    Reports reports = reports();
    Future<String> first = threads.submit(() -> reports.impatient("sales"));
    reports.awaitEntered();

    assertThat(reports.impatient("sales")).isEqualTo("call 2");

    reports.open();
    assertThat(first.get()).isEqualTo("call 1");
    assertThat(reports.impatient("sales")).isEqualTo("call 1");
  }

  /** What was read before a change is neither kept after it, nor given to who comes after it. */
  @Test
  void evict_duringComputation_keepsTheOldResultOut() throws Exception {
    SeContainer container = containers.start(Reports.class);
    Reports reports = container.select(Reports.class).get();
    Future<List<String>> before = threads.submit(() -> reports.slow("sales"));
    reports.awaitEntered();

    reports.change("sales");
    Future<List<String>> after = threads.submit(() -> reports.slow("sales"));
    while (reports.calls() < 2) {
      Thread.onSpinWait();
    }
    reports.open();

    assertThat(before.get()).containsExactly("sales", "call 1");
    assertThat(after.get()).containsExactly("sales", "call 2");
    assertThat(reports.slow("sales")).containsExactly("sales", "call 2");
    assertThat(container.select(DiskCaches.class).get().statistics("default").refused())
        .isEqualTo(1);
  }

  @Test
  void stage_askedForAgain_isBegunOnce() {
    Reports reports = reports();

    CompletableFuture<String> first = reports.later("sales").toCompletableFuture();
    CompletableFuture<String> second = reports.later("sales").toCompletableFuture();
    assertThat(second).isNotDone();
    reports.stage(0).complete("done");

    assertThat(first).isCompletedWithValue("done");
    assertThat(second.join()).isEqualTo("done");
    assertThat(reports.later("sales").toCompletableFuture()).isCompletedWithValue("done");
    assertThat(reports.calls()).isEqualTo(1);
  }

  @Test
  void stage_thatFails_failsForAllWhoWaitAndIsNotKept() {
    Reports reports = reports();
    CompletableFuture<String> first = reports.later("sales").toCompletableFuture();
    CompletableFuture<String> second = reports.later("sales").toCompletableFuture();

    reports.stage(0).completeExceptionally(new IllegalStateException("no connection"));

    assertThat(cause(first)).isInstanceOf(IllegalStateException.class);
    assertThat(cause(second)).isInstanceOf(IllegalStateException.class);
    assertThat(reports.calls()).isEqualTo(1);
    CompletableFuture<String> third = reports.later("sales").toCompletableFuture();
    reports.stage(1).complete("done");
    assertThat(third.join()).isEqualTo("done");
  }

  private static Throwable cause(CompletableFuture<?> future) {
    try {
      future.join();
      return null;
    } catch (CompletionException e) {
      return e.getCause();
    }
  }

  @Test
  void stage_cancelledByOneCaller_goesOnForTheOthers() {
    Reports reports = reports();
    CompletableFuture<String> first = reports.later("sales").toCompletableFuture();
    CompletableFuture<String> second = reports.later("sales").toCompletableFuture();

    second.cancel(false);
    reports.stage(0).complete("done");

    assertThat(first.join()).isEqualTo("done");
    assertThat(reports.later("sales").toCompletableFuture()).isCompletedWithValue("done");
  }

  @Test
  void stage_closeToExpiry_isBegunAnewByOneCallerWhileAllGetThePresentResult() {
    Reports reports = reports();
    CompletableFuture<String> first = reports.early("sales").toCompletableFuture();
    reports.stage(0).complete("old");
    assertThat(first).isCompletedWithValue("old");
    containers.clock().advance(Duration.ofSeconds(59));
    assertThat(reports.early("sales").toCompletableFuture()).isCompletedWithValue("old");
    assertThat(reports.calls()).isEqualTo(1);

    containers.clock().advance(Duration.ofNanos(999_999_000));
    containers.chance(Double.MIN_VALUE);
    for (int i = 0; i < 3; i++) {
      assertThat(reports.early("sales").toCompletableFuture()).isCompletedWithValue("old");
    }
    assertThat(reports.calls()).isEqualTo(2);
    reports.stage(1).complete("new");

    containers.chance(1);
    assertThat(reports.early("sales").toCompletableFuture()).isCompletedWithValue("new");
    assertThat(reports.calls()).isEqualTo(2);
  }

  @Test
  void evict_duringStage_keepsTheOldResultOut() {
    Reports reports = reports();
    CompletableFuture<String> before = reports.later("sales").toCompletableFuture();

    reports.changeLater("sales");
    CompletableFuture<String> after = reports.later("sales").toCompletableFuture();
    reports.stage(0).complete("old");
    reports.stage(1).complete("new");

    assertThat(before.join()).isEqualTo("old");
    assertThat(after.join()).isEqualTo("new");
    assertThat(reports.later("sales").toCompletableFuture()).isCompletedWithValue("new");
  }
}
