// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the near tier's entries of one shard share: where to look whether they are still so. Its
 * parts are in the processor's cache while there are hits, unlike what is an entry's own.
 *
 * @param shard the shard
 * @param words the words of all processes
 * @param slots those of keys
 * @param isForeign whether others than this library write; a method is not inlined that returns an
 *     object of a class that was never loaded, and most processes never load the next one's
 * @param foreign tells of others' writes; null: nobody else writes
 */
record NearPlace(
    Shard shard,
    SharedWords words,
    ByteBuffer slots,
    boolean isForeign,
    @Nullable ForeignWrites foreign) {

  /** What tells apart what was read before and after others have written. */
  long sight() {
    return foreign == null ? 0 : foreign.sight();
  }

  /** What is so of a key now, in terms of the shared words. */
  Moment now(EncodedKey key) {
    int slot = NearSlots.of(key);
    return new Moment(
        this, slot, SharedWords.slot(slots, slot), words.get(SharedWords.EPOCH), sight());
  }

  /** When something of a key was read or stored. */
  record Moment(NearPlace place, int slot, long word, long epoch, long sight) {

    /** Whether no writer was between its mark and its settling. */
    boolean isSettled() {
      return NearChanges.isEven(word) && NearChanges.isEven(epoch);
    }
  }
}
