// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A queue inside a cache, worked on by any number of threads and processes. Thread-safe.
 *
 * <p>Its elements are ordinary entries under numbered keys: {@code 500000000000000} and its
 * neighbours for the queue without a prefix, {@code prefix-500000000000000} and so on for one with.
 * Keys of that form that were set otherwise take part, and the order of keys is that of the queue.
 * A queue that ran empty starts anew in the middle.
 *
 * <p>Elements are subject to the cache's eviction policy as all entries are; use {@link
 * EvictionPolicy#NONE} where none may be lost.
 *
 * @param <V> the type of values
 */
public interface CacheQueue<V extends @Nullable Object> {

  /**
   * Adds an element at the back that never expires.
   *
   * @param value the value; null is a value
   * @return its key, a {@code Long}, or text for a queue with a prefix
   */
  default Object push(@Nullable V value) {
    return push(value, Side.BACK, WriteOptions.NONE);
  }

  /**
   * Adds an element.
   *
   * @param value the value; null is a value
   * @param side the end
   * @param options expiry and tag of its entry
   * @return its key, a {@code Long}, or text for a queue with a prefix
   * @throws CacheTypeException when the value is of a type that cannot be stored
   * @throws CacheException when that end has reached the last of the 10^15 keys
   */
  Object push(@Nullable V value, Side side, WriteOptions options);

  /**
   * Removes the first element and returns it, as {@link #pull(Side)} does.
   *
   * @return the element with its key, or empty when there is none
   */
  default Optional<KeyedEntry<Object, V>> pull() {
    return pull(Side.FRONT);
  }

  /**
   * Removes the element at an end and returns it. Each element is pulled once, by one of all
   * threads and processes. Expired elements and those whose value file is lost are removed on the
   * way.
   *
   * @param side the end
   * @return the element with its key, or empty when there is none
   */
  Optional<KeyedEntry<Object, V>> pull(Side side);

  /**
   * Returns the first element, as {@link #peek(Side)} does.
   *
   * @return the element with its key, or empty when there is none
   */
  default Optional<KeyedEntry<Object, V>> peek() {
    return peek(Side.FRONT);
  }

  /**
   * Returns the element at an end and leaves it there. Expired elements and those whose value file
   * is lost are removed on the way.
   *
   * @param side the end
   * @return the element with its key, or empty when there is none
   */
  Optional<KeyedEntry<Object, V>> peek(Side side);
}
