// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.Cache;
import io.github.diskcache.CacheInterruptedException;
import io.github.diskcache.CacheTimeoutException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How long one call waits, and whether an interrupt ends it. While an uninterruptible call runs the
 * thread's interrupt flag is kept aside, since a cache refuses to write for an interrupted thread;
 * closing puts it back. Confined to one thread.
 *
 * <p>Between processes nobody can be woken, so waiting is sleeping: first a millisecond, then
 * longer up to twenty, jittered lest two waiters stay in step.
 */
final class Patience implements AutoCloseable {
  static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);
  static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

  private static final long FOREVER = Long.MAX_VALUE;
  private static final int DOUBLINGS = 5;

  private final long start = System.nanoTime();
  private final long nanos;
  private final boolean interruptible;
  private boolean interrupted;

  private Patience(long nanos, boolean interruptible) {
    this.nanos = nanos;
    this.interruptible = interruptible;
  }

  /** Until it is had, or the thread is interrupted. */
  static Patience forever() {
    return new Patience(FOREVER, true);
  }

  /** Until it is had. */
  static Patience uninterrupted() {
    return new Patience(FOREVER, false);
  }

  /** One attempt. */
  static Patience none() {
    return new Patience(0, false);
  }

  /** For a time, or until the thread is interrupted. */
  static Patience upTo(Duration time) {
    long nanos;
    try {
      nanos = time.toNanos();
    } catch (ArithmeticException e) {
      nanos = time.isNegative() ? 0 : FOREVER;
    }
    return new Patience(Math.max(0, nanos), true);
  }

  boolean isEndless() {
    return nanos == FOREVER;
  }

  /** Whether this waits for more than a busy database. */
  boolean mayWait() {
    return nanos != 0;
  }

  /** The cache, waiting for a busy database no longer than there is time. */
  Cache<Object, Object> on(Cache<Object, Object> cache) {
    return isEndless() || !mayWait()
        ? cache
        : cache.waiting(Duration.ofNanos(Math.max(0, remaining())));
  }

  private long remaining() {
    return isEndless() ? FOREVER : nanos - (System.nanoTime() - start);
  }

  /** Takes the turn among the threads of this process, in the order of arrival. */
  boolean takeTurn(Semaphore turn) throws InterruptedException {
    heedInterrupt();
    if (nanos == 0) {
      return turn.tryAcquire();
    }
    if (interruptible) {
      return turn.tryAcquire(Math.max(0, remaining()), TimeUnit.NANOSECONDS);
    }
    turn.acquireUninterruptibly();
    return true;
  }

  /** Runs a step that reads or writes the cache. */
  <T extends @Nullable Object> T run(Supplier<T> step) throws InterruptedException {
    while (true) {
      heedInterrupt();
      try {
        return step.get();
      } catch (CacheInterruptedException e) {
        // Nothing was changed, and the flag is set again: heed it.
      }
    }
  }

  /** Runs a step that answers null where it did not succeed; a busy database is no success. */
  <T> @Nullable T attempt(Supplier<@Nullable T> step) throws InterruptedException {
    try {
      return this.<@Nullable T>run(step);
    } catch (CacheTimeoutException e) {
      return null;
    }
  }

  /**
   * Sleeps before another attempt.
   *
   * @param attempts how many have failed
   * @return whether there is time for another one
   */
  boolean pause(int attempts) throws InterruptedException {
    long longest = Math.min(LONGEST_PAUSE, SHORTEST_PAUSE << Math.min(attempts, DOUBLINGS));
    return sleep(ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE, longest + 1));
  }

  /**
   * Sleeps for a time, or until another thread unparks this one.
   *
   * @return whether there is time left
   */
  boolean sleep(long sleepNanos) throws InterruptedException {
    long remaining = remaining();
    if (remaining <= 0) {
      return false;
    }
    LockSupport.parkNanos(this, Math.min(sleepNanos, remaining));
    heedInterrupt();
    return true;
  }

  private void heedInterrupt() throws InterruptedException {
    if (Thread.interrupted()) {
      if (interruptible) {
        throw new InterruptedException();
      }
      interrupted = true;
    }
  }

  @Override
  public void close() {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
