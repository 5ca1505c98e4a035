// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Compresses what another codec makes, unless it is a number, short, or does not shrink. Immutable.
 *
 * <p>Compressed bytes stand behind a header with the algorithm, the length before and a checksum.
 * It is read with suspicion: nothing is expanded, and no memory taken, beyond the limit, or beyond
 * a thousandfold where that is more than 1 MiB; what would be so is stored as it is. A checksum
 * that does not fit makes the entry a miss. Values written by the other codec alone, before
 * compression was switched on, are read too.
 *
 * <pre>{@code
 * cache = builder.open(Codec.ofKey(String.class), CompressingCodec.deflate(Codec.of(Order.class)));
 * }</pre>
 *
 * @param <T> the type of the objects
 */
public final class CompressingCodec<T> implements Codec<T> {
  /** What is longer before compression is neither written nor read, unless another limit is set. */
  public static final int DEFAULT_LIMIT = 256 << 20;

  private static final byte[] MAGIC = {(byte) 0xDC, 'Z', 1};
  private static final int HEADER = 12;
  private static final int SHORT = 256;
  private static final int ALWAYS_EXPANDED = 1 << 20;
  private static final int HIGHEST_RATIO = 1000;

  private final Codec<T> codec;
  private final Compression compression;
  private final int limit;

  private CompressingCodec(Codec<T> codec, Compression compression, int limit) {
    this.codec = codec;
    this.compression = compression;
    this.limit = limit;
  }

  /** What the compressed bytes were. */
  private enum Kind {
    BYTES(0),
    TEXT(1),
    PICKLE(2);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    static @Nullable Kind of(int number) {
      return Arrays.stream(values()).filter(kind -> kind.number == number).findAny().orElse(null);
    }
  }

  /**
   * Returns a codec that compresses with the JDK's deflate, at its fastest level.
   *
   * @param <T> the type of the objects
   * @param codec makes what is compressed
   * @return the codec
   */
  public static <T> CompressingCodec<T> deflate(Codec<T> codec) {
    return new CompressingCodec<>(
        Objects.requireNonNull(codec, "codec"), Compression.DEFLATE, DEFAULT_LIMIT);
  }

  /**
   * Returns a codec that compresses with Zstandard, for which {@code com.github.luben:zstd-jni}
   * must be on the class or module path. It is faster than deflate, and compresses better.
   *
   * @param <T> the type of the objects
   * @param codec makes what is compressed
   * @return the codec
   * @throws CacheTypeException when zstd-jni is not there
   */
  public static <T> CompressingCodec<T> zstd(Codec<T> codec) {
    Compression.ZSTD.requirePresent();
    return new CompressingCodec<>(
        Objects.requireNonNull(codec, "codec"), Compression.ZSTD, DEFAULT_LIMIT);
  }

  /**
   * Returns this codec with another limit.
   *
   * @param bytes the most bytes that a value may have before compression, 1 or more
   * @return the codec
   */
  public CompressingCodec<T> limit(int bytes) {
    if (bytes < 1) {
      throw new CacheSettingException(
          "set", "limit", "it takes 1 or more, was [" + bytes + "]", "give it such");
    }
    return new CompressingCodec<>(codec, compression, bytes);
  }

  @Override
  public boolean isImmutable() {
    return codec.isImmutable();
  }

  @Override
  public Object encode(T object) {
    Object encoded = codec.encode(object);
    if (encoded instanceof Number || encoded instanceof Boolean) {
      return encoded;
    }
    Kind kind = kind(encoded);
    byte[] plain = plain(encoded, kind);
    if (plain.length > limit) {
      throw new CacheTypeException(
          "compress",
          plain.length + " bytes",
          "the limit is " + limit,
          "raise the limit, or store a stream");
    }
    byte[] compressed = plain.length < SHORT ? plain : compression.compress(plain);
    if (compressed.length + HEADER < plain.length && !isBomb(plain.length, compressed.length)) {
      return framed(compression, kind, plain, compressed);
    }
    // Bytes that look compressed would be taken for it.
    return hasMagic(encoded) ? framed(Compression.NONE, kind, plain, plain) : encoded;
  }

  private static Kind kind(Object encoded) {
    if (encoded instanceof byte[]) {
      return Kind.BYTES;
    }
    return encoded instanceof String ? Kind.TEXT : Kind.PICKLE;
  }

  private static byte[] plain(Object encoded, Kind kind) {
    return switch (kind) {
      case BYTES -> (byte[]) encoded;
      case TEXT -> Utf8.encode((String) encoded, "store");
      case PICKLE -> PickleWriter.value(encoded);
    };
  }

  private static byte[] framed(
      Compression compression, Kind kind, byte[] plain, byte[] compressed) {
    return ByteBuffer.allocate(HEADER + compressed.length)
        .put(MAGIC)
        .put((byte) (compression.number() << 4 | kind.number))
        .putInt(plain.length)
        .putInt(checksum(plain))
        .put(compressed)
        .array();
  }

  private static int checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return (int) checksum.getValue();
  }

  private static boolean hasMagic(Object encoded) {
    return encoded instanceof byte[] bytes
        && bytes.length >= MAGIC.length
        && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  private static boolean isBomb(int length, int compressed) {
    return length > ALWAYS_EXPANDED && length / HIGHEST_RATIO > compressed;
  }

  @Override
  public T decode(Object stored) {
    return codec.decode(hasMagic(stored) ? expanded((byte[]) stored) : stored);
  }

  private Object expanded(byte[] framed) {
    if (framed.length < HEADER) {
      throw new DamagedValueException("a compressed value is cut off");
    }
    ByteBuffer header = ByteBuffer.wrap(framed, MAGIC.length, HEADER - MAGIC.length);
    int how = header.get();
    int length = header.getInt();
    int checksum = header.getInt();
    Compression with = Compression.of(how >> 4);
    Kind kind = Kind.of(how & 0xF);
    if (with == null || kind == null || length < 0) {
      throw new DamagedValueException("a compressed value has an impossible header");
    }
    if (length > limit || isBomb(length, framed.length - HEADER)) {
      throw new CacheTypeException(
          "read",
          framed.length + " compressed bytes",
          "they would expand to " + length + " bytes",
          "raise the limit if it was " + limit + " or less when they were written; else delete it");
    }
    byte[] plain = with.expand(framed, HEADER, length);
    if (checksum(plain) != checksum) {
      throw new DamagedValueException("a compressed value does not fit its checksum");
    }
    Object value =
        switch (kind) {
          case BYTES -> plain;
          case TEXT -> Utf8.decode(plain);
          case PICKLE -> PickleReader.read(plain);
        };
    if (value == null) {
      throw new DamagedValueException("a compressed value is null, which is never compressed");
    }
    return value;
  }
}
