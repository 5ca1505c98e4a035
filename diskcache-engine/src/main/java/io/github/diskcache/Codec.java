// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

/**
 * How objects of one type become keys or values that a {@link Disk} stores, and come back. An
 * implementation is thread-safe.
 *
 * <p>What it throws reaches the caller as {@link CacheTypeException} with the cause, and nothing is
 * written or removed then. A {@link DamagedValueException} from {@link #decode} makes the entry a
 * miss. Null never comes here: it is stored as null whatever the type.
 *
 * @param <T> the type of the objects
 */
public interface Codec<T> {

  /**
   * Encodes an object. As a key, equal objects must give equal results, in every process.
   *
   * @param object the object
   * @return text, bytes, a number, or whatever else the disk stores
   */
  Object encode(T object);

  /**
   * Decodes what is stored. It comes from a directory that others may have written to.
   *
   * @param stored the result of an {@link #encode}, with an integer as {@code Long} and a {@code
   *     float} as {@code Double}; or an object of another type
   * @return the object
   */
  T decode(Object stored);
}
