// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.Cache;
import io.github.diskcache.Deque;
import io.github.diskcache.FanoutCache;
import io.github.diskcache.Index;
import io.github.diskcache.recipes.BoundedSemaphore;
import io.github.diskcache.recipes.Lock;

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
   * Returns what became of the memoized calls of a cache.
   *
   * @param name the name of the cache
   * @return the counts of this process
   */
  MemoStatistics statistics(String name);
}
