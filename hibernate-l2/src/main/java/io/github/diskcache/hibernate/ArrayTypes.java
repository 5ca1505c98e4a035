// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;

/** The component types of arrays of objects that are encoded, by their stored number. */
final class ArrayTypes {
  private static final List<Class<?>> TYPES =
      List.of(
          Object.class,
          Serializable.class,
          String.class,
          Integer.class,
          Long.class,
          Short.class,
          Byte.class,
          Boolean.class,
          Character.class,
          Float.class,
          Double.class,
          BigDecimal.class,
          BigInteger.class,
          UUID.class,
          Instant.class,
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          Number.class,
          byte[].class,
          Object[].class);

  private ArrayTypes() {}

  /** The number, or -1 for other types. */
  static int number(Class<?> componentType) {
    return TYPES.indexOf(componentType);
  }

  static Class<?> type(int number) {
    if (number < 0 || number >= TYPES.size()) {
      throw new UnreadableException("an array of an unknown type");
    }
    return TYPES.get(number);
  }
}
