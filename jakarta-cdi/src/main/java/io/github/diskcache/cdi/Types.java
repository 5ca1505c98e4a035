// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.io.Serializable;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Types in one form, whichever container or compiler has made them. Stateless. */
final class Types {
  private static final int DEEPEST = 20;

  private Types() {}

  /** A type with arguments, which are classes or others of its kind. Immutable. */
  @SuppressWarnings("serial") // classes and others of this record
  record Generic(Class<?> raw, List<Type> arguments) implements ParameterizedType, Serializable {
    @Override
    public Type[] getActualTypeArguments() {
      return arguments.toArray(Type[]::new);
    }

    @Override
    public Type getRawType() {
      return raw;
    }

    @Override
    public @Nullable Type getOwnerType() {
      return raw.getDeclaringClass();
    }

    @Override
    public String toString() {
      return raw.getTypeName()
          + arguments.stream().map(Type::getTypeName).collect(Collectors.joining(", ", "<", ">"));
    }
  }

  /**
   * The type as a class or a {@link Generic}; wildcards and variables are as good as their bound.
   */
  static Type plain(Type type) {
    return plain(type, Map.of(), 0);
  }

  /** The type of a member as a class sees it that has inherited the member. */
  static Type plain(Type type, Class<?> seenFrom) {
    Map<TypeVariable<?>, Type> variables = new HashMap<>();
    collect(seenFrom, variables);
    return plain(type, variables, 0);
  }

  static Class<?> raw(Type type) {
    Type plain = plain(type);
    return plain instanceof Generic generic ? generic.raw() : (Class<?>) plain;
  }

  /** The arguments of a type for one of its super types, empty when it is used raw. */
  static List<Type> arguments(Type type) {
    return plain(type) instanceof Generic generic ? generic.arguments() : List.of();
  }

  private static Type plain(Type type, Map<TypeVariable<?>, Type> variables, int depth) {
    if (depth > DEEPEST) {
      return Object.class;
    }
    if (type instanceof ParameterizedType parameterized) {
      return new Generic(
          (Class<?>) parameterized.getRawType(),
          Arrays.stream(parameterized.getActualTypeArguments())
              .map(argument -> plain(argument, variables, depth + 1))
              .toList());
    }
    if (type instanceof WildcardType wildcard) {
      return plain(wildcard.getUpperBounds()[0], variables, depth + 1);
    }
    if (type instanceof TypeVariable<?> variable) {
      Type known = variables.get(variable);
      return plain(known == null ? variable.getBounds()[0] : known, variables, depth + 1);
    }
    if (type instanceof GenericArrayType array) {
      Type component = plain(array.getGenericComponentType(), variables, depth + 1);
      return Array.newInstance(raw(component), 0).getClass();
    }
    return type;
  }

  /** Notes what a class says about the variables of its super types. */
  private static void collect(Class<?> type, Map<TypeVariable<?>, Type> variables) {
    Type superclass = type.getGenericSuperclass();
    if (superclass != null) {
      collect(superclass, variables);
    }
    for (Type superInterface : type.getGenericInterfaces()) {
      collect(superInterface, variables);
    }
  }

  private static void collect(Type type, Map<TypeVariable<?>, Type> variables) {
    if (type instanceof ParameterizedType parameterized) {
      Class<?> raw = (Class<?>) parameterized.getRawType();
      TypeVariable<?>[] names = raw.getTypeParameters();
      for (int i = 0; i < names.length; i++) {
        variables.put(names[i], parameterized.getActualTypeArguments()[i]);
      }
      collect(raw, variables);
    } else if (type instanceof Class<?> raw) {
      collect(raw, variables);
    }
  }
}
