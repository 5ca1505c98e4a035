// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * Values, to and from the form they are stored in. Stateless.
 *
 * <p>A value goes to a file of its own from {@code minFileSize} on, which counts code points of
 * text and bytes of everything else, because python-diskcache counts so. Numbers never do.
 */
final class Values {
  private static final String ACT = "store";

  private Values() {}

  /**
   * The stored form of a value.
   *
   * @param minFileSize the smallest size that goes to a file; 0: all but numbers
   */
  static EncodedValue encode(@Nullable Object value, int minFileSize) {
    if (value instanceof String text) {
      return Utf8.requireWellFormed(text, ACT) < minFileSize
          ? new EncodedValue.Inline(Mode.RAW, text)
          : new EncodedValue.Large(Mode.TEXT, text.getBytes(UTF_8));
    }
    if (value instanceof byte[] bytes) {
      return bytes.length < minFileSize
          ? new EncodedValue.Inline(Mode.RAW, bytes)
          : new EncodedValue.Large(Mode.BINARY, bytes);
    }
    Number number = nativeNumber(value);
    if (number != null) {
      return new EncodedValue.Inline(Mode.RAW, number);
    }
    byte[] pickle = PickleWriter.value(value);
    return pickle.length < minFileSize
        ? new EncodedValue.Inline(Mode.PICKLE, pickle)
        : new EncodedValue.Large(Mode.PICKLE, pickle);
  }

  /** The number as SQLite stores it. NaN is pickled, because SQLite would store NULL for it. */
  private static @Nullable Number nativeNumber(@Nullable Object value) {
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return Double.isNaN(number) ? null : (Double) number;
    }
    return Keys.integer(value);
  }

  /**
   * The value that a row and its file hold.
   *
   * @param mode the row's column
   * @param column the row's value, as the driver gives it
   * @param fileBytes all bytes of the row's value file, or null when it has none
   * @throws CacheTypeException when a pickle names a class
   * @throws DamagedValueException when the parts do not make a value
   */
  static @Nullable Object decode(int mode, @Nullable Object column, byte @Nullable [] fileBytes) {
    return switch (mode) {
      case 1 -> decodeRaw(column);
      case 2 -> requireFile(fileBytes);
      case 3 -> Utf8.decode(requireFile(fileBytes));
      case 4 ->
          PickleReader.read(column instanceof byte[] pickle ? pickle : requireFile(fileBytes));
      default -> throw new DamagedValueException("no value has mode " + mode);
    };
  }

  /** Python binds a NaN natively and so stores NULL; nothing else is stored so, null itself not. */
  private static Object decodeRaw(@Nullable Object column) {
    if (column == null) {
      return Double.NaN;
    }
    return column instanceof Integer number ? (Object) number.longValue() : column;
  }

  private static byte[] requireFile(byte @Nullable [] fileBytes) {
    if (fileBytes == null) {
      throw new DamagedValueException("the row has neither a value nor a file");
    }
    return fileBytes;
  }
}
