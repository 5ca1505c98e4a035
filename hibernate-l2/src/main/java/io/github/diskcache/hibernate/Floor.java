// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * A stamp that belongs to a region, a role or a table: what was stored or read at or before it does
 * not count any more. Shared by all processes. Thread-safe.
 *
 * <p>A change that has begun and not ended, such as a bulk update or a transaction that has written
 * to a table, holds the floor <b>open</b>: up to its deadline, which lies in the future, so that
 * nothing counts. Closing takes back only what the same owner has opened, and raises the floor to
 * now. Keeping the highest of all deadlines instead would leave the query cache useless for a
 * minute after every write; keeping the last stamp written would let one transaction's end hide
 * that another is still under way.
 *
 * <p>Each process has a cell of its own for the highest deadline it has open. Those of a process
 * that died keep counting until their deadline.
 */
final class Floor {
  private static final int NAME = 0;
  private static final int LAST = 1;
  private static final int ENTRIES = 2;

  private final Words words;
  private final int base;
  private final int slot;
  private final Map<Object, Long> deadlines = new HashMap<>();

  Floor(Words words, int base, int slot) {
    this.words = words;
    this.base = base;
    this.slot = slot;
  }

  static int nameWord(int base) {
    return base + NAME;
  }

  /** The stamp up to which nothing counts. */
  long stamp() {
    long stamp = words.get(base + LAST);
    int used = (int) words.get(Layout.SLOTS_USED_WORD);
    for (int i = 0; i < used; i++) {
      stamp = Math.max(stamp, words.get(cell(i)));
    }
    return stamp;
  }

  void raise(long stamp) {
    words.raise(Layout.CHANGE_WORD, stamp);
    words.raise(base + LAST, stamp);
  }

  /** Lets nothing count before a deadline, unless the owner closes before. */
  void open(Object owner, long deadline) {
    synchronized (deadlines) {
      words.raise(Layout.CHANGE_WORD, words.get(Layout.CLOCK_WORD));
      deadlines.merge(owner, deadline, Math::max);
      words.set(cell(slot), highestDeadline());
    }
  }

  /** Ends what an owner has opened, if anything, and raises the floor. */
  void close(Object owner, long stamp) {
    synchronized (deadlines) {
      // raised first: between the two steps both count, never neither
      raise(stamp);
      deadlines.remove(owner);
      foldExpired(stamp);
      words.set(cell(slot), highestDeadline());
    }
  }

  /** Lets a dead process's open deadline count as closed at that deadline, and frees its cell. */
  static void reclaim(Words words, int base, int deadSlot) {
    int cell = base + Layout.FLOOR_CELLS + deadSlot;
    words.raise(base + LAST, words.get(cell));
    words.set(cell, 0);
  }

  /** The number of entries as far as it was counted: what the store evicts by itself is not. */
  long entries() {
    return Math.max(0, words.get(base + ENTRIES));
  }

  void addEntries(int delta) {
    words.add(base + ENTRIES, delta);
  }

  void resetEntries() {
    words.set(base + ENTRIES, 0);
  }

  /** Owners that never closed, such as sessions that were lost, must not be kept for ever. */
  private void foldExpired(long now) {
    for (Iterator<Long> each = deadlines.values().iterator(); each.hasNext(); ) {
      long deadline = each.next();
      if (deadline < now) {
        raise(deadline);
        each.remove();
      }
    }
  }

  private long highestDeadline() {
    return deadlines.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  private int cell(int slotIndex) {
    return base + Layout.FLOOR_CELLS + slotIndex;
  }
}
