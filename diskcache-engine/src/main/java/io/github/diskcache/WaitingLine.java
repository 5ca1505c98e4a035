// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a process that wait for something that a commit may bring, in the order of their
 * arrival. Only the first of them looks, lest a hundred waiting threads ask the database a hundred
 * times: at once after each commit of this process, and now and then for those of other processes,
 * which nobody can be told of. Thread-safe.
 */
final class WaitingLine {
  /** As good as for ever, and far from where sums of nanoseconds overflow. */
  static final long FOREVER = Long.MAX_VALUE / 4;

  /** Tries to get what is waited for. */
  interface Attempt<T> {
    /** What was got, or empty; after so many nanoseconds it should give up. */
    Optional<T> make(long nanos);
  }

  private static final long SHORTEST_SLEEP = 500_000;
  private static final long LONGEST_SLEEP = 20_000_000;

  private final ReentrantLock place = new ReentrantLock(true);
  private volatile @Nullable Thread first;

  /** How many threads wait. */
  int length() {
    return (first == null ? 0 : 1) + place.getQueueLength();
  }

  /** Has the first in line look again. */
  void look() {
    Thread waiting = first;
    if (waiting != null) {
      LockSupport.unpark(waiting);
    }
  }

  /**
   * Waits until an attempt succeeds.
   *
   * @param nanos how long; the attempt is made at least once
   * @return what the attempt gave, or empty when the time is up
   */
  <T> Optional<T> await(long nanos, Attempt<T> attempt) throws InterruptedException {
    long start = System.nanoTime();
    if (!place.tryLock(nanos, TimeUnit.NANOSECONDS)) {
      return attempt.make(0);
    }
    try {
      // Before the attempt: a commit after it then finds whom to wake, and the sleep ends at once.
      first = Thread.currentThread();
      for (int round = 0; ; round++) {
        Optional<T> result = attempt.make(nanos - (System.nanoTime() - start));
        long remaining = nanos - (System.nanoTime() - start);
        if (result.isPresent() || remaining <= 0) {
          return result;
        }
        LockSupport.parkNanos(this, Math.min(remaining, sleep(round)));
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while waiting for the deque");
        }
      }
    } finally {
      first = null;
      place.unlock();
    }
  }

  /** Grows to a length that costs nothing to speak of; jittered lest two processes stay in step. */
  private static long sleep(int round) {
    long longest = Math.min(LONGEST_SLEEP, SHORTEST_SLEEP << Math.min(round, 6));
    return ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
  }
}
