// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.CacheTypeException;
import io.github.diskcache.Codec;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a method's results are: the type of the data, and what it comes wrapped in.
 *
 * @param data the type of the data
 * @param async whether a stage brings it
 * @param optional whether it comes in an {@code Optional}
 */
record ResultType(Type data, boolean async, boolean optional) {

  /**
   * The result type of a method, as a class sees it that may have inherited it.
   *
   * @throws InvalidSetting when its results cannot be kept
   */
  static ResultType of(Method method, Class<?> seenFrom) {
    Type type = Types.plain(method.getGenericReturnType(), seenFrom);
    Class<?> raw = Types.raw(type);
    boolean async = raw == CompletionStage.class || raw == CompletableFuture.class;
    Type inner = async ? argument(type) : type;
    boolean optional = Types.raw(inner) == Optional.class;
    Type data = optional ? argument(inner) : inner;
    if (data == void.class || data == Void.class) {
      throw new InvalidSetting(Message.RESULT_VOID);
    }
    return new ResultType(data, async, optional);
  }

  /** Results of a type that come as they are. */
  static ResultType of(Type data) {
    return new ResultType(Types.plain(data), false, false);
  }

  private static Type argument(Type type) {
    List<Type> arguments = Types.arguments(type);
    return arguments.isEmpty() ? Object.class : arguments.get(0);
  }

  /**
   * The codec of the data.
   *
   * @throws InvalidSetting when there is none
   */
  MemoCodec codec(CacheSettings settings) {
    Optional<String> unusable = Unusable.reason(data);
    if (unusable.isPresent()) {
      throw new InvalidSetting(Message.RESULT_TYPE, data.getTypeName(), unusable.get());
    }
    try {
      checkParts(data);
      Codec<Object> codec = Codec.of(data);
      return new MemoCodec(settings.compressing(codec), Shapes.of(data));
    } catch (CacheTypeException e) {
      throw new InvalidSetting(
          Message.RESULT_TYPE, data.getTypeName(), String.valueOf(e.getMessage()));
    }
  }

  /** A codec of a collection does not look at what it is a collection of. */
  private static void checkParts(Type type) {
    Class<?> raw = Types.raw(type);
    if (Iterable.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw)) {
      for (Type part : Types.arguments(type)) {
        Codec<Object> unused = Codec.of(part);
        checkParts(part);
      }
    }
  }

  /** The data in what a method has returned, or its stage completed with. */
  @Nullable Object unwrap(@Nullable Object returned) {
    return optional && returned != null ? ((Optional<?>) returned).orElse(null) : returned;
  }

  /** What a caller gets for the data, but for the stage. */
  @Nullable Object wrap(@Nullable Object found) {
    return optional ? Optional.ofNullable(found) : found;
  }
}
