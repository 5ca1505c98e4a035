// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** An algorithm of compression, with its number in stored values. */
enum Compression {
  NONE(0) {
    @Override
    byte[] compress(byte[] plain) {
      return plain;
    }

    @Override
    byte[] expand(byte[] framed, int from, int length) {
      if (framed.length - from != length) {
        throw damaged("it has another length");
      }
      return Arrays.copyOfRange(framed, from, framed.length);
    }
  },

  DEFLATE(1) {
    @Override
    byte[] compress(byte[] plain) {
      Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
      try {
        deflater.setInput(plain);
        deflater.finish();
        byte[] out = new byte[plain.length];
        int length = deflater.deflate(out);
        return deflater.finished() ? Arrays.copyOf(out, length) : plain;
      } finally {
        deflater.end();
      }
    }

    @Override
    byte[] expand(byte[] framed, int from, int length) {
      Inflater inflater = new Inflater(true);
      try {
        inflater.setInput(framed, from, framed.length - from);
        byte[] plain = new byte[length];
        int expanded = inflater.inflate(plain);
        // One more byte, for which there is no room, would come out now.
        int more = inflater.finished() ? 0 : inflater.inflate(new byte[1]);
        if (expanded != length || more > 0 || !inflater.finished() || inflater.getRemaining() > 0) {
          throw damaged("it has another length");
        }
        return plain;
      } catch (DataFormatException e) {
        throw damaged(String.valueOf(e.getMessage()));
      } finally {
        inflater.end();
      }
    }
  },

  ZSTD(2) {
    @Override
    void requirePresent() {
      if (!Codecs.isPresent("com.github.luben.zstd.Zstd")) {
        throw new CacheTypeException(
            "compress", "zstd", "zstd-jni is not there", "add com.github.luben:zstd-jni");
      }
    }

    @Override
    byte[] compress(byte[] plain) {
      return Zstandard.compress(plain);
    }

    @Override
    byte[] expand(byte[] framed, int from, int length) {
      requirePresent();
      return Zstandard.expand(framed, from, length);
    }
  };

  private final int number;

  Compression(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static @Nullable Compression of(int number) {
    return Arrays.stream(values()).filter(one -> one.number == number).findAny().orElse(null);
  }

  void requirePresent() {}

  /** The compressed bytes; or at least as many as given, where they do not shrink. */
  abstract byte[] compress(byte[] plain);

  /**
   * Expands compressed bytes.
   *
   * @param framed holds them from an index to its end
   * @param length how many they must expand to
   * @throws DamagedValueException when they do not
   */
  abstract byte[] expand(byte[] framed, int from, int length);

  static DamagedValueException damaged(String reason) {
    return new DamagedValueException("a compressed value is damaged: " + reason);
  }
}
