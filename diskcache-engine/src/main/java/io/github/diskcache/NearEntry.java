// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.ByteBuffer;
import java.time.Instant;
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

  private final Moment moment;
  private final ByteBuffer slots;
  private final EntryTable.@Nullable Head head;
  private final long expiryMillis;
  private final boolean immutable;
  private final int bytes;
  private volatile @Nullable EncodedValue stored;
  private volatile @Nullable Entry<@Nullable Object> shared;

  private NearEntry(
      Moment moment,
      EntryTable.@Nullable Head head,
      @Nullable EncodedValue stored,
      boolean immutable) {
    this.moment = moment;
    this.slots = moment.words.slots();
    this.head = head;
    this.stored = stored;
    this.immutable = immutable;
    this.bytes = OVERHEAD_BYTES + (stored == null ? 0 : bytesOf(stored.column(), immutable));
    Double expireTime = head == null ? null : head.expireTime();
    // The last moment before it expires is left to the database, which knows it to the microsecond.
    this.expiryMillis = expireTime == null ? Long.MAX_VALUE : (long) (expireTime * 1000 - 1);
  }

  private static int bytesOf(Object column, boolean decoded) {
    return bytesOf(column) * (decoded ? DECODED_FACTOR : 1);
  }

  /** About what text, bytes or a number take in the heap. */
  static int bytesOf(Object column) {
    return column instanceof byte[] array
        ? array.length
        : column instanceof String text ? 2 * text.length() : Long.BYTES;
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

  /** Whether this is still so. */
  boolean isCurrent() {
    return SharedWords.slot(slots, moment.slot) == moment.word
        && moment.words.get(SharedWords.EPOCH) == moment.epoch
        && moment.shard.sight() == moment.sight
        && (expiryMillis == Long.MAX_VALUE || moment.shard.clock().millis() < expiryMillis);
  }

  Shard shard() {
    return moment.shard;
  }

  /** What the row says besides the value; null when there is none. */
  EntryTable.@Nullable Head head() {
    return head;
  }

  /** About what it takes in the heap, without its key. */
  int bytes() {
    return bytes;
  }

  /** Whether there is an object that all may share. */
  boolean isDecoded() {
    return shared != null;
  }

  /** The value, which is the caller's own or never changes. */
  @Nullable Object value() {
    Entry<@Nullable Object> known = shared;
    return known == null ? entry().value() : known.value();
  }

  /** Counts a read of this. */
  void hit() {
    if (head != null) {
      Entries.hit(moment.shard, head);
    }
  }

  /** The entry, with a value that is the caller's own or never changes. */
  Entry<@Nullable Object> entry() {
    Entry<@Nullable Object> known = shared;
    // Another thread may share it, and then drop the stored form, between these two reads.
    EncodedValue encoded = stored;
    if (known == null) {
      known = encoded == null ? shared : decoded(encoded);
    }
    if (known == null) {
      throw new IllegalStateException("a key without a row has no value");
    }
    return known;
  }

  private Entry<@Nullable Object> decoded(EncodedValue encoded) {
    Object value = moment.shard.disk().decodeValue(encoded);
    if (value instanceof byte[] array) {
      value = array.clone();
    }
    Object tag = head == null ? null : head.tag();
    Instant expiry = head == null ? null : Entries.expiry(head);
    boolean isShared = (immutable || ImmutableObjects.contains(value)) && !(tag instanceof byte[]);
    Entry<@Nullable Object> entry =
        new Entry<>(value, expiry, tag instanceof byte[] array ? array.clone() : tag);
    if (isShared) {
      shared = entry;
      stored = null;
    }
    return entry;
  }
}
