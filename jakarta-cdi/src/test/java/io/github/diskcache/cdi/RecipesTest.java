// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RecipesTest {
  @RegisterExtension final Containers containers = new Containers();

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @ApplicationScoped
  static class Printer {
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();

    private void enter() {
      calls.incrementAndGet();
      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
      Thread.onSpinWait();
      inside.decrementAndGet();
    }

    public int most() {
      return most.get();
    }

    public int calls() {
      return calls.get();
    }

    @DiskBarrier(name = "printer")
    public void alone() {
      enter();
    }

    @DiskBarrier(name = "stage", permits = 1)
    public CompletionStage<String> later(CompletableFuture<String> done) {
      calls.incrementAndGet();
      return done;
    }

    @DiskThrottled(count = 2, per = "1h")
    public void throttled() {
      enter();
    }

    @DiskMemoized
    @DiskThrottled(count = 1, per = "1h")
    public int both(int number) {
      return calls.incrementAndGet();
    }
  }

  @Test
  void barrier_letsOneInAtATime() throws Exception {
    Printer printer = containers.start(Printer.class).select(Printer.class).get();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      running.add(threads.submit(printer::alone));
    }

    for (Future<?> one : running) {
      one.get();
    }
    assertThat(printer.calls()).isEqualTo(20);
    assertThat(printer.most()).isEqualTo(1);
  }

  @Test
  void barrier_isTheLockOfItsName() throws Exception {
    SeContainer container = containers.start(Printer.class);
    Printer printer = container.select(Printer.class).get();
    var lock = container.select(DiskCaches.class).get().reentrantLock("printer");

    Future<?> other;
    lock.lock();
    try {
      printer.alone();
      other = threads.submit(printer::alone);
      assertThat(printer.calls()).isEqualTo(1);
    } finally {
      lock.unlock();
    }

    other.get();
    assertThat(printer.calls()).isEqualTo(2);
  }

  @Test
  void barrier_ofStage_isLeftWhenThatCompletes() throws Exception {
    SeContainer container = containers.start(Printer.class);
    Printer printer = container.select(Printer.class).get();
    var semaphore = container.select(DiskCaches.class).get().semaphore("stage", 1);
    CompletableFuture<String> done = new CompletableFuture<>();

    CompletableFuture<String> printing = printer.later(done).toCompletableFuture();
    assertThat(semaphore.tryAcquire()).isFalse();
    done.complete("printed");

    assertThat(printing.join()).isEqualTo("printed");
    assertThat(semaphore.tryAcquire()).isTrue();
    semaphore.release();
  }

  @Test
  void throttle_letsSomePassAndHasOthersWait() throws Exception {
    Printer printer = containers.start(Printer.class).select(Printer.class).get();
    printer.throttled();
    printer.throttled();

    Thread waiting =
        new Thread(
            () ->
                Assertions.assertThatThrownBy(printer::throttled)
                    .isInstanceOf(CancellationException.class));
    waiting.start();
    while (waiting.getState() != Thread.State.TIMED_WAITING
        && waiting.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    waiting.interrupt();
    waiting.join();

    assertThat(printer.calls()).isEqualTo(2);
  }

  @Test
  void throttle_besideMemoized_costsNoTokenForHits() {
    Printer printer = containers.start(Printer.class).select(Printer.class).get();

    for (int i = 0; i < 5; i++) {
      assertThat(printer.both(7)).isEqualTo(1);
    }
  }
}
