// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A persistent map in one directory that keeps insertion order, shared by any number of threads and
 * processes. What was put survives {@code kill -9}, and stays until it is removed.
 *
 * <pre>{@code
 * try (Index<Object, Object> index = Index.open(directory)) {
 *   index.merge("visits", 1L, (a, b) -> (Long) a + (Long) b);
 * }
 * }</pre>
 *
 * <p>Instances are thread-safe. Every method waits for a busy database without limit; interrupting
 * the thread ends that wait with {@link CacheInterruptedException}. What reads, decides and writes
 * ({@code compute}, {@code merge}, {@code replace}, {@code putIfAbsent} and their kin) does so in
 * one transaction, and a function given to it runs once, while all other writers wait.
 *
 * <p>Keys and values are of the types that those of a {@link Cache} are, and equal by what they
 * mean: {@code 1} and {@code 1.0} are, bytes of the same content are, a list and a {@link Tuple}
 * are not. <b>Null is a key and a value.</b> A key with a stored null is present: {@code
 * containsKey} says so, {@code putIfAbsent} and {@code computeIfAbsent} leave it alone, {@code
 * getOrDefault} returns the null. Only {@code merge} takes a stored null for nothing, and a
 * function that returns null stores nothing and removes what was there, as for any map.
 *
 * <p>Entries are in the order in which their keys were put first; putting again keeps the place.
 * Views are live. Iterators and streams read pages of 100 entries, so that memory is constant
 * however large the index is. They are weakly consistent: keys added after an iteration began are
 * not returned, what this process has removed is not, what another process has removed since its
 * page was read may be. An entry with a key of a type that is refused is passed over; a value of
 * such a type fails the method that meets it with {@link CacheTypeException}.
 *
 * <p>An index {@link #on on a cache} is the whole of that cache, its queues included, under its
 * eviction policy. Entries that expire are counted until something removes them, but not returned.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public interface Index<K extends @Nullable Object, V extends @Nullable Object>
    extends ConcurrentMap<K, V>, AutoCloseable {

  /**
   * Opens the index in a directory, or makes it. Nothing is ever evicted from it.
   *
   * @param directory the index's own directory; made, readable by its owner only, when absent
   * @return the open index
   * @throws CacheOpenException when the directory cannot hold an index, or holds something else
   */
  static Index<Object, Object> open(Path directory) {
    return Cache.builder(directory).openIndex();
  }

  /**
   * Returns the index of a cache, as {@link Cache#index} does.
   *
   * @param <K> the type of keys
   * @param <V> the type of values
   * @param cache a cache that is no {@link FanoutCache}
   * @return a view of the cache
   * @throws CacheTypeException when the cache has several shards
   */
  static <K extends @Nullable Object, V extends @Nullable Object> Index<K, V> on(
      Cache<K, V> cache) {
    return cache.index();
  }

  /**
   * Returns the entry whose key was put first.
   *
   * @return an immutable entry, or null when there is none
   */
  Map.@Nullable Entry<K, V> firstEntry();

  /**
   * Returns the entry whose key was put last.
   *
   * @return an immutable entry, or null when there is none
   */
  Map.@Nullable Entry<K, V> lastEntry();

  /**
   * Removes the entry whose key was put first. Of all threads and processes, one gets it.
   *
   * @return an immutable entry, or null when there is none
   */
  Map.@Nullable Entry<K, V> pollFirstEntry();

  /**
   * Removes the entry whose key was put last. Of all threads and processes, one gets it.
   *
   * @return an immutable entry, or null when there is none
   */
  Map.@Nullable Entry<K, V> pollLastEntry();

  /**
   * Removes the entry whose key was put first, as {@link #pollFirstEntry} does.
   *
   * @return an immutable entry
   * @throws NoSuchElementException when there is none
   */
  Map.Entry<K, V> popFirst();

  /**
   * Removes the entry whose key was put last, as {@link #pollLastEntry} does.
   *
   * @return an immutable entry
   * @throws NoSuchElementException when there is none
   */
  Map.Entry<K, V> popLast();

  /**
   * Returns the entries, the one put last first. Each iteration reads anew, as that of {@link
   * #entrySet} does.
   *
   * @return the entries
   */
  Iterable<Map.Entry<K, V>> descendingEntries();

  /**
   * Returns the queue without a prefix, whose elements are entries of this index too.
   *
   * @return a view of this index
   */
  CacheQueue<V> queue();

  /**
   * Returns the queue of a prefix, whose elements are entries of this index too.
   *
   * @param prefix any text
   * @return a view of this index
   */
  CacheQueue<V> queue(String prefix);

  /**
   * Tells whether an object is a map with equal entries: in the same order if it is an index or a
   * map whose class keeps an order ({@link java.util.LinkedHashMap}, {@link java.util.SortedMap},
   * and from Java 21 on any {@code SequencedMap}), in any order otherwise. Reads all entries.
   *
   * @param object the object
   * @return whether it is
   */
  @Override
  boolean equals(@Nullable Object object);

  /**
   * Returns the hash code of a map of these entries; a whole number's is that of a {@code Long}.
   * Reads all entries, and changes with them.
   *
   * @return the hash code
   */
  @Override
  int hashCode();

  /**
   * Runs a body in one transaction, as {@link Cache#transact(Supplier)} does.
   *
   * @param <T> the type of the result
   * @param body run once, by this thread, while the write lock is held; keep it short
   * @return the body's result
   * @throws RuntimeException what the body throws, after everything was rolled back
   */
  <T extends @Nullable Object> T transact(Supplier<T> body);

  /**
   * Runs a body in one transaction, as {@link Cache#transact(Runnable)} does.
   *
   * @param body run once, by this thread, while the write lock is held; keep it short
   */
  default void transact(Runnable body) {
    transact(
        () -> {
          body.run();
          return Boolean.TRUE;
        });
  }

  /**
   * Returns the cache that holds the entries.
   *
   * @return the cache, for its maintenance, directory and volume
   */
  Cache<K, V> cache();

  /**
   * Closes the directory that this index was opened on. An index on a cache is closed with that
   * cache, and not by this. A second call does nothing.
   */
  @Override
  void close();
}
