// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How keys and values become what the database and the value files hold: python-diskcache's {@code
 * Disk}, and the point to extend. Given to {@link CacheBuilder#disk}; {@link JsonDisk} is another
 * one than the default.
 *
 * <p>A disk decides the form of a whole directory, and the processes that share it must agree on
 * it; a directory remembers the {@link #name} and refuses another. To store values of a type of
 * one's own, a {@link Codec} is enough.
 *
 * <p>An implementation is thread-safe, and keeps nothing of the arrays it is given. What it throws
 * reaches the caller as {@link CacheTypeException}, and nothing is written or removed then; a
 * {@link DamagedValueException} from reading makes the entry a miss.
 */
public interface Disk {

  /**
   * Returns the default disk, the one of python-diskcache: text, 64-bit integers, doubles and bytes
   * natively; null, booleans, larger integers, {@link Tuple}s, lists, maps and sets as pickles, in
   * reading which no class is ever loaded.
   *
   * @return the disk
   */
  static Disk plain() {
    return PlainDisk.INSTANCE;
  }

  /**
   * Returns the name by which directories remember this disk.
   *
   * @return a name that never changes and that no other encoding has
   */
  String name();

  /**
   * Encodes a key. Equal keys must give equal forms, in every process, for an entry is found by
   * nothing else.
   *
   * @param key the key
   * @return its stored form
   */
  EncodedKey encodeKey(@Nullable Object key);

  /**
   * Decodes a key. Keys of queues do not come from {@link #encodeKey}: they are stored raw, as
   * integers or text.
   *
   * @param stored its stored form
   * @return the key
   */
  @Nullable Object decodeKey(EncodedKey stored);

  /**
   * Encodes a value. Bytes and text may become a value file, whose content {@link Cache#read} gives
   * as it is.
   *
   * @param value the value
   * @return its stored form
   */
  EncodedValue encodeValue(@Nullable Object value);

  /**
   * Decodes a value. What was stored as a stream comes as raw bytes.
   *
   * @param stored its stored form
   * @return the value, a copy of the caller's own
   */
  @Nullable Object decodeValue(EncodedValue stored);

  /**
   * Returns the settings that a directory keeps for this disk. python-diskcache hands them to the
   * constructor of its own disk, so there are none unless that takes such an argument.
   *
   * @return text and numbers by name; each name begins with {@code disk_}
   */
  default Map<String, Object> settings() {
    return Map.of();
  }

  /**
   * Returns this disk as a directory needs it, which is about to be opened.
   *
   * @param settings what the directory keeps for the disk it was made with
   * @return this disk, or one like it with those settings
   * @throws IllegalArgumentException when those are another disk's, or contradict this one
   */
  default Disk opened(Map<String, Object> settings) {
    if (!settings.isEmpty()) {
      throw new IllegalArgumentException(
          "it was made with another disk, which has a setting ["
              + settings.keySet().iterator().next()
              + "]");
    }
    return this;
  }
}
