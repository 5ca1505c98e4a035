// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Keys and tags, to and from the form they are stored in. Stateless.
 *
 * <p>Text, 64-bit integers, doubles and bytes are stored as SQLite has them; everything else as the
 * pickle that python-diskcache would write. Lookup compares the stored form, so a pickled key is
 * found only by a key with the same items in the same order.
 */
final class Keys {
  private static final String KEY_ACT = "use as key";
  private static final String TAG_ACT = "use as tag";

  private Keys() {}

  /** The stored form of a key. */
  static EncodedKey encode(@Nullable Object key) {
    Object column = nativeColumn(key, KEY_ACT);
    return column == null
        ? new EncodedKey(PickleWriter.key(key), false)
        : new EncodedKey(column, true);
  }

  /**
   * The key that a row holds. A key of another Python type is refused with {@link
   * CacheTypeException}.
   */
  static @Nullable Object decode(Object column, boolean raw) {
    if (!raw && column instanceof byte[] pickle) {
      return PickleReader.read(pickle);
    }
    return column instanceof Integer number ? (Object) number.longValue() : column;
  }

  /** The stored form of a tag: a Long, Double, String or byte[]. */
  static Object encodeTag(Object tag) {
    Object column = nativeColumn(tag, TAG_ACT);
    if (column == null) {
      throw new CacheTypeException(
          TAG_ACT,
          tag.getClass().getName(),
          "a tag is text, a number or bytes",
          "give a String, Long, Double or byte[]");
    }
    return column;
  }

  /** What SQLite stores for an object itself, or null when the object must be pickled. */
  private static @Nullable Object nativeColumn(@Nullable Object object, String act) {
    if (object instanceof String text) {
      Utf8.requireWellFormed(text, act);
      return text;
    }
    if (object instanceof Double || object instanceof Float) {
      return requireNumber(((Number) object).doubleValue(), act);
    }
    return object instanceof byte[] ? object : integer(object);
  }

  /** SQLite turns NaN into NULL, which equals nothing, so its row could never be found again. */
  private static Double requireNumber(double number, String act) {
    if (Double.isNaN(number)) {
      throw new CacheTypeException(act, number, "NaN equals nothing", "give another number");
    }
    return number;
  }

  /** An integer of any type as a Long, or null when it is none or needs more than 64 bits. */
  static @Nullable Long integer(@Nullable Object object) {
    if (object instanceof Long number) {
      return number;
    }
    if (object instanceof Integer || object instanceof Short || object instanceof Byte) {
      return ((Number) object).longValue();
    }
    return object instanceof BigInteger number && number.bitLength() < Long.SIZE
        ? (Long) number.longValue()
        : null;
  }
}
