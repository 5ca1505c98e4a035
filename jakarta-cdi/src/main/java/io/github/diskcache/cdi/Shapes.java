// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Tells the forms of classes apart: a field more, less, renamed or of another type is another
 * shape. Stateless.
 */
final class Shapes {
  private static final int HEX_DIGITS = 16;

  private Shapes() {}

  /** The shape of a type; empty when it consists of the JDK's types only. */
  static String of(Type type) {
    List<String> lines = new ArrayList<>();
    describe(Types.plain(type), lines, new HashSet<>());
    if (lines.isEmpty()) {
      return "";
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(String.join("\n", lines).getBytes(UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, HEX_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void describe(Type type, List<String> lines, Set<Type> seen) {
    if (!seen.add(type)) {
      return;
    }
    Class<?> raw = Types.raw(type);
    Types.arguments(type).forEach(argument -> describe(argument, lines, seen));
    if (raw.isArray()) {
      describe(raw.getComponentType(), lines, seen);
    } else if (!raw.isPrimitive() && !raw.isEnum() && !raw.getName().startsWith("java")) {
      describeFields(raw, lines, seen);
    }
  }

  private static void describeFields(Class<?> type, List<String> lines, Set<Type> seen) {
    lines.add(type.getName());
    List<Type> next = new ArrayList<>();
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      Arrays.stream(c.getDeclaredFields())
          .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
          .filter(field -> !Modifier.isTransient(field.getModifiers()))
          .sorted(Comparator.comparing(Field::getName))
          .forEach(
              field -> {
                Type fieldType = Types.plain(field.getGenericType(), type);
                lines.add(field.getName() + ' ' + fieldType.getTypeName());
                next.add(fieldType);
              });
    }
    next.forEach(fieldType -> describe(fieldType, lines, seen));
  }
}
