// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.concurrent.TimeUnit;

/**
 * How processes take turns at the write lock of a directory. SQLite's lock has no queue: who has
 * just let go of it and wants it again is always there first. So whoever waits says so in words
 * that all processes share, and a process goes on writing while the others have waited less than a
 * turn, then lets the one pass that has waited longest. Guarded by the one turn to write of this
 * process.
 *
 * <p>It is a courtesy, and no lock: nothing goes wrong when a process does without. A waiter renews
 * its word at each attempt, and one that has not for a while, for it is dead or stopped, is waited
 * for no longer; later anybody clears its place.
 *
 * <p>Longer turns cost others patience, shorter ones throughput: who lets others pass sleeps.
 */
final class Turns {
  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LIVE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(1);

  // One bit for each place that is taken; then for each place since when and when last seen.
  private static final int TAKEN = SharedWords.TURNS;
  private static final int FIRST_PLACE = SharedWords.TURNS + 2;
  private static final int PLACES = 31;
  private static final int NONE = -1;

  private final SharedWords words;
  private int place = NONE;
  private boolean waiting;
  private long since;

  Turns(SharedWords words) {
    this.words = words;
  }

  private static int since(int place) {
    return FIRST_PLACE + 2 * place;
  }

  private static int seen(int place) {
    return FIRST_PLACE + 2 * place + 1;
  }

  /** Whether no other process has waited for a turn, and longer than this one. */
  boolean isOurs() {
    long others = words.get(TAKEN);
    if (place != NONE) {
      others &= ~(1L << place);
    }
    if (others == 0) {
      return true;
    }
    long now = System.nanoTime();
    for (; others != 0; others &= others - 1) {
      int other = Long.numberOfTrailingZeros(others);
      long start = words.get(since(other));
      long unseen = Math.abs(now - words.get(seen(other)));
      if (unseen > LOST_NANOS) {
        leave(other, start);
      } else if (unseen < LIVE_NANOS
          && now - start > TURN_NANOS
          && (!waiting || start - since < 0)) {
        return false;
      }
    }
    return true;
  }

  /** Says, at each attempt, that this process waits. */
  void waits() {
    long now = System.nanoTime();
    if (!waiting) {
      waiting = true;
      since = now;
    }
    if (place == NONE || words.get(since(place)) != since) {
      place = take();
    }
    if (place != NONE) {
      words.set(seen(place), now);
    }
  }

  /** Takes a free place; with more processes than places, the rest is left to chance. */
  private int take() {
    for (long taken = words.get(TAKEN); ; taken = words.get(TAKEN)) {
      int free = Long.numberOfTrailingZeros(~taken);
      if (free >= PLACES) {
        return NONE;
      }
      if (words.compareAndSet(TAKEN, taken, taken | 1L << free)) {
        words.set(seen(free), System.nanoTime());
        words.set(since(free), since);
        return free;
      }
    }
  }

  /** Ends a wait, with the lock or without. */
  void ended() {
    if (waiting) {
      waiting = false;
      if (place != NONE) {
        leave(place, since);
        place = NONE;
      }
    }
  }

  /** Clears a place, unless it is another's by now. */
  private void leave(int left, long start) {
    if (words.compareAndSet(since(left), start, 0)) {
      for (long taken = words.get(TAKEN); ; taken = words.get(TAKEN)) {
        if (words.compareAndSet(TAKEN, taken, taken & ~(1L << left))) {
          return;
        }
      }
    }
  }
}
