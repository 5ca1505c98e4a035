// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A view of a cache whose operations run on an executor and answer with a {@link CompletionStage},
 * for callers that may not block. A stage fails with what the operation of {@link Cache} throws.
 * Thread-safe.
 *
 * <p>The operations of one caller may run in any order unless chained. There is no transaction
 * here, since those belong to a thread; {@link #run} runs a whole body on one.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class AsyncCache<K extends @Nullable Object, V extends @Nullable Object> {
  private final Cache<K, V> cache;
  private final Executor executor;

  private AsyncCache(Cache<K, V> cache, Executor executor) {
    this.cache = cache;
    this.executor = executor;
  }

  /**
   * Returns the view of a cache.
   *
   * @param <K> the type of keys
   * @param <V> the type of values
   * @param cache the cache
   * @param executor runs each operation, which may block up to the cache's busy timeout: a
   *     container's managed executor, or one of a thread per task
   * @return the view
   */
  public static <K extends @Nullable Object, V extends @Nullable Object> AsyncCache<K, V> on(
      Cache<K, V> cache, Executor executor) {
    return new AsyncCache<>(
        Objects.requireNonNull(cache, "cache"), Objects.requireNonNull(executor, "executor"));
  }

  /**
   * Runs any operations of the cache, one after the other, on one thread of the executor.
   *
   * @param <T> the type of the result
   * @param body given the cache
   * @return the body's result
   */
  public <T extends @Nullable Object> CompletionStage<T> run(Function<Cache<K, V>, T> body) {
    return CompletableFuture.supplyAsync(() -> body.apply(cache), executor);
  }

  /**
   * Reads as {@link Cache#get(Object)} does.
   *
   * @param key the key
   * @return the value, or null for a miss and for a stored null
   */
  public CompletionStage<@Nullable V> get(K key) {
    return run(on -> on.get(key));
  }

  /**
   * Reads as {@link Cache#entry} does.
   *
   * @param key the key
   * @return the entry, or empty for a miss
   */
  public CompletionStage<Optional<Entry<V>>> entry(K key) {
    return run(on -> on.entry(key));
  }

  /**
   * Stores as {@link Cache#set(Object, Object)} does.
   *
   * @param key the key
   * @param value the value
   * @return what became of it
   */
  public CompletionStage<WriteResult> set(K key, @Nullable V value) {
    return run(on -> on.set(key, value));
  }

  /**
   * Stores as {@link Cache#set(Object, Object, WriteOptions)} does.
   *
   * @param key the key
   * @param value the value
   * @param options expiry and tag
   * @return what became of it
   */
  public CompletionStage<WriteResult> set(K key, @Nullable V value, WriteOptions options) {
    return run(on -> on.set(key, value, options));
  }

  /**
   * Adds as {@link Cache#add(Object, Object, WriteOptions)} does.
   *
   * @param key the key
   * @param value the value
   * @param options expiry and tag
   * @return whether this call stored it
   */
  public CompletionStage<Boolean> add(K key, @Nullable V value, WriteOptions options) {
    return run(on -> on.add(key, value, options));
  }

  /**
   * Adds to a number as {@link Cache#increment(Object, long)} does.
   *
   * @param key the key
   * @param delta added
   * @return the new number
   */
  public CompletionStage<Long> increment(K key, long delta) {
    return run(on -> on.increment(key, delta));
  }

  /**
   * Sets the expiry as {@link Cache#touch(Object, Duration)} does.
   *
   * @param key the key
   * @param ttl counted from now
   * @return whether there was a live entry
   */
  public CompletionStage<Boolean> touch(K key, Duration ttl) {
    return run(on -> on.touch(key, ttl));
  }

  /**
   * Removes as {@link Cache#popEntry} does.
   *
   * @param key the key
   * @return the entry removed, or empty for a miss
   */
  public CompletionStage<Optional<Entry<V>>> popEntry(K key) {
    return run(on -> on.popEntry(key));
  }

  /**
   * Removes as {@link Cache#delete} does.
   *
   * @param key the key
   * @return whether there was one
   */
  public CompletionStage<Boolean> delete(K key) {
    return run(on -> on.delete(key));
  }

  /**
   * Removes as {@link Cache#evict} does.
   *
   * @param tag the tag
   * @return entries removed
   */
  public CompletionStage<Long> evict(Object tag) {
    return run(on -> on.evict(tag));
  }

  /**
   * Removes as {@link Cache#clear} does.
   *
   * @return entries removed
   */
  public CompletionStage<Long> clear() {
    return run(Cache::clear);
  }
}
