// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A disk for keys and values of declared types: codecs make of them what another disk stores. Null
 * is null for every type. Thread-safe as its parts are.
 */
final class CodecDisk<K, V> implements Disk {
  private final Disk disk;
  private final Codec<K> keys;
  private final Codec<V> values;

  private CodecDisk(Disk disk, Codec<K> keys, Codec<V> values) {
    this.disk = disk;
    this.keys = keys;
    this.values = values;
  }

  /** The disk beneath alone, when the codecs leave all as it is. */
  static Disk of(Disk disk, Codec<?> keys, Codec<?> values) {
    Objects.requireNonNull(keys, "keys");
    Objects.requireNonNull(values, "values");
    return isIdentity(keys) && isIdentity(values) ? disk : new CodecDisk<>(disk, keys, values);
  }

  private static boolean isIdentity(Codec<?> codec) {
    return codec instanceof PlainCodec<?> plain && plain.isIdentity();
  }

  /** The disk beneath the codecs, which stores plain keys and values. */
  static Disk inner(Disk disk) {
    return disk instanceof CodecDisk<?, ?> typed ? typed.disk : disk;
  }

  /** Whether no object that a disk decodes as a value ever changes. */
  static boolean hasImmutableValues(Disk disk) {
    return disk instanceof CodecDisk<?, ?> typed && typed.values.isImmutable();
  }

  @Override
  public String name() {
    return disk.name();
  }

  @Override
  public EncodedKey encodeKey(@Nullable Object key) {
    return disk.encodeKey(encode(keys, key, "use as key"));
  }

  @Override
  public @Nullable Object decodeKey(EncodedKey stored) {
    return decode(keys, disk.decodeKey(stored), "read key");
  }

  @Override
  public EncodedValue encodeValue(@Nullable Object value) {
    return disk.encodeValue(encode(values, value, "store"));
  }

  @Override
  public @Nullable Object decodeValue(EncodedValue stored) {
    return decode(values, disk.decodeValue(stored), "read");
  }

  @Override
  public Map<String, Object> settings() {
    return disk.settings();
  }

  @Override
  public Disk opened(Map<String, Object> settings) {
    return new CodecDisk<>(disk.opened(settings), keys, values);
  }

  /** Only the compiler keeps other types from getting here, and that not always. */
  @SuppressWarnings("unchecked")
  private static <T> @Nullable Object encode(Codec<T> codec, @Nullable Object object, String act) {
    if (object == null) {
      return null;
    }
    try {
      return Objects.requireNonNull(codec.encode((T) object), "encode");
    } catch (CacheTypeException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw CacheTypeException.failed(act, object, "codec", e);
    }
  }

  private static <T> @Nullable T decode(Codec<T> codec, @Nullable Object stored, String act) {
    if (stored == null) {
      return null;
    }
    try {
      return Objects.requireNonNull(codec.decode(stored), "decode");
    } catch (CacheTypeException | DamagedValueException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw CacheTypeException.failed(act, stored, "codec", e);
    }
  }

  @Override
  public String toString() {
    return disk.toString();
  }
}
