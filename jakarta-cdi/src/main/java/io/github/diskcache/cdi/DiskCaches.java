// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.Cache;
import io.github.diskcache.Deque;
import io.github.diskcache.FanoutCache;
import io.github.diskcache.Index;
import io.github.diskcache.recipes.BoundedSemaphore;
import io.github.diskcache.recipes.Lock;
import io.github.diskcache.recipes.RLock;
import io.github.diskcache.recipes.Rate;
import io.github.diskcache.recipes.Throttle;
import org.jspecify.annotations.Nullable;

/**
 * The caches of this application by name, for code that injection does not reach. A bean of scope
 * {@code ApplicationScoped}; what it gives is shared, and closed when the application shuts down.
 */
public interface DiskCaches {

  /**
   * Returns the cache of a name.
   *
   * @param name as in {@link CacheName}
   * @return the cache; closing it does nothing
   */
  Cache<Object, Object> cache(String name);

  /**
   * Returns the cache of a name for keys and values of declared types.
   *
   * @param <K> the type of keys
   * @param <V> the type of values
   * @param name as in {@link CacheName}
   * @param keyType the type of keys
   * @param valueType the type of values
   * @return the cache; closing it does nothing
   */
  <K, V> Cache<K, V> cache(String name, Class<K> keyType, Class<V> valueType);

  /**
   * Returns the fan-out cache of a name.
   *
   * @param name as in {@link CacheName}
   * @return the cache; closing it does nothing
   */
  FanoutCache<Object, Object> fanoutCache(String name);

  /**
   * Returns the deque of a name.
   *
   * @param <E> the type of elements
   * @param name as in {@link CacheName}
   * @param elementType the type of elements
   * @return the deque; closing it does nothing
   */
  <E> Deque<E> deque(String name, Class<E> elementType);

  /**
   * Returns the index of a name.
   *
   * @param <K> the type of keys
   * @param <V> the type of values
   * @param name as in {@link CacheName}
   * @param keyType the type of keys
   * @param valueType the type of values
   * @return the index; closing it does nothing
   */
  <K, V> Index<K, V> index(String name, Class<K> keyType, Class<V> valueType);

  /**
   * Returns the lock of a name, which all processes with this directory share.
   *
   * @param name as in {@link CacheName}
   * @return the lock
   */
  Lock lock(String name);

  /**
   * Returns the semaphore of a name, which all processes with this directory share.
   *
   * @param name as in {@link CacheName}
   * @param permits how many permits it has; {@code diskcache.<name>.permits} wins
   * @return the semaphore
   */
  BoundedSemaphore semaphore(String name, int permits);

  /**
   * Returns the lock of a name that its thread may take again, which all processes with this
   * directory share; that of a {@link DiskBarrier} of the name.
   *
   * @param name as in {@link CacheName}
   * @return the lock
   */
  RLock reentrantLock(String name);

  /**
   * Returns the throttle of a name, which all processes with this directory share; that of a {@link
   * DiskThrottled} of the name.
   *
   * @param name as in {@link CacheName}
   * @param rate how many calls pass
   * @return the throttle
   */
  Throttle throttle(String name, Rate rate);

  /**
   * Returns what does in code what {@link DiskMemoized} does to methods, and shares entries with
   * them where name, arguments and result type agree.
   *
   * @param <R> the type of results
   * @param cache the name of the cache
   * @param name the name of the results
   * @param resultType the type of results
   * @param how how they are kept
   * @return the memoized function
   * @throws RuntimeException when results of the type cannot be kept
   */
  <R> Memoized<R> memoize(String cache, String name, Class<R> resultType, MemoSettings how);

  /**
   * Evicts the result of one call, as {@link DiskEvict} does.
   *
   * @param cache the name of the cache
   * @param name the name of the results
   * @param arguments the arguments that make the key
   * @return entries removed now
   */
  long evict(String cache, String name, @Nullable Object... arguments);

  /**
   * Evicts all results of a name, as {@link DiskEvict} does. Looks at every key of the cache.
   *
   * @param cache the name of the cache
   * @param name the name of the results
   * @return entries removed now
   */
  long evictNamed(String cache, String name);

  /**
   * Evicts the results that carry a tag, as {@link DiskEvict} does.
   *
   * @param cache the name of the cache
   * @param tag the tag
   * @return entries removed now
   */
  long evictTagged(String cache, String tag);

  /**
   * Evicts all that a cache holds, as {@link DiskEvict} does.
   *
   * @param cache the name of the cache
   * @return entries removed now
   */
  long evictAll(String cache);

  /**
   * Returns what became of the memoized calls of a cache.
   *
   * @param name the name of the cache
   * @return the counts of this process
   */
  MemoStatistics statistics(String name);
}
