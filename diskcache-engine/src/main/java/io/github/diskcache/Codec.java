// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.lang.reflect.Type;

/**
 * How objects of one type become keys or values that a {@link Disk} stores, and come back. An
 * implementation is thread-safe. {@link JavaSerializationCodec} and {@link CompressingCodec} are
 * two.
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

  /**
   * Returns whether the objects that this codec decodes never change, nor anything they refer to. A
   * near tier then hands one object to all who ask, where it would decode a new one for each.
   *
   * @return false when not overridden
   */
  default boolean isImmutable() {
    return false;
  }

  /**
   * Returns the codec of values of a type, as {@link #of(Type)} does.
   *
   * @param <T> the type
   * @param type the type
   * @return the codec
   * @throws CacheTypeException when no codec is known for the type
   */
  static <T> Codec<T> of(Class<T> type) {
    return Codecs.of(type, Codecs.Use.VALUE);
  }

  /**
   * Returns the codec of values of a type.
   *
   * <p>Text, numbers, booleans, {@code byte[]}, {@link Tuple}, and lists, sets and maps of such are
   * stored natively, so that Python sees what it would have stored itself; they are read as exactly
   * the declared types, and what does not fit is refused. Enums, {@code java.time}, {@code UUID},
   * {@code URI}, {@code BigDecimal} and {@code Character} are stored as their text. {@code Object}
   * takes whatever the disk stores.
   *
   * <p>All other types are stored as JSON text, for which Jackson must be on the class or module
   * path; {@code java.time} inside them needs its module {@code jackson-datatype-jsr310} too. The
   * JSON is read as the declared type and never as one that the JSON names: annotations that write
   * class names are refused. A property that the type does not have is refused too.
   *
   * @param <T> the type
   * @param type a class, or a parameterized type such as {@code List<Order>}
   * @return the codec
   * @throws CacheTypeException when no codec is known for the type, or Jackson is missing for it
   */
  @SuppressWarnings("TypeParameterUnusedInFormals") // a Type does not say for which class it is
  static <T> Codec<T> of(Type type) {
    return Codecs.of(type, Codecs.Use.VALUE);
  }

  /**
   * Returns the codec of keys of a type, as {@link #ofKey(Type)} does.
   *
   * @param <T> the type
   * @param type the type
   * @return the codec
   * @throws CacheTypeException when no codec is known for the type
   */
  static <T> Codec<T> ofKey(Class<T> type) {
    return Codecs.of(type, Codecs.Use.KEY);
  }

  /**
   * Returns the codec of keys of a type: that of {@link #of(Type)}, but equal keys have equal
   * forms. In JSON, properties, map entries and members of sets are sorted for that, wherever they
   * stand.
   *
   * @param <T> the type
   * @param type a class, or a parameterized type such as {@code List<Order>}
   * @return the codec
   * @throws CacheTypeException when no codec is known for the type, or Jackson is missing for it
   */
  @SuppressWarnings("TypeParameterUnusedInFormals") // a Type does not say for which class it is
  static <T> Codec<T> ofKey(Type type) {
    return Codecs.of(type, Codecs.Use.KEY);
  }
}
