// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.math.BigInteger;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The codec of a type that the disk stores itself, though maybe as a wider one. Immutable.
 *
 * <p>Reading never rounds: a number that the type cannot hold exactly is refused. Integers and
 * doubles pass into each other as SQLite lets them, for which 1 and 1.0 are one key.
 */
final class PlainCodec<T> implements Codec<T> {
  private static final Map<Class<?>, Function<Object, @Nullable Object>> NARROWINGS =
      Map.ofEntries(
          Map.entry(Object.class, stored -> stored),
          Map.entry(String.class, stored -> stored instanceof String ? stored : null),
          Map.entry(byte[].class, stored -> stored instanceof byte[] ? stored : null),
          Map.entry(Boolean.class, stored -> stored instanceof Boolean ? stored : null),
          Map.entry(Tuple.class, stored -> stored instanceof Tuple ? stored : null),
          Map.entry(Number.class, stored -> stored instanceof Number ? stored : null),
          Map.entry(Long.class, PlainCodec::toLong),
          Map.entry(Integer.class, stored -> narrow(stored, Long::intValue)),
          Map.entry(Short.class, stored -> narrow(stored, Long::shortValue)),
          Map.entry(Byte.class, stored -> narrow(stored, Long::byteValue)),
          Map.entry(Double.class, PlainCodec::toDouble),
          Map.entry(Float.class, PlainCodec::toFloat),
          Map.entry(BigInteger.class, PlainCodec::toBigInteger));

  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(
          boolean.class, Boolean.class,
          byte.class, Byte.class,
          short.class, Short.class,
          int.class, Integer.class,
          long.class, Long.class,
          float.class, Float.class,
          double.class, Double.class);

  private final Class<?> type;
  private final Function<Object, @Nullable Object> narrowing;

  private PlainCodec(Class<?> type, Function<Object, @Nullable Object> narrowing) {
    this.type = type;
    this.narrowing = narrowing;
  }

  /** The codec of a type, or null when the disk does not store it itself. */
  static @Nullable Codec<?> of(Class<?> declared) {
    Class<?> type = BOXES.getOrDefault(declared, declared);
    Function<Object, @Nullable Object> narrowing = NARROWINGS.get(type);
    return narrowing == null ? null : new PlainCodec<>(type, narrowing);
  }

  /** Whether this codec changes and refuses nothing. */
  boolean isIdentity() {
    return type == Object.class;
  }

  @Override
  public Object encode(T object) {
    return object;
  }

  @Override
  @SuppressWarnings("unchecked")
  public T decode(Object stored) {
    Object narrowed = narrowing.apply(stored);
    if (narrowed == null) {
      throw Codecs.mismatch(type.getTypeName(), stored);
    }
    return (T) narrowed;
  }

  private static @Nullable Object narrow(Object stored, Function<Long, Number> narrowing) {
    Long number = toLong(stored);
    if (number == null) {
      return null;
    }
    Number narrowed = narrowing.apply(number);
    return narrowed.longValue() == number ? narrowed : null;
  }

  private static @Nullable Long toLong(Object stored) {
    if (stored instanceof Long number) {
      return number;
    }
    // 2^63 is a double that no long equals, and the cast would give the next smaller one.
    return stored instanceof Double number
            && number == Math.rint(number)
            && number >= Long.MIN_VALUE
            && number < 0x1p63
        ? (Long) number.longValue()
        : null;
  }

  private static @Nullable Double toDouble(Object stored) {
    if (stored instanceof Double number) {
      return number;
    }
    return stored instanceof Long number && number.equals(toLong(number.doubleValue()))
        ? (Double) number.doubleValue()
        : null;
  }

  private static @Nullable Float toFloat(Object stored) {
    Double number = toDouble(stored);
    return number != null && Double.compare(number.floatValue(), number) == 0
        ? (Float) number.floatValue()
        : null;
  }

  private static @Nullable BigInteger toBigInteger(Object stored) {
    if (stored instanceof BigInteger number) {
      return number;
    }
    Long number = toLong(stored);
    return number == null ? null : BigInteger.valueOf(number);
  }
}
