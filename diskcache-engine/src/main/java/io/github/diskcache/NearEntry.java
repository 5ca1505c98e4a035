// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a near tier holds of a key: its value, or that it has none. Good as long as the slot and the
 * epoch are what they were when it was read. Thread-safe.
 *
 * <p>Of a heap full of entries few are in the processor's cache. So a hit looks at this object and
 * at nothing else that is the entry's own, not even at the value.
 */
final class NearEntry {
  private static final int OVERHEAD_BYTES = 200;

  /** An object takes about as many times its text's bytes, or its bytes'. */
  private static final int DECODED_FACTOR = 3;

  /** How the value is held: as the disk has it, to be copied, or to be handed out as it is. */
  private static final int STORED = 0;

  private static final int COPIED = 1;
  private static final int SHARED = 2;

  private final NearPlace place;
  private final int slot;
  private final int bytes;
  private final long word;
  private final long epoch;
  private final long sight;
  private final long expiryMillis;
  private final boolean immutable;
  private final EntryTable.@Nullable Head head;

  // Written in this order: whoever sees a form sees the value in it.
  private volatile @Nullable Object held;
  private volatile int form;

  // Of a shared value; made again by whoever does not see it yet.
  private @Nullable Entry<@Nullable Object> whole;

  private NearEntry(
      NearPlace.Moment moment,
      EntryTable.@Nullable Head head,
      @Nullable EncodedValue stored,
      boolean immutable) {
    this.place = moment.place();
    this.slot = moment.slot();
    this.word = moment.word();
    this.epoch = moment.epoch();
    this.sight = moment.sight();
    this.head = head;
    this.held = stored;
    this.immutable = immutable;
    long factor = immutable ? DECODED_FACTOR : 1;
    long inside = stored == null ? 0 : factor * bytesOf(stored.column());
    this.bytes = (int) Math.min(Integer.MAX_VALUE, OVERHEAD_BYTES + inside);
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
  static NearEntry absent(NearPlace.Moment moment) {
    return new NearEntry(moment, null, null, false);
  }

  /**
   * Holds a value.
   *
   * @param immutable whether no object that the disk decodes ever changes
   */
  static NearEntry of(
      NearPlace.Moment moment, EntryTable.Head head, EncodedValue stored, boolean immutable) {
    return new NearEntry(moment, head, stored, immutable);
  }

  /** Whether this is still so, for a thread that is in no transaction. */
  boolean isCurrent() {
    NearPlace shared = place;
    return SharedWords.slot(shared.slots(), slot) == word
        && shared.words().get(SharedWords.EPOCH) == epoch
        && (expiryMillis == Long.MAX_VALUE || shared.shard().clock().millis() < expiryMillis)
        && (!shared.isForeign() || shared.sight() == sight);
  }

  Shard shard() {
    return place.shard();
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
    Shard shard = place.shard();
    if (shard.noticesReads() && head != null) {
      Entries.note(shard, head);
    }
  }

  /** Whether {@link #value} has it without decoding. */
  boolean isDecoded() {
    return form != STORED;
  }

  /** The value, which is the caller's own or never changes. */
  @Nullable Object value() {
    return switch (form) {
      case SHARED -> held;
      case COPIED -> copy(held);
      default -> entry().value();
    };
  }

  private static Object copy(@Nullable Object array) {
    return ((byte[]) Objects.requireNonNull(array)).clone();
  }

  /** The entry, with a value that is the caller's own or never changes. */
  Entry<@Nullable Object> entry() {
    if (form == SHARED) {
      Entry<@Nullable Object> known = whole;
      return known == null ? entry(held) : known;
    }
    // Another thread may decode it meanwhile, but then what is held tells by itself what it is.
    Object value = held;
    if (value instanceof EncodedValue encoded) {
      return decoded(place.shard().disk().decodeValue(encoded));
    }
    if (head == null) {
      throw new IllegalStateException("a key without a row has no value");
    }
    return entry(value instanceof byte[] array ? array.clone() : value);
  }

  private Entry<@Nullable Object> decoded(@Nullable Object value) {
    if (value instanceof byte[] array) {
      held = array;
      form = COPIED;
      return entry(array.clone());
    }
    Entry<@Nullable Object> entry = entry(value);
    boolean isFixed = immutable || ImmutableObjects.contains(value);
    if (isFixed && !(entry.tag() instanceof byte[])) {
      whole = entry;
      held = value;
      form = SHARED;
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
