// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Cache} whose entries are spread over shards, each a cache of its own in a directory
 * {@code 000}, {@code 001} and so on, so that several processes write at the same time.
 *
 * <p>It prefers answering to waiting. Where a shard's write lock is not had within the busy timeout
 * (10 ms unless given), {@link #set set} answers {@link WriteResult#SKIPPED}, {@link #add add},
 * {@link #touch touch} and {@link #delete delete} answer false, {@link #popEntry popEntry} a miss,
 * {@link #incrementIfPresent incrementIfPresent} empty. Evict, expire, cull, clear and {@link
 * #transact transact} go on until they are done. {@link #increment increment}, {@link #transactOn
 * transactOn} and maintenance throw {@link CacheTimeoutException}. {@link #retrying} waits instead,
 * {@link #waiting waiting} up to a time.
 *
 * <p>The shard of a key follows from its encoded form by python-diskcache's portable hash, in which
 * {@code 1} and {@code 1.0} differ: here they may be two keys. {@link #transact transact} locks all
 * shards in order and commits one after the other, so that a kill between two commits keeps some.
 * Keys come shard by shard. What needs one order over all entries is refused with {@link
 * CacheTypeException}: sorted keys, queues, deque, index, first and last; {@link #cache}, {@link
 * #deque(String)} and {@link #index(String)} have them.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public interface FanoutCache<K extends @Nullable Object, V extends @Nullable Object>
    extends Cache<K, V> {

  /**
   * Opens the fan-out cache in a directory with its stored settings and shard count, or makes it
   * with the default ones and 8 shards.
   *
   * @param directory the cache's own directory; made, readable by its owner only, when absent
   * @return the open cache
   * @throws CacheOpenException when the directory cannot hold a cache, or holds something else
   */
  static FanoutCache<Object, Object> open(Path directory) {
    return Cache.builder(directory).openFanout();
  }

  /**
   * Opens the fan-out cache in a directory with its stored settings, or makes it.
   *
   * @param directory the cache's own directory; made, readable by its owner only, when absent
   * @param shards how many shards, 1 to 1000
   * @return the open cache
   * @throws CacheOpenException when the directory was made with another number of shards, cannot
   *     hold a cache, or holds something else
   */
  static FanoutCache<Object, Object> open(Path directory, int shards) {
    return Cache.builder(directory).openFanout(shards);
  }

  /**
   * Returns the number of shards.
   *
   * @return 1 to 1000
   */
  int shards();

  /**
   * Returns the plain cache of a name inside this one, in the directory {@code cache/<name>}. The
   * same name gives the same instance until that is closed; closing this cache closes it too. Its
   * settings are its own.
   *
   * @param name segments of letters, digits, {@code -}, {@code _}, {@code .} and blanks, separated
   *     by {@code /}; no segment empty, {@code .} or {@code ..}
   * @return the open cache
   * @throws CacheOpenException when the name is none such
   */
  Cache<Object, Object> cache(String name);

  /**
   * Returns the deque of a name inside this cache, in the directory {@code deque/<name>}. The same
   * name gives the same instance until that is closed; closing this cache closes it too.
   *
   * @param name as for {@link #cache}
   * @return the open deque
   * @throws CacheOpenException when the name is none such
   */
  Deque<Object> deque(String name);

  /**
   * Returns the index of a name inside this cache, in the directory {@code index/<name>}. The same
   * name gives the same instance until that is closed; closing this cache closes it too.
   *
   * @param name as for {@link #cache}
   * @return the open index
   * @throws CacheOpenException when the name is none such
   */
  Index<Object, Object> index(String name);

  @Override
  FanoutCache<K, V> retrying();

  @Override
  FanoutCache<K, V> waiting(Duration longest);
}
