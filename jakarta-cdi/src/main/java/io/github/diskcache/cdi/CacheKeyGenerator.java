// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the key of a call from its arguments, where parameters alone do not say it. The bean of its
 * class is used when there is one, else an instance made by its constructor without parameters.
 * Thread-safe.
 */
public interface CacheKeyGenerator {

  /**
   * Returns what tells this call from others of the same name.
   *
   * @param method the method called
   * @param arguments the arguments that count
   * @return text, a number, a boolean, bytes, null, or a list of such; equal for equal calls, in
   *     every process
   */
  @Nullable Object key(Method method, List<@Nullable Object> arguments);
}
