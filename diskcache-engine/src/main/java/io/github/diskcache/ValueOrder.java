// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When values are equal and which comes first, by what they mean and not by their Java types: an
 * {@code Integer} is stored and comes back as a {@code Long}, and bytes as another array.
 *
 * <p>Numbers are compared by value across integers and doubles, bytes and the items of lists,
 * tuples and maps by content, everything else as its class does. A list is never equal to a tuple,
 * nor a boolean to a number. Stateless.
 */
final class ValueOrder {
  private ValueOrder() {}

  static boolean equal(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      return compareNumbers(x, y) == 0;
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return x.size() == y.size() && equal(x.iterator(), y.iterator());
    }
    if (a instanceof Tuple x && b instanceof Tuple y) {
      return equal(x.items(), y.items());
    }
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      return x.size() == y.size()
          && x.entrySet().stream()
              .allMatch(
                  entry ->
                      y.containsKey(entry.getKey())
                          && equal(entry.getValue(), y.get(entry.getKey())));
    }
    return Objects.deepEquals(a, b);
  }

  /** Whether two sequences have equal items, in the same number. */
  static boolean equal(Iterator<?> a, Iterator<?> b) {
    while (a.hasNext() && b.hasNext()) {
      if (!equal(a.next(), b.next())) {
        return false;
      }
    }
    return !a.hasNext() && !b.hasNext();
  }

  /** The hash of a value, the same for equal ones; that of a whole number is a {@code Long}'s. */
  static int hash(@Nullable Object value) {
    if (value instanceof Number number) {
      double real = number.doubleValue();
      return real == Math.rint(real) && Math.abs(real) < 0x1p63
          ? Long.hashCode(
              value instanceof Double || value instanceof Float ? (long) real : number.longValue())
          : Double.hashCode(real);
    }
    if (value instanceof byte[] bytes) {
      return Arrays.hashCode(bytes);
    }
    if (value instanceof List<?> list) {
      return hash(list.iterator());
    }
    if (value instanceof Tuple tuple) {
      return hash(tuple.items());
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .mapToInt(entry -> Objects.hashCode(entry.getKey()) ^ hash(entry.getValue()))
          .sum();
    }
    return Objects.hashCode(value);
  }

  /** The hash of a sequence, a list's of the same items where these hash as their classes do. */
  static int hash(Iterator<?> items) {
    int hash = 1;
    while (items.hasNext()) {
      hash = 31 * hash + hash(items.next());
    }
    return hash;
  }

  /**
   * Compares values as the database would: text by its characters, bytes unsigned, sequences item
   * by item.
   *
   * @throws ClassCastException when neither of the two comes first
   */
  static int compare(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      return compareNumbers(x, y);
    }
    if (a instanceof String x && b instanceof String y) {
      return compareTexts(x, y);
    }
    if (a instanceof byte[] x && b instanceof byte[] y) {
      return Arrays.compareUnsigned(x, y);
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return compare(x.iterator(), y.iterator());
    }
    if (a instanceof Tuple x && b instanceof Tuple y) {
      return compare(x.items(), y.items());
    }
    if (a instanceof Comparable<?> x && b != null && a.getClass() == b.getClass()) {
      @SuppressWarnings("unchecked") // of the same class, which compares itself with itself
      Comparable<Object> same = (Comparable<Object>) x;
      return same.compareTo(b);
    }
    throw new ClassCastException(
        "neither of a value of type ["
            + type(a)
            + "] and one of type ["
            + type(b)
            + "] comes first");
  }

  private static String type(@Nullable Object value) {
    return value == null ? "null" : value.getClass().getName();
  }

  /** Compares by the first items that differ, which alone need an order; else by length. */
  static int compare(Iterator<?> a, Iterator<?> b) {
    while (a.hasNext() && b.hasNext()) {
      Object x = a.next();
      Object y = b.next();
      if (!equal(x, y)) {
        return compare(x, y);
      }
    }
    return Boolean.compare(a.hasNext(), b.hasNext());
  }

  private static int compareNumbers(Number a, Number b) {
    if (a instanceof Long && b instanceof Long) {
      return Long.compare(a.longValue(), b.longValue());
    }
    if (isFinite(a) && isFinite(b)) {
      return exact(a).compareTo(exact(b));
    }
    return Double.compare(a.doubleValue(), b.doubleValue());
  }

  private static boolean isFinite(Number number) {
    return !(number instanceof Double || number instanceof Float)
        || Double.isFinite(number.doubleValue());
  }

  private static BigDecimal exact(Number number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    if (number instanceof BigInteger integer) {
      return new BigDecimal(integer);
    }
    return number instanceof Double || number instanceof Float
        ? new BigDecimal(number.doubleValue())
        : BigDecimal.valueOf(number.longValue());
  }

  /** By code points, as UTF-8 and Python order text; char by char, surrogates would come early. */
  private static int compareTexts(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    for (int i = 0; i < shorter; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean surrogatesDecide = Character.isSurrogate(x) != Character.isSurrogate(y);
        return surrogatesDecide
            ? Boolean.compare(Character.isSurrogate(x), Character.isSurrogate(y))
            : Character.compare(x, y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
