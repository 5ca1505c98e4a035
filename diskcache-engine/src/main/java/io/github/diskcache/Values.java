// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * Values, to and from the form they are stored in, and where that form goes. Stateless.
 *
 * <p>A value goes to a file of its own from {@code minFileSize} on, which counts code points of
 * text and bytes of everything else, because python-diskcache counts so. Numbers never do.
 */
final class Values {
  private static final String ACT = "store";

  private Values() {}

  /** The stored form of a value, as python-diskcache has it. */
  static EncodedValue encode(@Nullable Object value) {
    if (value instanceof String || value instanceof byte[]) {
      return new EncodedValue(value, true);
    }
    Number number = nativeNumber(value);
    return number == null
        ? new EncodedValue(PickleWriter.value(value), false)
        : new EncodedValue(number, true);
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
   * The value of a stored form.
   *
   * @throws CacheTypeException when a pickle names a class
   * @throws DamagedValueException when a pickle is damaged
   */
  static @Nullable Object decode(EncodedValue stored) {
    return stored.raw() ? stored.column() : PickleReader.read((byte[]) stored.column());
  }

  /**
   * Tells whether a value goes to a file.
   *
   * @param minFileSize the smallest size that does; 0: all but numbers do
   * @throws CacheTypeException when it is text without a form in UTF-8
   */
  static boolean isLarge(EncodedValue value, int minFileSize) {
    Object column = value.column();
    if (column instanceof String text) {
      return Utf8.requireWellFormed(text, ACT) >= minFileSize;
    }
    return column instanceof byte[] bytes && bytes.length >= minFileSize;
  }

  /** The mode of a value's row. */
  static Mode mode(EncodedValue value, boolean large) {
    if (!value.raw()) {
      return Mode.PICKLE;
    }
    if (!large) {
      return Mode.RAW;
    }
    return value.column() instanceof String ? Mode.TEXT : Mode.BINARY;
  }

  /** All bytes of the file of a large value. */
  static byte[] fileBytes(EncodedValue large) {
    return large.column() instanceof String text ? text.getBytes(UTF_8) : (byte[]) large.column();
  }

  /**
   * The stored form that a row and its file hold.
   *
   * @param mode the row's column
   * @param column the row's value, as the driver gives it
   * @param fileBytes all bytes of the row's value file, or null when it has none
   * @throws DamagedValueException when the parts do not make a value
   */
  static EncodedValue stored(int mode, @Nullable Object column, byte @Nullable [] fileBytes) {
    return switch (mode) {
      case 1 -> new EncodedValue(raw(column), true);
      case 2 -> new EncodedValue(requireFile(fileBytes), true);
      case 3 -> new EncodedValue(Utf8.decode(requireFile(fileBytes)), true);
      case 4 ->
          new EncodedValue(
              column instanceof byte[] pickle ? pickle : requireFile(fileBytes), false);
      default -> throw new DamagedValueException("no value has mode " + mode);
    };
  }

  /** Python binds a NaN natively and so stores NULL; nothing else is stored so, null itself not. */
  private static Object raw(@Nullable Object column) {
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
