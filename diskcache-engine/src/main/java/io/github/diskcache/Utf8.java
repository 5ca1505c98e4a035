// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Text and its UTF-8, without the silent replacement of what cannot be converted. Stateless.
 *
 * <p>Java's text may hold half of a surrogate pair, which UTF-8 has no bytes for. Python's text may
 * too, and inside a pickle it has them written as three bytes each.
 */
final class Utf8 {
  private static final char REPLACEMENT = '\uFFFD';

  private Utf8() {}

  /**
   * Checks that text has a form in UTF-8.
   *
   * @param act what is attempted, for the message
   * @return the number of code points
   */
  static int requireWellFormed(String text, String act) {
    int pairs = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (Character.isSurrogate(unit)) {
        if (i + 1 == text.length() || !Character.isSurrogatePair(unit, text.charAt(i + 1))) {
          throw new CacheTypeException(
              act,
              "text of " + text.length() + " characters",
              "the surrogate at index " + i + " has no partner, so the text has no form in UTF-8",
              "replace it, or give bytes");
        }
        i++;
        pairs++;
      }
    }
    return text.length() - pairs;
  }

  /** The bytes of text, or a refusal when it has none. */
  static byte[] encode(String text, String act) {
    requireWellFormed(text, act);
    return text.getBytes(UTF_8);
  }

  /** The text of bytes that are UTF-8 throughout. */
  static String decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /** The text of a part of some bytes, which is UTF-8 throughout. */
  static String decode(byte[] bytes, int start, int length) {
    String text = new String(bytes, start, length, UTF_8);
    // Only where the replacement turns up can anything have been replaced, or really be U+FFFD.
    if (text.indexOf(REPLACEMENT) >= 0) {
      byte[] again = text.getBytes(UTF_8);
      if (!Arrays.equals(again, 0, again.length, bytes, start, start + length)) {
        throw new DamagedValueException("the text is not UTF-8");
      }
    }
    return text;
  }

  /** The text of a part of a pickle, where lone surrogates have bytes. */
  static String decodePickled(byte[] pickle, int start, int length) {
    String text = new String(pickle, start, length, UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? text : decodeWithSurrogates(pickle, start, length);
  }

  private static String decodeWithSurrogates(byte[] pickle, int start, int length) {
    StringBuilder text = new StringBuilder(length);
    int end = start + length;
    int from = start;
    for (int i = start; i < end; i++) {
      if (isSurrogate(pickle, i, end)) {
        text.append(decode(pickle, from, i - from));
        text.append((char) (0xD000 | (pickle[i + 1] & 0x3F) << 6 | (pickle[i + 2] & 0x3F)));
        i += 2;
        from = i + 1;
      }
    }
    return text.append(decode(pickle, from, end - from)).toString();
  }

  private static boolean isSurrogate(byte[] bytes, int at, int end) {
    return bytes[at] == (byte) 0xED
        && at + 2 < end
        && (bytes[at + 1] & 0xE0) == 0xA0
        && (bytes[at + 2] & 0xC0) == 0x80;
  }
}
