// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the codec for a declared type. Stateless. */
final class Codecs {
  private static final String JACKSON = "com.fasterxml.jackson.databind.json.JsonMapper";

  private Codecs() {}

  /** What objects are stored as. */
  enum Use {
    KEY,
    VALUE
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <T> Codec<T> of(Type declared, Use use) {
    Type type = upperBound(declared);
    Codec<?> known = known(type, use);
    if (known != null) {
      return (Codec<T>) known;
    }
    if (!isPresent(JACKSON)) {
      throw new CacheTypeException(
          "open cache with type",
          type.getTypeName(),
          "it would be kept as JSON, and Jackson is not there",
          "add com.fasterxml.jackson.core:jackson-databind, or give the cache a"
              + " JavaSerializationCodec.allowing it, or a Codec of your own");
    }
    return (Codec<T>) JacksonCodec.of(type, use);
  }

  static boolean isPresent(String className) {
    try {
      Class.forName(className, false, Codecs.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** What a type says at least: wildcards and variables are as good as their bound. */
  private static Type upperBound(Type type) {
    if (type instanceof WildcardType wildcard) {
      return upperBound(wildcard.getUpperBounds()[0]);
    }
    return type instanceof TypeVariable<?> variable ? upperBound(variable.getBounds()[0]) : type;
  }

  /** The codec of a type that is stored without JSON, or null. */
  private static @Nullable Codec<?> known(Type type, Use use) {
    if (type instanceof Class<?> scalar) {
      Codec<?> codec = PlainCodec.of(scalar);
      if (codec == null) {
        codec = TextCodec.of(scalar);
      }
      return codec == null ? container(scalar, List.of(Object.class, Object.class), use) : codec;
    }
    return type instanceof ParameterizedType parameterized
            && parameterized.getRawType() instanceof Class<?> raw
        ? container(raw, List.of(parameterized.getActualTypeArguments()), use)
        : null;
  }

  private static @Nullable Codec<?> container(Class<?> raw, List<Type> arguments, Use use) {
    boolean isSet = Set.class.isAssignableFrom(raw) && raw.isAssignableFrom(LinkedHashSet.class);
    boolean isMap = Map.class.isAssignableFrom(raw) && raw.isAssignableFrom(LinkedHashMap.class);
    boolean isList = Iterable.class.isAssignableFrom(raw) && raw.isAssignableFrom(ArrayList.class);
    if (use == Use.KEY && (isSet || isMap)) {
      return null;
    }
    if (isMap) {
      Codec<?> keys = known(upperBound(arguments.get(0)), use);
      Codec<?> values = known(upperBound(arguments.get(1)), use);
      return keys == null || values == null ? null : ContainerCodec.map(keys, values);
    }
    Codec<?> elements = isSet || isList ? known(upperBound(arguments.get(0)), use) : null;
    if (elements == null) {
      return null;
    }
    return isSet ? ContainerCodec.set(elements) : ContainerCodec.list(elements);
  }

  /** The refusal to read what is stored as a type that it is not. */
  static CacheTypeException mismatch(String type, Object stored) {
    return new CacheTypeException(
        "read as " + type,
        stored.getClass().getTypeName(),
        "what is stored does not fit that type",
        "open the cache with the type it was written with, or delete the entry");
  }
}
