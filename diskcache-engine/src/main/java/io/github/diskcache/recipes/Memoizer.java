// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.Cache;
import io.github.diskcache.Tuple;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the results of functions in a cache, by name and arguments, for all threads and processes.
 *
 * <p><b>Keys</b> are python-diskcache's: a Python function memoized under the same name shares its
 * results. Arguments must be what a cache takes as keys; they are copied before the function runs.
 *
 * <p><b>Results</b> must be what a cache stores, or {@link io.github.diskcache.CacheTypeException}
 * says so at the first call. They come as the cache gives them back, the first one too: an {@code
 * Integer} as a {@code Long}, a list as a list of the caller's own. Null is a result like others.
 * An exception is passed on and not kept.
 *
 * <p><b>Single flight.</b> Unless told otherwise, of all threads and processes that miss a result
 * one computes it while the others wait. In its process they share its exception too. When its
 * process is killed, another one computes once its lease has run out. An interrupted wait throws
 * {@link InterruptedException} from {@code call}, and {@link CancellationException} with the flag
 * set from a memoized function. A function that needs its own result throws {@link
 * IllegalStateException}.
 *
 * <p>Thread-safe.
 *
 * <pre>{@code
 * Memoizer memoizer = new Memoizer(cache);
 * Function<String, String> page =
 *     memoizer.memoize("app.page", MemoizeOptions.DEFAULT.ttl(Duration.ofMinutes(5)), this::render);
 * page.apply("/index.html");
 * }</pre>
 */
public final class Memoizer {
  private final Cache<Object, Object> cache;
  private final Path directory;
  private final MemoizerOptions settings;

  /**
   * Makes a memoizer with default options.
   *
   * @param cache where the results are
   */
  public Memoizer(Cache<Object, Object> cache) {
    this(cache, MemoizerOptions.DEFAULT);
  }

  /**
   * Makes a memoizer.
   *
   * @param cache where the results are
   * @param settings lease, executor, clock and chance
   */
  public Memoizer(Cache<Object, Object> cache, MemoizerOptions settings) {
    this.cache = cache;
    this.directory = KeyedStates.realPath(cache.directory());
    this.settings = Objects.requireNonNull(settings, "settings");
  }

  /**
   * Returns a function without arguments that keeps its result.
   *
   * @param <R> the type of the result
   * @param name the function's name, in all programs
   * @param options how results are kept
   * @param function the function
   * @return the memoized function
   */
  public <R extends @Nullable Object> Supplier<R> memoize(
      String name, MemoizeOptions options, Supplier<R> function) {
    Memo memo = whole(name, options);
    return () -> memo.get(Arguments.NONE, function::get);
  }

  /**
   * Returns a function of one argument that keeps its results.
   *
   * @param <A> the type of the argument
   * @param <R> the type of the result
   * @param name the function's name, in all programs
   * @param options how results are kept
   * @param function the function
   * @return the memoized function
   */
  public <A extends @Nullable Object, R extends @Nullable Object> Function<A, R> memoize(
      String name, MemoizeOptions options, Function<A, R> function) {
    Memo memo = whole(name, options);
    return argument -> memo.get(Arguments.of(argument), () -> function.apply(argument));
  }

  /**
   * Returns a function of two arguments that keeps its results.
   *
   * @param <A> the type of the first argument
   * @param <B> the type of the second argument
   * @param <R> the type of the result
   * @param name the function's name, in all programs
   * @param options how results are kept
   * @param function the function
   * @return the memoized function
   */
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      BiFunction<A, B, R> memoize(
          String name, MemoizeOptions options, BiFunction<A, B, R> function) {
    Memo memo = whole(name, options);
    return (first, second) ->
        memo.get(Arguments.of(first, second), () -> function.apply(first, second));
  }

  /**
   * Returns the result of one call, of any number of arguments.
   *
   * @param <R> the type of the result
   * @param name the function's name, in all programs
   * @param options how the result is kept
   * @param arguments the arguments that make its key
   * @param computation computes the result
   * @return the result
   * @throws InterruptedException when the thread is or becomes interrupted while another computes
   * @throws Exception what the computation throws
   */
  public <R extends @Nullable Object> R call(
      String name, MemoizeOptions options, Arguments arguments, Callable<R> computation)
      throws Exception {
    return whole(name, options).call(arguments, computation);
  }

  /**
   * Returns a function without arguments that keeps its result, and computes it anew in the
   * background before they expire.
   *
   * @param <R> the type of the result
   * @param name the function's name, in all programs
   * @param options how results are kept; a ttl is needed
   * @param function the function
   * @return the memoized function
   */
  public <R extends @Nullable Object> Supplier<R> memoizeStampede(
      String name, MemoizeOptions options, Supplier<R> function) {
    Memo memo = withDelta(name, options);
    return () -> memo.get(Arguments.NONE, function::get);
  }

  /**
   * Returns a function of one argument that keeps its results, and computes them anew in the
   * background before they expire.
   *
   * @param <A> the type of the argument
   * @param <R> the type of the result
   * @param name the function's name, in all programs
   * @param options how results are kept; a ttl is needed
   * @param function the function
   * @return the memoized function
   */
  public <A extends @Nullable Object, R extends @Nullable Object> Function<A, R> memoizeStampede(
      String name, MemoizeOptions options, Function<A, R> function) {
    Memo memo = withDelta(name, options);
    return argument -> memo.get(Arguments.of(argument), () -> function.apply(argument));
  }

  /**
   * Returns a function of two arguments that keeps its results, and computes them anew in the
   * background before they expire.
   *
   * @param <A> the type of the first argument
   * @param <B> the type of the second argument
   * @param <R> the type of the result
   * @param name the function's name, in all programs
   * @param options how results are kept; a ttl is needed
   * @param function the function
   * @return the memoized function
   */
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      BiFunction<A, B, R> memoizeStampede(
          String name, MemoizeOptions options, BiFunction<A, B, R> function) {
    Memo memo = withDelta(name, options);
    return (first, second) ->
        memo.get(Arguments.of(first, second), () -> function.apply(first, second));
  }

  /**
   * Returns the result of one call, of any number of arguments, which is computed anew in the
   * background before it expires.
   *
   * @param <R> the type of the result
   * @param name the function's name, in all programs
   * @param options how the result is kept; a ttl is needed
   * @param arguments the arguments that make its key
   * @param computation computes the result
   * @return the result
   * @throws InterruptedException when the thread is or becomes interrupted while another computes
   * @throws Exception what the computation throws
   */
  public <R extends @Nullable Object> R callStampede(
      String name, MemoizeOptions options, Arguments arguments, Callable<R> computation)
      throws Exception {
    return withDelta(name, options).call(arguments, computation);
  }

  /**
   * Returns the key under which the result of a call is stored.
   *
   * @param name the function's name
   * @param options which arguments count, and how
   * @param arguments the arguments
   * @return the key
   */
  public Tuple cacheKey(String name, MemoizeOptions options, Arguments arguments) {
    return whole(name, options).key(arguments);
  }

  private Memo whole(String name, MemoizeOptions options) {
    return new Memo(cache, directory, name, options, settings, new MemoRow.Whole());
  }

  private Memo withDelta(String name, MemoizeOptions options) {
    if (options.ttl() == null || options.isLookupOnly()) {
      throw new IllegalArgumentException(
          Messages.message(
              "recompute early",
              name,
              "its results never expire, or are not stored",
              "give it a positive ttl"));
    }
    return new Memo(
        cache, directory, name, options, settings, new MemoRow.WithDelta(options.beta(), settings));
  }
}
