// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Which slot of the shared words belongs to a key. All processes must agree on it, so it never
 * changes. Stateless.
 */
final class NearSlots {
  private NearSlots() {}

  /** The slot of a key; keys that are one row for SQLite have one slot. */
  static int of(EncodedKey key) {
    return of(key.column());
  }

  private static int of(Object column) {
    long hash;
    if (column instanceof byte[] bytes) {
      hash = Arrays.hashCode(bytes);
    } else if (column instanceof Double number) {
      long whole = (long) number.doubleValue();
      hash = whole == number ? whole : Double.doubleToLongBits(number);
    } else {
      hash = column instanceof Long number ? number : column.hashCode();
    }
    // The finalizer of SplitMix64, so that neighbours are spread.
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return (int) (hash ^ (hash >>> 31)) & (SharedWords.SLOTS - 1);
  }

  /**
   * Makes all slots even that a writer has left odd. Under the write lock, which that writer has
   * held: so it has committed, or died.
   */
  static void settleAll(SharedWords words) {
    ByteBuffer memory = words.slots();
    for (int slot = 0; slot < SharedWords.SLOTS; slot++) {
      long word = SharedWords.slot(memory, slot);
      if (!NearChanges.isEven(word)) {
        SharedWords.compareAndSetSlot(memory, slot, word, word + 1);
      }
    }
    long epoch = words.get(SharedWords.EPOCH);
    if (!NearChanges.isEven(epoch)) {
      words.compareAndSet(SharedWords.EPOCH, epoch, epoch + 1);
    }
  }

  /**
   * Makes a slot odd, with a number that it never had.
   *
   * @return the number before
   */
  static long mark(SharedWords words, int slot) {
    ByteBuffer memory = words.slots();
    while (true) {
      long before = SharedWords.slot(memory, slot);
      if (SharedWords.compareAndSetSlot(memory, slot, before, odd(before))) {
        return before;
      }
    }
  }

  /**
   * Makes a slot even that {@link #mark} has made odd, unless it had been odd before: then a
   * transaction is under way, or has died, and the next one to change the slot settles it.
   *
   * @param before what {@link #mark} has returned
   */
  static void settle(SharedWords words, int slot, long before) {
    if (NearChanges.isEven(before)) {
      SharedWords.compareAndSetSlot(words.slots(), slot, odd(before), odd(before) + 1);
    }
  }

  /** The next odd number after a word. */
  static long odd(long word) {
    return (word | 1) + 2;
  }
}
