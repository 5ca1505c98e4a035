// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The threads of this process that want the same thing, in the order of arrival. Only the first one
 * looks at the row, so that threads of one process do not poll each other. Thread-safe.
 *
 * <p>They hand over within microseconds while other processes look every few milliseconds and so
 * would never find the row free. Therefore a process that has used a thing without a break for
 * {@link #SLICE} makes room when others wait.
 */
final class WaitingLine {
  private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(10);

  final Semaphore turn = new Semaphore(1, true);
  private volatile long lastUse = System.nanoTime() - Patience.LONGEST_PAUSE;
  private volatile long sliceStart = lastUse;

  /** Whether this process has used it for long enough to ask whether others wait. */
  boolean hasHadItsSlice() {
    long now = System.nanoTime();
    if (now - lastUse > Patience.LONGEST_PAUSE) {
      sliceStart = now;
    }
    return now - sliceStart > SLICE;
  }

  void beginSlice() {
    sliceStart = System.nanoTime();
  }

  /** Notes that a thread of this process has just released it. */
  void used() {
    lastUse = System.nanoTime();
  }
}
