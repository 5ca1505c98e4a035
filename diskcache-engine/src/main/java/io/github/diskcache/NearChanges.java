// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys that one transaction changes, as the near tiers of all processes learn of them. Confined
 * to its thread.
 *
 * <p>The slot of a key is a seqlock. It becomes odd before COMMIT, while the write lock is held,
 * and even again after it; each time it takes a value that it never had. A reader serves from its
 * heap only while the slot is the even number that it saw before it read the database. So nothing
 * is served from before a commit once that has returned, or once anybody has seen it. Nobody counts
 * writers: the odd number of a writer that was killed is replaced by the next writer of the slot.
 * The epoch is a slot that belongs to all keys.
 */
final class NearChanges {
  /** Changed keys of a transaction above which the epoch moves instead of their slots. */
  private static final int MOST = 1024;

  /** Takes what a transaction has stored, once it is known to be current. */
  interface Keeper {
    void keep(long word, long epoch);
  }

  /** A slot that this transaction has made odd. */
  private record Mark(int slot, long word) {}

  private final Map<Integer, Keeper> slots = new HashMap<>();
  private final List<Mark> marks = new ArrayList<>();
  private boolean all;
  private long epoch;
  private boolean marked;
  private long foreignCount;

  /** A seeded fault, for the control of the soak alone: with it there must be stale reads. */
  static volatile boolean marksTooLate;

  private static final Keeper NONE = (word, epoch) -> {};

  /** Notes a key whose row is changed, and forgets what was to be kept of it. */
  void add(EncodedKey key) {
    if (!all) {
      slots.put(NearSlots.of(key), NONE);
      if (slots.size() > MOST) {
        addAll();
      }
    }
  }

  /** Notes that any key may be changed. */
  void addAll() {
    all = true;
    slots.clear();
  }

  /** Notes who takes what has just been stored for a key; a later change of the slot forgets it. */
  void keep(EncodedKey key, Keeper keeper) {
    if (!all) {
      slots.put(NearSlots.of(key), keeper);
    }
  }

  /** Forgets what was to be kept, since part of it may have been undone. */
  void keepNothing() {
    slots.replaceAll((slot, keeper) -> NONE);
  }

  /** Looks whether others have written. At the start of the transaction. */
  void begin(SharedWords words, SqlConnection sql) throws SQLException {
    if (words.get(SharedWords.FOREIGN) != 0
        && ForeignWrites.count(sql) != words.get(SharedWords.EXPLAINED)) {
      addAll();
    }
  }

  /** Marks the slots. Before COMMIT, under the write lock. */
  void mark(SharedWords words, SqlConnection sql) throws SQLException {
    foreignCount = words.get(SharedWords.FOREIGN) == 0 ? 0 : ForeignWrites.count(sql);
    long before = words.get(SharedWords.EPOCH);
    if (all || !isEven(before)) {
      // Odd under our lock: whoever made it so has committed, or rolled back, or died.
      before = all ? NearSlots.odd(before) : before + 1;
      words.set(SharedWords.EPOCH, before);
    }
    epoch = before;
    for (int slot : slots.keySet()) {
      // Not set, since a set that goes to the log of intents marks without the write lock.
      marks.add(new Mark(slot, NearSlots.odd(NearSlots.mark(words, slot))));
    }
    marked = true;
  }

  /** Settles the slots, after COMMIT or ROLLBACK; what was committed may be kept from now on. */
  void settle(SharedWords words, Outcome outcome) {
    if (!marked) {
      return;
    }
    marked = false;
    if (outcome == Outcome.COMMITTED && foreignCount != 0) {
      // Set only upwards: the next writer may have been here before.
      words.raise(SharedWords.EXPLAINED, foreignCount);
    }
    if (all) {
      words.compareAndSet(SharedWords.EPOCH, epoch, epoch + 1);
    }
    ByteBuffer memory = words.slots();
    for (Mark mark : marks) {
      long word = mark.word + 1;
      // Where this fails, a later writer has taken the slot over, and settles it.
      boolean current = SharedWords.compareAndSetSlot(memory, mark.slot, mark.word, word);
      if (current && outcome == Outcome.COMMITTED) {
        slots.getOrDefault(mark.slot, NONE).keep(word, epoch);
      }
    }
  }

  /** How a transaction has ended. */
  enum Outcome {
    COMMITTED,
    ROLLED_BACK
  }

  static boolean isEven(long word) {
    return (word & 1) == 0;
  }
}
