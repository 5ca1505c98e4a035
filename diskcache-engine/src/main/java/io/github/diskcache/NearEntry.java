// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a near tier holds of a key: its value, or that it has none. Good as long as the slot and the
 * epoch are what they were when it was read. Thread-safe.
 */
final class NearEntry {
  private static final int OVERHEAD_BYTES = 200;

  /** An object takes about as many times its text's bytes, or its bytes'. */
  private static final int DECODED_FACTOR = 3;

  /** When something of a key was read or stored, in terms of the shared words. */
  record Moment(Shard shard, SharedWords words, int slot, long word, long epoch, long sight) {

    static Moment now(Shard shard, SharedWords words, EncodedKey key) {
      int slot = NearSlots.of(key);
      return new Moment(
          shard,
          words,
          slot,
          SharedWords.slot(words.slots(), slot),
          words.get(SharedWords.EPOCH),
          shard.sight());
    }

    /** Whether no writer was between its mark and its settling. */
    boolean isSettled() {
      return NearChanges.isEven(word) && NearChanges.isEven(epoch);
    }
  }

  // All that a hit looks at stands here, one reference away and no further.
  private final Shard shard;
  private final SharedWords words;
  private final ByteBuffer slots;
  private final int slot;
  private final long word;
  private final long epoch;
  private final @Nullable ForeignWrites foreign;
  private final long sight;
  private final long expiryMillis;

  private final EntryTable.@Nullable Head head;
  private final boolean immutable;
  private final long bytes;

  // The value in one of three forms, of which the first that is there counts.
  private volatile @Nullable Entry<@Nullable Object> shared;
  private volatile byte @Nullable [] copied;
  private volatile @Nullable EncodedValue stored;

  private NearEntry(
      Moment moment,
      EntryTable.@Nullable Head head,
      @Nullable EncodedValue stored,
      boolean immutable) {
    this.shard = moment.shard;
    this.words = moment.words;
    this.slots = moment.words.slots();
    this.slot = moment.slot;
    this.word = moment.word;
    this.epoch = moment.epoch;
    this.foreign = moment.shard.foreign();
    this.sight = moment.sight;
    this.head = head;
    this.stored = stored;
    this.immutable = immutable;
    long factor = immutable ? DECODED_FACTOR : 1;
    this.bytes = OVERHEAD_BYTES + (stored == null ? 0 : factor * bytesOf(stored.column()));
    Double expireTime = head == null ? null : head.expireTime();
    // The last moment before it expires is left to the database, which knows it to the microsecond.
    this.expiryMillis = expireTime == null ? Long.MAX_VALUE : (long) (expireTime * 1000 - 1);
  }

  /** About what text, bytes or a number take in the heap. */
  static long bytesOf(Object column) {
    return column instanceof byte[] array
        ? array.length
        : column instanceof String text ? 2L * text.length() : Long.BYTES;
  }

  /** Notes that a key has no row. */
  static NearEntry absent(Moment moment) {
    return new NearEntry(moment, null, null, false);
  }

  /**
   * Holds a value.
   *
   * @param immutable whether no object that the disk decodes ever changes
   */
  static NearEntry of(Moment moment, EntryTable.Head head, EncodedValue stored, boolean immutable) {
    return new NearEntry(moment, head, stored, immutable);
  }

  /** Whether this is still so, for a thread that is in no transaction. */
  boolean isCurrent() {
    return SharedWords.slot(slots, slot) == word
        && words.get(SharedWords.EPOCH) == epoch
        && (expiryMillis == Long.MAX_VALUE || shard.clock().millis() < expiryMillis)
        && (foreign == null || foreign.sight() == sight);
  }

  Shard shard() {
    return shard;
  }

  /** What the row says besides the value; null when there is none. */
  EntryTable.@Nullable Head head() {
    return head;
  }

  /** About what it takes in the heap, without its key. */
  long bytes() {
    return bytes;
  }

  /** Leaves behind what a read of this is to. */
  void hit() {
    if (head != null && shard.noticesReads()) {
      Entries.note(shard, head);
    }
  }

  /** Whether {@link #value} has it without decoding. */
  boolean isDecoded() {
    return shared != null || copied != null;
  }

  /** The value, which is the caller's own or never changes. */
  @Nullable Object value() {
    Entry<@Nullable Object> known = shared;
    if (known != null) {
      return known.value();
    }
    byte[] array = copied;
    return array == null ? entry().value() : array.clone();
  }

  /** The entry, with a value that is the caller's own or never changes. */
  Entry<@Nullable Object> entry() {
    // Another thread may decode it between these reads, and drop the form it decoded last.
    EncodedValue encoded = stored;
    byte[] array = copied;
    Entry<@Nullable Object> known = shared;
    if (known != null) {
      return known;
    }
    if (array != null) {
      return entry(array.clone());
    }
    if (encoded == null) {
      throw new IllegalStateException("a key without a row has no value");
    }
    return decoded(shard.disk().decodeValue(encoded));
  }

  private Entry<@Nullable Object> decoded(@Nullable Object value) {
    if (value instanceof byte[] array) {
      copied = array;
      stored = null;
      return entry(array.clone());
    }
    Entry<@Nullable Object> entry = entry(value);
    boolean isFixed = immutable || ImmutableObjects.contains(value);
    if (isFixed && !(entry.tag() instanceof byte[])) {
      shared = entry;
      stored = null;
    }
    return entry;
  }

  private Entry<@Nullable Object> entry(@Nullable Object value) {
    Object tag = head == null ? null : head.tag();
    return new Entry<>(
        value,
        head == null ? null : Entries.expiry(head),
        tag instanceof byte[] array ? array.clone() : tag);
  }
}
