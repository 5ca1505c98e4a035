// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides by a result whether it is stored, and for how long. The bean of its class is used when
 * there is one, else an instance made by its constructor without parameters. Thread-safe.
 *
 * @param <R> the type of results
 */
public interface ResultRule<R extends @Nullable Object> {

  /**
   * Tells whether a result is stored.
   *
   * @param result what the method has returned, or its stage completed with
   * @return true when not overridden
   */
  default boolean stores(R result) {
    return true;
  }

  /**
   * Returns how long a result lives, when that depends on it.
   *
   * @param result what the method has returned, or its stage completed with
   * @return empty, when not overridden: as the annotation and the configuration say; zero or
   *     negative: it is not stored
   */
  default Optional<Duration> ttl(R result) {
    return Optional.empty();
  }
}
