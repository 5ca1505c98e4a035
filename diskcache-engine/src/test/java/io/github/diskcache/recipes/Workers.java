// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Threads of a test, and waiting for what they do. */
final class Workers {
  private static final long PATIENCE_SECONDS = 60;

  private Workers() {}

  /** A thread that computes a result. */
  static final class Worker<T> {
    private final FutureTask<T> task;
    private final Thread thread;

    private Worker(Callable<T> work) {
      task = new FutureTask<>(work);
      thread = new Thread(task);
      thread.setDaemon(true);
      thread.start();
    }

    Thread thread() {
      return thread;
    }

    boolean isDone() {
      return task.isDone();
    }

    /** The result; an exception of the work is thrown as it is. */
    T result() throws Exception {
      try {
        return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Exception cause) {
          throw cause;
        }
        throw e;
      }
    }
  }

  static <T> Worker<T> start(Callable<T> work) {
    return new Worker<>(work);
  }

  /** Runs the same work in several threads and waits for all. */
  static <T> List<T> run(int threads, Callable<T> work) throws Exception {
    List<Worker<T>> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(start(work));
    }
    List<T> results = new ArrayList<>();
    for (Worker<T> worker : workers) {
      results.add(worker.result());
    }
    return results;
  }

  /** Waits until something is so. */
  static void await(BooleanSupplier condition) throws InterruptedException {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
        throw new AssertionError("Waited in vain");
      }
      Thread.sleep(1);
    }
  }

  /** Waits until a thread waits. */
  static void awaitBlocked(Thread thread) throws InterruptedException {
    await(
        () ->
            thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING);
  }

  /** Waits for a latch where no checked exception may be thrown. */
  static void uninterrupted(CountDownLatch latch) {
    try {
      if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("Waited in vain");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
