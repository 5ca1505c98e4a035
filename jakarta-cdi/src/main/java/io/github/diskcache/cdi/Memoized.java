// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A function whose results are kept, as those of a {@link DiskMemoized} method are: single flight,
 * evictions that count at once, and no failure of the cache. For calls that no interceptor sees.
 * Thread-safe.
 *
 * @param <R> the type of results
 */
public interface Memoized<R extends @Nullable Object> {

  /**
   * Returns the result for some arguments.
   *
   * @param computation computes it when it is not there
   * @param arguments what makes its key
   * @return the result
   */
  R get(Supplier<R> computation, @Nullable Object... arguments);

  /**
   * Returns the result for some arguments.
   *
   * @param computation computes it when it is not there
   * @param arguments what makes its key
   * @return the result
   * @throws Exception what the computation throws
   */
  R call(Callable<R> computation, @Nullable Object... arguments) throws Exception;

  /**
   * Returns a stage that completes with the result for some arguments.
   *
   * @param computation begins to compute it when it is not there
   * @param arguments what makes its key
   * @return the stage
   */
  CompletionStage<R> begin(Supplier<CompletionStage<R>> computation, @Nullable Object... arguments);

  /**
   * Stores a result, as {@link DiskPut} does.
   *
   * @param result the result
   * @param arguments what makes its key
   */
  void put(R result, @Nullable Object... arguments);

  /**
   * Evicts a result, as {@link DiskEvict} does.
   *
   * @param arguments what makes its key
   */
  void evict(@Nullable Object... arguments);

  /** Evicts all results of the name. Looks at every key of the cache. */
  void evictAll();
}
