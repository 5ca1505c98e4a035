// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which decoded objects never change, so that one of them may be handed to many callers. When in
 * doubt, an object may change. Stateless.
 */
final class ImmutableObjects {
  private static final Set<Class<?>> TYPES =
      Set.of(
          String.class,
          Long.class,
          Integer.class,
          Short.class,
          Byte.class,
          Double.class,
          Float.class,
          Boolean.class,
          Character.class,
          BigInteger.class,
          BigDecimal.class,
          UUID.class,
          URI.class);

  private static final String JAVA_TIME = DayOfWeek.class.getPackageName();

  private ImmutableObjects() {}

  /** Whether an object is of a type that never changes, whatever codec has made it. */
  static boolean contains(@Nullable Object object) {
    if (object == null || isPlain(object.getClass())) {
      return true;
    }
    return object instanceof Tuple tuple
        && tuple.items().stream().allMatch(ImmutableObjects::contains);
  }

  /** Whether all objects of a declared type never change: records of such ones too. */
  static boolean containsAll(Type type) {
    return containsAll(type, new HashSet<>());
  }

  private static boolean containsAll(Type type, Set<Type> seen) {
    if (type instanceof ParameterizedType parameterized) {
      return parameterized.getRawType() == Optional.class
          && containsAll(parameterized.getActualTypeArguments()[0], seen);
    }
    if (!(type instanceof Class<?> declared) || type instanceof GenericArrayType) {
      return false;
    }
    if (declared.isPrimitive() || isPlain(declared) || !seen.add(declared)) {
      return true;
    }
    if (!declared.isRecord() || declared.getTypeParameters().length > 0) {
      return false;
    }
    for (RecordComponent component : declared.getRecordComponents()) {
      if (!containsAll(component.getGenericType(), seen)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(Class<?> type) {
    return TYPES.contains(type)
        || type.isEnum()
        || (type.getPackageName().equals(JAVA_TIME) && !type.isInterface());
  }
}
