// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.CacheInterruptedException;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The computations under way in this process, so that those who want the same result wait for the
 * one that computes it. A failure is theirs too, or a stampede would follow it; an interrupt or an
 * error of the computing thread is not, and another one computes then. Thread-safe.
 */
final class Flights {
  private final ConcurrentMap<Object, Flight> open = new ConcurrentHashMap<>();

  /** One computation. Its outcome is written before the latch is opened, and read after. */
  private static final class Flight {
    private final Thread leader = Thread.currentThread();
    private final CountDownLatch landed = new CountDownLatch(1);
    private boolean abandoned = true;
    private @Nullable Object result;
    private @Nullable Exception failure;

    @Nullable Object lead(Callable<? extends @Nullable Object> computation) throws Exception {
      try {
        result = computation.call();
        abandoned = false;
        return result;
      } catch (InterruptedException | CacheInterruptedException e) {
        throw e;
      } catch (Exception e) {
        failure = e;
        abandoned = Thread.currentThread().isInterrupted();
        throw e;
      }
    }

    boolean isMine() {
      return leader == Thread.currentThread();
    }

    /** Whether it has an outcome, once it has landed. */
    boolean await() throws InterruptedException {
      landed.await();
      return !abandoned;
    }

    @Nullable Object outcome() throws Exception {
      if (failure != null) {
        throw failure;
      }
      return result;
    }
  }

  /** Computes, or waits for the thread that does. */
  @Nullable Object join(Object key, Callable<? extends @Nullable Object> computation)
      throws Exception {
    while (true) {
      Flight mine = new Flight();
      Flight other = open.putIfAbsent(key, mine);
      if (other == null) {
        try {
          return mine.lead(computation);
        } finally {
          open.remove(key, mine);
          mine.landed.countDown();
        }
      }
      if (other.isMine()) {
        throw new IllegalStateException(
            Messages.message(
                "compute", key, "it needs its own result", "let the recursion come to an end"));
      }
      if (other.await()) {
        return other.outcome();
      }
    }
  }
}
