// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Keys and values. A value carries a number in every 512 bytes, so that no write equals the one
 * before it: SQLite does not write a page whose content stays the same, and would look faster than
 * it is. Immutable.
 */
final class Data {
  static final int KEY_LENGTH = 31;
  private static final int STAMP_EVERY = 512;
  private static final int BATCH = 1000;

  private final byte[] pattern;

  Data(int valueBytes) {
    this.pattern = new byte[valueBytes];
    new SplittableRandom(valueBytes).nextBytes(pattern);
  }

  static String key(int number) {
    return padded("benchmark:entry:", number);
  }

  /** A key that is never stored. */
  static String missing(int number) {
    return padded("benchmark:never:", number);
  }

  private static String padded(String prefix, int number) {
    String digits = Integer.toString(number);
    return prefix + "0".repeat(KEY_LENGTH - prefix.length() - digits.length()) + digits;
  }

  static String[] keys(int entries) {
    String[] keys = new String[entries];
    for (int i = 0; i < entries; i++) {
      keys[i] = key(i);
    }
    return keys;
  }

  byte[] value(long number) {
    byte[] value = pattern.clone();
    ByteBuffer stamps = ByteBuffer.wrap(value);
    for (int at = 0; at + Long.BYTES <= value.length; at += STAMP_EVERY) {
      stamps.putLong(at, number);
    }
    return value;
  }

  /** The number that a value was made with. */
  static long number(byte[] value) {
    return ByteBuffer.wrap(value).getLong(0);
  }

  /** Stores entry 0 to the last, each with number 0. */
  void load(Store store, int entries) {
    for (int from = 0; from < entries; from += BATCH) {
      store.load(batch(from, Math.min(entries, from + BATCH), 1));
    }
  }

  /** Entries of every {@code step}th number in a range. */
  Map<String, byte[]> batch(int from, int to, int step) {
    Map<String, byte[]> batch = new LinkedHashMap<>();
    for (int i = from; i < to; i += step) {
      batch.put(key(i), value(0));
    }
    return batch;
  }
}
