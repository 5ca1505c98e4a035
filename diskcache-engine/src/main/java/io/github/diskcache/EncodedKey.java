// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.Adler32;
import org.jspecify.annotations.Nullable;

/**
 * A key in the form it is stored in, as a {@link Disk} makes it. Immutable, but shares its bytes
 * with the caller.
 *
 * <p>Equal keys are one row, but not the other way round: SQLite also takes the integer 1 and the
 * double 1.0, and the doubles 0.0 and -0.0, for one key.
 *
 * @param column a {@code Long}, {@code Double}, {@code String} or {@code byte[]}
 * @param raw whether the column is the key itself; else it is bytes that only the disk can read,
 *     for python-diskcache a pickle
 */
public record EncodedKey(Object column, boolean raw) {
  private static final long INTEGER_MODULUS = 0xFFFF_FFFFL;
  private static final double TWO_TO_63 = 0x1p63;

  /**
   * Checks the column.
   *
   * @param column a {@code Long}, {@code Double}, {@code String} or {@code byte[]}
   * @param raw whether the column is the key itself
   * @throws IllegalArgumentException when the column is of another type
   */
  public EncodedKey {
    requireColumn(column, raw);
    if (column.equals(Double.NaN)) {
      throw new IllegalArgumentException("NaN equals nothing, and so is no key");
    }
  }

  /** Refuses what a disk may not make; SQLite has one more type, null, which equals nothing. */
  static void requireColumn(Object column, boolean raw) {
    boolean stored =
        column instanceof String
            || column instanceof Long
            || column instanceof Double
            || column instanceof byte[];
    if (!stored || !(raw || column instanceof byte[])) {
      throw new IllegalArgumentException(
          "a column is a Long, Double, String or byte[], and byte[] when not raw, was "
              + column.getClass().getName());
    }
  }

  /** The key of a row; one that no disk has made is taken as it stands. */
  static EncodedKey ofRow(@Nullable Object column, boolean raw) {
    Object key = column == null || column.equals(Double.NaN) ? "" : column;
    return new EncodedKey(key, raw || !(key instanceof byte[]));
  }

  /** The same for all keys of one row: a whole double is as the integer. */
  EncodedKey asRow() {
    return column instanceof Double number
            && number == Math.rint(number)
            && Math.abs(number) < TWO_TO_63
        ? new EncodedKey(number.longValue(), raw)
        : this;
  }

  /**
   * The hash that chooses the shard, the same in every process and language. Integers are reduced
   * by 2^32 - 1 and not masked to 32 bits, so that -1 and 4294967295 differ.
   *
   * @return 0 to 2^32 - 1
   */
  long hash() {
    if (column instanceof Long number) {
      return Math.floorMod(number, INTEGER_MODULUS);
    }
    Adler32 checksum = new Adler32();
    checksum.update(hashedBytes());
    return checksum.getValue();
  }

  private byte[] hashedBytes() {
    if (column instanceof String text) {
      return text.getBytes(UTF_8);
    }
    if (column instanceof Double number) {
      return ByteBuffer.allocate(Double.BYTES).putDouble(number).array();
    }
    return (byte[]) column;
  }

  /** The shard of this key among a number of shards. */
  int shard(int shards) {
    return (int) (hash() % shards);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EncodedKey that
        && raw == that.raw
        && Objects.deepEquals(column, that.column);
  }

  @Override
  public int hashCode() {
    int content = column instanceof byte[] bytes ? Arrays.hashCode(bytes) : column.hashCode();
    return 31 * content + Boolean.hashCode(raw);
  }
}
