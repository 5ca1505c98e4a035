// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Stamps that only grow, whichever process of the host takes them and however the wall clock is
 * set: milliseconds since 1970, times 4096, or one more than the last. Thread-safe.
 */
final class SharedClock {
  private static final int SUBDIVISION_BITS = 12;

  private final Words words;
  private final int index;
  private final InstantSource wall;

  SharedClock(Words words, int index, InstantSource wall) {
    this.words = words;
    this.index = index;
    this.wall = wall;
  }

  /** A stamp that nobody has had, larger than all before. */
  long next() {
    while (true) {
      long last = words.get(index);
      long next = Math.max(wall.millis() << SUBDIVISION_BITS, last + 1);
      if (words.compareAndSet(index, last, next)) {
        return next;
      }
    }
  }

  /** The last stamp taken. */
  long last() {
    return words.get(index);
  }

  /** The milliseconds since 1970 of a stamp, which may run ahead of the wall clock. */
  static long millis(long stamp) {
    return stamp >> SUBDIVISION_BITS;
  }

  static long span(Duration duration) {
    return duration.toMillis() << SUBDIVISION_BITS;
  }
}
