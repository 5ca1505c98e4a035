// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Until when a thread waits for a busy database, by the machine's monotonic clock. Immutable.
 *
 * <p>All waiting is done here, in Java, and none in SQLite: a native wait cannot be interrupted and
 * keeps the carrier of a virtual thread, so that eight waiting writers stop unrelated tasks for
 * seconds. Between processes nobody can be woken, so the wait is a sleep that starts short, grows
 * to two milliseconds and is jittered lest two waiters stay in step.
 */
final class Deadline {
  private static final Duration FOREVER = Duration.ofDays(100_000);
  private static final long SHORTEST_SLEEP = 50_000;
  private static final long LONGEST_SLEEP = 2_000_000;
  private static final int QUICK_ATTEMPTS = 100;

  private final long start = System.nanoTime();
  private final Duration patience;

  private Deadline(Duration patience) {
    this.patience = patience.compareTo(FOREVER) > 0 ? FOREVER : patience;
  }

  static Deadline after(Duration patience) {
    return new Deadline(patience);
  }

  /** Some time beyond a patience, which may be as long as a duration can be. */
  static Deadline after(Duration patience, Duration more) {
    return patience.compareTo(FOREVER) > 0 ? never() : new Deadline(patience.plus(more));
  }

  static Deadline never() {
    return new Deadline(FOREVER);
  }

  private long remaining() {
    return patience.toNanos() - (System.nanoTime() - start);
  }

  /** Whether nothing is left but one last attempt. */
  boolean isOver() {
    return remaining() <= 0;
  }

  /** Sleeps until somebody wakes this thread, or it is over. */
  void park(Object blocker) {
    LockSupport.parkNanos(blocker, Math.max(1, remaining()));
  }

  /** The exception for a wait that has ended for nothing. */
  CacheException gaveUp(boolean interrupted, Path directory) {
    if (interrupted) {
      Thread.currentThread().interrupt();
      return new CacheInterruptedException(directory);
    }
    return new CacheTimeoutException(directory, patience);
  }

  /** Takes a permit of this process, in the order of arrival. */
  void acquire(Semaphore permits, Path directory) {
    // What is free is had without waiting, by an interrupted thread too.
    if (!permits.hasQueuedThreads() && permits.tryAcquire()) {
      return;
    }
    try {
      if (!permits.tryAcquire(Math.max(0, remaining()), TimeUnit.NANOSECONDS)) {
        throw new CacheTimeoutException(directory, patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CacheInterruptedException(directory);
    }
  }

  /** Sleeps before another attempt at a lock that processes hand over to each other. */
  void pauseForTurn(int attempt, Path directory) {
    // Most hold it for microseconds: sleep longer only once it looks like a long transaction.
    pause(Math.max(Math.min(attempt, 1), attempt - QUICK_ATTEMPTS), directory);
  }

  /** Sleeps before another attempt at a lock that another process holds. */
  void pause(int attempt, Path directory) {
    long remaining = remaining();
    if (remaining <= 0) {
      throw new CacheTimeoutException(directory, patience);
    }
    long longest = Math.min(LONGEST_SLEEP, SHORTEST_SLEEP << Math.min(attempt, 6));
    long sleep = ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
    LockSupport.parkNanos(this, Math.min(sleep, remaining));
    if (Thread.currentThread().isInterrupted()) {
      throw new CacheInterruptedException(directory);
    }
  }
}
