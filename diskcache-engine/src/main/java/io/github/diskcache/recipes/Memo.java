// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.Cache;
import io.github.diskcache.Tuple;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The results of one function in a cache. Immutable.
 *
 * @param directory the real path of the cache's directory
 */
record Memo(
    Cache<Object, Object> cache,
    Path directory,
    String name,
    MemoizeOptions options,
    MemoizerOptions settings,
    MemoRow row) {

  Memo {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(options, "options");
  }

  Tuple key(Arguments arguments) {
    return MemoKey.of(name, options, arguments);
  }

  /** What is stored under a function's name is of its type, or the caller sees it when he casts. */
  @SuppressWarnings({"unchecked", "NullAway"}) // R may be a nullable type
  <R extends @Nullable Object> R call(Arguments arguments, Callable<R> computation)
      throws Exception {
    return (R) new MemoCall(this, key(arguments), computation).result();
  }

  /** Calls a computation that throws no checked exception. */
  <R extends @Nullable Object> R get(Arguments arguments, Callable<R> computation) {
    try {
      return call(arguments, computation);
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException(
          Messages.message(
              "wait for the result of", name, "the thread was interrupted", "nothing to mend"));
    } catch (Exception e) {
      // Of another thread, which computes the same result by a task that may throw it.
      throw new CompletionException(e);
    }
  }
}
