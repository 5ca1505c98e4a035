// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Work of a test in a thread of its own. All waits end by a condition, or fail after a minute. */
final class Background<T> {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final FutureTask<T> task;
  private final Thread thread;

  private Background(FutureTask<T> task) {
    this.task = task;
    this.thread = new Thread(task, "background");
    this.thread.setDaemon(true);
  }

  static <T> Background<T> start(Callable<T> work) {
    Background<T> background = new Background<>(new FutureTask<>(work));
    background.thread.start();
    return background;
  }

  /** Waits until the thread waits for a lock, as a writer does behind another one. */
  Background<T> awaitWaiting() {
    await(
        () ->
            thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING
                || thread.getState() == Thread.State.TERMINATED);
    assertThat(task.isDone()).as("it is done and not waiting").isFalse();
    return this;
  }

  void interrupt() {
    thread.interrupt();
  }

  boolean isDone() {
    return task.isDone();
  }

  /** The result, or what the work threw. */
  T result() throws Exception {
    try {
      return task.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    } catch (TimeoutException e) {
      AssertionError stuck = new AssertionError("still running: " + thread.getState(), e);
      stuck.setStackTrace(thread.getStackTrace());
      throw stuck;
    }
  }

  /** Polls until a condition holds. */
  static void await(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - start).isLessThan(LIMIT.toNanos());
      LockSupport.parkNanos(200_000);
    }
  }
}
