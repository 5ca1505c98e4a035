// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.CacheTypeException;
import io.github.diskcache.Codec;
import io.github.diskcache.Tuple;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes an argument into the text of a key, so that equal arguments give equal text. */
interface KeyPart {
  /** Types whose text says all of them. */
  Set<Class<?>> TEXT = Set.of(UUID.class, BigDecimal.class, URI.class);

  void write(StringBuilder key, Object argument);

  /** Writes null too. */
  default void append(StringBuilder key, @Nullable Object argument) {
    if (argument == null) {
      key.append('~');
    } else {
      write(key, argument);
    }
  }

  /**
   * The part for a declared type.
   *
   * @throws CacheTypeException when nothing makes keys of it
   */
  static KeyPart of(Type type) {
    Class<?> raw = Types.raw(type);
    if (raw == String.class) {
      return (key, argument) -> text(key, (String) argument);
    }
    if (raw == long.class || raw == Long.class) {
      return (key, argument) -> key.append(((Long) argument).longValue());
    }
    if (raw == int.class || raw == Integer.class) {
      return (key, argument) -> key.append(((Integer) argument).intValue());
    }
    if (raw.isPrimitive() && raw != char.class) {
      return (key, argument) -> key.append(argument);
    }
    if (raw.isEnum()) {
      return (key, argument) -> text(key, ((Enum<?>) argument).name());
    }
    if (raw == char.class || raw == Character.class || TEXT.contains(raw) || isTime(raw)) {
      return (key, argument) -> text(key, argument.toString());
    }
    return ofCodec(type);
  }

  private static boolean isTime(Class<?> type) {
    return type.getPackageName().equals("java.time")
        && (Temporal.class.isAssignableFrom(type) || TemporalAmount.class.isAssignableFrom(type));
  }

  private static KeyPart ofCodec(Type type) {
    Codec<Object> codec = Codec.ofKey(type);
    return (key, argument) -> plain(key, codec.encode(argument));
  }

  /** Writes what a cache would take as a key. */
  static void plain(StringBuilder key, @Nullable Object object) {
    if (object == null) {
      key.append('~');
    } else if (object instanceof String text) {
      text(key, text);
    } else if (object instanceof Number || object instanceof Boolean) {
      number(key, object);
    } else if (object instanceof byte[] bytes) {
      key.append('#').append(HexFormat.of().formatHex(bytes));
    } else if (object instanceof Tuple tuple) {
      items(key, '(', tuple.items(), ')');
    } else if (object instanceof List<?> list) {
      items(key, '[', list, ']');
    } else if (object instanceof Set<?> set) {
      items(key.append('s'), '[', set.stream().map(KeyPart::alone).sorted().toList(), ']');
    } else if (object instanceof Map<?, ?> map) {
      List<String> entries =
          map.entrySet().stream()
              .map(entry -> alone(entry.getKey()) + '=' + alone(entry.getValue()))
              .sorted()
              .toList();
      items(key.append('m'), '[', entries, ']');
    } else {
      throw new IllegalArgumentException("no key is made of " + object.getClass().getName());
    }
  }

  private static String alone(@Nullable Object object) {
    StringBuilder text = new StringBuilder();
    plain(text, object);
    return text.toString();
  }

  private static void items(
      StringBuilder key, char open, List<? extends @Nullable Object> items, char close) {
    key.append(open);
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        key.append(',');
      }
      plain(key, items.get(i));
    }
    key.append(close);
  }

  /** An integer of any class the same, and never as a floating number is. */
  private static void number(StringBuilder key, Object number) {
    if (number instanceof Integer
        || number instanceof Long
        || number instanceof Short
        || number instanceof Byte
        || number instanceof BigInteger
        || number instanceof Boolean) {
      key.append(number);
    } else if (number instanceof Float || number instanceof Double) {
      key.append(((Number) number).doubleValue());
    } else {
      throw new IllegalArgumentException("no key is made of " + number.getClass().getName());
    }
  }

  /** Writes a text in quotes, so that no two lists of arguments look the same. */
  static void text(StringBuilder key, String text) {
    key.append('"');
    if (text.indexOf('"') < 0 && text.indexOf('\\') < 0) {
      key.append(text);
    } else {
      key.append(text.replace("\\", "\\\\").replace("\"", "\\\""));
    }
    key.append('"');
  }
}
