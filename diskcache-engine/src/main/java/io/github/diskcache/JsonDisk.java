// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A disk that keeps keys and values as JSON compressed by zlib, byte for byte as python-diskcache's
 * {@code JSONDisk} does: for directories that such a Python shares, or that no pickle may be in.
 * Immutable.
 *
 * <p>It stores null, booleans, numbers, text, and lists and maps of such. A {@link Tuple} is a list
 * to it; keys of maps come back as text. Bytes and sets are refused with {@link
 * CacheTypeException}. Here {@code 1}, {@code 1.0} and {@code "1"} are three keys.
 *
 * <p>Streams are stored as they are, and only {@link Cache#read} has them back: {@link
 * Cache#get(Object)} refuses what is no compressed JSON. Of a value so large that it lives in a
 * file, {@code read} gives the compressed JSON. Keys that queues make are stored natively.
 *
 * <p>A key is found by its compressed bytes, so level and zlib are part of it. A directory keeps
 * the level it was made with. A Python whose zlib is not the stock one, such as zlib-ng, agrees
 * with other programs at level 0 only.
 */
public final class JsonDisk implements Disk {
  static final String NAME = "json";
  private static final String LEVEL = "disk_compress_level";
  private static final int PYTHONS_LEVEL = 1;
  private static final int NOT_GIVEN = -1;
  private static final int BEST = 9;

  /** The longest JSON of one key or value. */
  private static final int MOST_BYTES = 1 << 28;

  private final int given;

  /** Makes a disk of the level that its directory keeps, or else of level 1. */
  public JsonDisk() {
    this.given = NOT_GIVEN;
  }

  /**
   * Makes a disk of a level.
   *
   * @param compressLevel 0, no compression, to 9, the best and slowest
   */
  public JsonDisk(int compressLevel) {
    if (compressLevel < 0 || compressLevel > BEST) {
      throw new CacheSettingException(
          "set",
          "compressLevel",
          "it takes 0 to " + BEST + ", was [" + compressLevel + "]",
          "give it such");
    }
    this.given = compressLevel;
  }

  private int level() {
    return given == NOT_GIVEN ? PYTHONS_LEVEL : given;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public EncodedKey encodeKey(@Nullable Object key) {
    return new EncodedKey(encode(key, "use as key"), true);
  }

  @Override
  public @Nullable Object decodeKey(EncodedKey stored) {
    return stored.column() instanceof byte[] compressed
        ? decode(compressed, "read key")
        : stored.column();
  }

  @Override
  public EncodedValue encodeValue(@Nullable Object value) {
    return new EncodedValue(encode(value, "store"), true);
  }

  /** What is no bytes can only have been put there natively, by an increment of another library. */
  @Override
  public @Nullable Object decodeValue(EncodedValue stored) {
    return stored.column() instanceof byte[] compressed
        ? decode(compressed, "read")
        : stored.column();
  }

  private byte[] encode(@Nullable Object object, String act) {
    byte[] json = JsonWriter.write(object, act);
    if (json.length > MOST_BYTES) {
      throw new CacheTypeException(
          act,
          "JSON of " + json.length + " bytes",
          "it is larger than " + MOST_BYTES + " bytes",
          "store less in one value, or a stream");
    }
    return Zlib.compress(json, level());
  }

  private static @Nullable Object decode(byte[] compressed, String act) {
    if (!Zlib.hasHeader(compressed)) {
      throw new CacheTypeException(
          act,
          compressed.length + " bytes",
          "they are no compressed JSON",
          "use read, if it was stored as a stream");
    }
    return JsonReader.read(Zlib.expand(compressed, MOST_BYTES));
  }

  @Override
  public Map<String, Object> settings() {
    return given == NOT_GIVEN ? Map.of() : Map.of(LEVEL, (long) given);
  }

  @Override
  public Disk opened(Map<String, Object> settings) {
    if (settings.isEmpty()) {
      return this;
    }
    if (!settings.keySet().equals(Set.of(LEVEL))) {
      return Disk.super.opened(settings);
    }
    Object kept = settings.get(LEVEL);
    if (!(kept instanceof Long level) || level < 0 || level > BEST) {
      throw new IllegalArgumentException("it keeps a compress level of [" + kept + "]");
    }
    if (given != NOT_GIVEN && given != level) {
      throw new IllegalArgumentException(
          "its keys are compressed at level "
              + level
              + ", and at level "
              + given
              + " none would be found");
    }
    return new JsonDisk((int) (long) level);
  }

  @Override
  public String toString() {
    return "JsonDisk[level " + level() + "]";
  }
}
