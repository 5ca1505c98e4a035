// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compression by zlib, byte for byte as Python's {@code zlib.compress} does where both have the
 * stock zlib beneath. Stateless.
 */
final class Zlib {
  private static final int KIB = 1024;

  /** Python's output grows so; where nothing is compressed, the cuts show in the bytes. */
  private static final int[] PYTHONS_BLOCKS = {
    32 * KIB, 64 * KIB, 256 * KIB, KIB * KIB, 4 * KIB * KIB, 8 * KIB * KIB, 16 * KIB * KIB
  };

  private static final int METHOD = 8;

  /** Expanded beyond this, the size is found out before any memory is taken. */
  private static final int SMALL = 64 * KIB;

  private Zlib() {}

  static byte[] compress(byte[] bytes, int level) {
    Deflater deflater = new Deflater(level);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] out = new byte[Math.min(PYTHONS_BLOCKS[0], bytes.length + 64)];
      int length = deflater.deflate(out);
      int limit = PYTHONS_BLOCKS[0];
      for (int block = 1; !deflater.finished(); block++) {
        limit += PYTHONS_BLOCKS[Math.min(block, PYTHONS_BLOCKS.length - 1)];
        out = Arrays.copyOf(out, limit);
        length += deflater.deflate(out, length, limit - length);
      }
      return Arrays.copyOf(out, length);
    } finally {
      deflater.end();
    }
  }

  /** Whether bytes begin as a zlib stream does. */
  static boolean hasHeader(byte[] bytes) {
    return bytes.length >= 2
        && (bytes[0] & 0xF) == METHOD
        && ((bytes[0] & 0xFF) << Byte.SIZE | (bytes[1] & 0xFF)) % 31 == 0;
  }

  /**
   * Expands a zlib stream.
   *
   * @param most the most bytes that it may expand to
   * @throws CacheTypeException when it would expand to more
   * @throws DamagedValueException when it is no whole stream
   */
  static byte[] expand(byte[] stream, int most) {
    byte[] small = new byte[(int) Math.max(KIB, Math.min(SMALL, 8L * stream.length))];
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(stream);
      int length = inflater.inflate(small);
      if (inflater.finished()) {
        requireAll(inflater);
        return Arrays.copyOf(small, length);
      }
      byte[] large = new byte[size(inflater, length, most)];
      inflater.reset();
      inflater.setInput(stream);
      if (inflater.inflate(large) != large.length) {
        throw new DamagedValueException("a zlib stream changed while it was read");
      }
      return large;
    } catch (DataFormatException e) {
      throw new DamagedValueException("a zlib stream is damaged: " + e.getMessage());
    } finally {
      inflater.end();
    }
  }

  private static int size(Inflater inflater, int begun, int most) throws DataFormatException {
    byte[] scratch = new byte[SMALL];
    long length = begun;
    while (!inflater.finished()) {
      int more = inflater.inflate(scratch);
      if (more == 0 && !inflater.finished()) {
        throw new DamagedValueException("a zlib stream is cut off");
      }
      length += more;
      if (length > most) {
        throw new CacheTypeException(
            "read",
            "compressed value",
            "it expands to more than " + most + " bytes",
            "store less in one value, or a stream");
      }
    }
    requireAll(inflater);
    return (int) length;
  }

  private static void requireAll(Inflater inflater) {
    if (inflater.getRemaining() > 0) {
      throw new DamagedValueException("something follows a zlib stream");
    }
  }
}
