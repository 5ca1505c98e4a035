// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Calls of every method of an interface, for tests of what holds whatever is called. */
final class Calls {
  private Calls() {}

  /** The instance methods of a type. */
  static List<Method> of(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .toList();
  }

  /** Whether a method only returns another object that works on the cache. */
  static boolean isView(Method method) {
    Class<?> type = method.getReturnType();
    return type.isAnnotationPresent(FunctionalInterface.class)
        || (type.getPackage() == Cache.class.getPackage()
            && type.isInterface()
            && type != CacheMaintenance.class);
  }

  /** Calls a method, and uses up what it returns; what it throws, or null. */
  static Throwable failure(Method method, Object target) {
    Object[] arguments = Arrays.stream(method.getParameterTypes()).map(Calls::argument).toArray();
    try {
      use(method.invoke(target, arguments));
      return null;
    } catch (InvocationTargetException e) {
      return e.getCause();
    } catch (Exception e) {
      throw new AssertionError(method.toString(), e);
    }
  }

  private static void use(Object result) throws Exception {
    if (result instanceof Iterable<?> keys) {
      keys.forEach(key -> {});
    } else if (result instanceof Optional<?> found
        && found.isPresent()
        && found.get() instanceof ValueStream stream) {
      stream.stream().readAllBytes();
      stream.close();
    }
  }

  private static Object argument(Class<?> type) {
    if (type == long.class) {
      return 1L;
    }
    if (type == double.class) {
      return 0.5;
    }
    if (type == int.class) {
      return 1;
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    List<Object> candidates =
        List.of(
            "1",
            WriteOptions.NONE,
            Duration.ofSeconds(1),
            Instant.EPOCH,
            new ByteArrayInputStream(new byte[] {1}),
            (Supplier<Object>) () -> 1,
            (Runnable) () -> {},
            (Executor) Runnable::run,
            Map.of("1", 1),
            List.of("1"));
    return candidates.stream()
        .filter(type::isInstance)
        .findFirst()
        .orElseThrow(() -> new AssertionError("give the tests an argument of " + type));
  }
}
