// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes plain values as JSON, byte for byte as Python's {@code json.dumps} does, because the bytes
 * are the identity of a key. Confined to one thread.
 *
 * <p>What JSON has no word for goes Python's way: tuples are written as lists, keys of maps that
 * are numbers, booleans or null as text, NaN and infinities as {@code NaN} and {@code Infinity}.
 */
final class JsonWriter {
  /** The deepest nesting that Python, whose stack is shallow, reads in all circumstances. */
  static final int DEEPEST = 500;

  /** A list of empty lists takes ten times the memory of its text, and so may be a bomb. */
  static final int MOST_ITEMS = 1 << 22;

  /** The longest integer that Python converts. */
  static final int MOST_DIGITS = 4300;

  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final StringBuilder out = new StringBuilder();
  private final String act;
  private int depth;
  private int items;

  private JsonWriter(String act) {
    this.act = act;
  }

  /**
   * Writes a value.
   *
   * @param act what is attempted, for the message
   */
  static byte[] write(@Nullable Object value, String act) {
    JsonWriter writer = new JsonWriter(act);
    writer.append(value);
    return writer.out.toString().getBytes(US_ASCII);
  }

  private void append(@Nullable Object value) {
    if (++items > MOST_ITEMS) {
      throw refusal(value, "it is item number " + items, "store fewer items in one value");
    }
    if (value instanceof String text) {
      appendText(text);
    } else if (value instanceof List<?> list) {
      appendList(list, list);
    } else if (value instanceof Tuple tuple) {
      appendList(tuple, tuple.items());
    } else if (value instanceof Map<?, ?> map) {
      appendMap(map);
    } else {
      appendScalar(value);
    }
  }

  private void appendScalar(@Nullable Object scalar) {
    if (scalar == null || scalar instanceof Boolean) {
      out.append(scalar);
    } else if (scalar instanceof Double || scalar instanceof Float) {
      ShortestDouble.append(out, ((Number) scalar).doubleValue());
    } else {
      Long integer = Keys.integer(scalar);
      if (integer != null) {
        out.append(integer.longValue());
      } else if (scalar instanceof BigInteger large) {
        appendLarge(large);
      } else {
        throw refusal(
            scalar,
            "JSON has no form for this class",
            "store one of null, Boolean, Long, Double, String, BigInteger, Tuple, List and Map, or"
                + " give the cache a Codec that makes text of it");
      }
    }
  }

  private void appendLarge(BigInteger integer) {
    // Ten bits are three digits and a little more.
    String digits = integer.bitLength() / 10 * 3 > MOST_DIGITS ? "" : integer.toString();
    if (digits.isEmpty() || digits.length() - (integer.signum() < 0 ? 1 : 0) > MOST_DIGITS) {
      throw refusal(integer, "Python reads no more than " + MOST_DIGITS + " digits", "store text");
    }
    out.append(digits);
  }

  private void appendText(String text) {
    out.append('"');
    int written = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit < ' ' || unit > '~' || unit == '"' || unit == '\\') {
        out.append(text, written, i);
        appendEscaped(unit);
        written = i + 1;
      }
    }
    out.append(text, written, text.length()).append('"');
  }

  private void appendEscaped(char unit) {
    out.append('\\');
    switch (unit) {
      case '"', '\\' -> out.append(unit);
      case '\n' -> out.append('n');
      case '\r' -> out.append('r');
      case '\t' -> out.append('t');
      case '\b' -> out.append('b');
      case '\f' -> out.append('f');
      default -> {
        out.append('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.append(HEX[unit >> shift & 0xF]);
        }
      }
    }
  }

  private void appendList(Object list, List<?> items) {
    enter(list);
    String separator = "[";
    for (Object item : items) {
      out.append(separator);
      append(item);
      separator = ", ";
    }
    out.append(items.isEmpty() ? "[]" : "]");
    depth--;
  }

  private void appendMap(Map<?, ?> map) {
    enter(map);
    String separator = "{";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      appendName(entry.getKey());
      out.append(": ");
      append(entry.getValue());
      separator = ", ";
    }
    out.append(map.isEmpty() ? "{}" : "}");
    depth--;
  }

  private void appendName(@Nullable Object key) {
    if (key instanceof String text) {
      appendText(text);
    } else if (key instanceof Tuple || key instanceof FrozenSet) {
      throw refusal(key, "JSON has only text as keys of maps", "make text of it");
    } else {
      out.append('"');
      appendScalar(key);
      out.append('"');
    }
  }

  private void enter(Object container) {
    if (++depth > DEEPEST) {
      throw refusal(
          container,
          "it is nested deeper than " + DEEPEST + ", or contains itself",
          "flatten it, or break the cycle");
    }
  }

  private CacheTypeException refusal(@Nullable Object object, String reason, String remedy) {
    return new CacheTypeException(
        act, object == null ? "null" : object.getClass().getTypeName(), reason, remedy);
  }
}
