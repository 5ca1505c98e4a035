// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The bytes of a pickle being read. Confined to one thread.
 *
 * <p>Every length is checked against the bytes that are left before anything is made of it.
 */
final class PickleInput {
  private final byte[] pickle;
  private int position;

  PickleInput(byte[] pickle) {
    this.pickle = pickle;
  }

  int length() {
    return pickle.length;
  }

  boolean isAtEnd() {
    return position == pickle.length;
  }

  PickleOpcode opcode() {
    requireLeft(1);
    PickleOpcode opcode = PickleOpcode.of(pickle[position]);
    if (opcode == null) {
      throw damaged("it has an unknown opcode");
    }
    position++;
    return opcode;
  }

  /** A little-endian number; one of eight bytes may come out negative. */
  long unsigned(int width) {
    int start = take(width);
    long number = 0;
    for (int i = width - 1; i >= 0; i--) {
      number = number << Byte.SIZE | (pickle[start + i] & 0xFF);
    }
    return number;
  }

  double number() {
    return Double.longBitsToDouble(Long.reverseBytes(unsigned(Double.BYTES)));
  }

  /** A Long, or a BigInteger when 64 bits are too few. */
  Number integer(long length) {
    int start = take(length);
    if (length == 0) {
      return 0L;
    }
    byte[] bytes = new byte[position - start];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = pickle[position - 1 - i];
    }
    BigInteger number = new BigInteger(bytes);
    Long fitting = Keys.integer(number);
    return fitting == null ? number : fitting;
  }

  byte[] bytes(long length) {
    int start = take(length);
    return Arrays.copyOfRange(pickle, start, position);
  }

  String text(long length) {
    int start = take(length);
    return Utf8.decodePickled(pickle, start, position - start);
  }

  void requireLeft(long length) {
    if (length < 0 || length > pickle.length - position) {
      throw damaged("it is cut off");
    }
  }

  /** Passes over bytes that must be there, and returns where they start. */
  private int take(long length) {
    requireLeft(length);
    int start = position;
    position += (int) length;
    return start;
  }

  DamagedValueException damaged(String reason) {
    return new DamagedValueException(
        "the pickle of " + pickle.length + " bytes is damaged at byte " + position + ": " + reason);
  }
}
