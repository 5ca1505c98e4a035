// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import io.github.diskcache.CacheBuilder;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * Options of the engine that are being built: an arm that needs one is skipped until it is there.
 */
final class Upcoming {
  private Upcoming() {}

  static CacheBuilder writeBehind(CacheBuilder builder) {
    return call(builder, "writeBehind");
  }

  private static CacheBuilder call(CacheBuilder builder, String name, Object... arguments) {
    Method option =
        Arrays.stream(CacheBuilder.class.getMethods())
            .filter(method -> method.getName().equals(name))
            .filter(method -> method.getParameterCount() == arguments.length)
            .findFirst()
            .orElseThrow(() -> new BenchmarkException("this engine has no " + name));
    try {
      return (CacheBuilder) option.invoke(builder, arguments);
    } catch (ReflectiveOperationException e) {
      throw new BenchmarkException("Cannot use " + name + ": " + e, e);
    }
  }
}
