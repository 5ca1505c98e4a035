// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a cache at one time. Immutable.
 *
 * @param statistics whether hits and misses are counted
 * @param tagIndex whether tags have an index
 * @param evictionPolicy which entries go first
 * @param sizeLimit bytes above which entries are removed
 * @param cullLimit entries that one write removes at most
 * @param minFileSize length from which a value is kept in a file of its own
 * @param pragmas the settings of SQLite
 */
public record Settings(
    boolean statistics,
    boolean tagIndex,
    EvictionPolicy evictionPolicy,
    long sizeLimit,
    int cullLimit,
    int minFileSize,
    Map<Setting, Object> pragmas) {

  /**
   * Copies the map.
   *
   * @param statistics whether hits and misses are counted
   * @param tagIndex whether tags have an index
   * @param evictionPolicy which entries go first
   * @param sizeLimit bytes above which entries are removed
   * @param cullLimit entries that one write removes at most
   * @param minFileSize length from which a value is kept in a file of its own
   * @param pragmas the settings of SQLite
   */
  public Settings {
    pragmas = Collections.unmodifiableMap(new EnumMap<>(pragmas));
  }

  /**
   * Reads stored values.
   *
   * @param own the application's policy, which may be stored by its name; null: it has none
   */
  static Settings of(Map<Setting, Object> values, @Nullable EvictionPolicy own) {
    Map<Setting, Object> pragmas = new EnumMap<>(values);
    pragmas.keySet().removeIf(setting -> !setting.isPragma());
    return new Settings(
        number(values, Setting.STATISTICS).longValue() != 0,
        number(values, Setting.TAG_INDEX).longValue() != 0,
        EvictionPolicy.named(value(values, Setting.EVICTION_POLICY).toString(), own),
        number(values, Setting.SIZE_LIMIT).longValue(),
        (int) Math.min(Integer.MAX_VALUE, number(values, Setting.CULL_LIMIT).longValue()),
        (int) Math.min(Integer.MAX_VALUE, number(values, Setting.DISK_MIN_FILE_SIZE).longValue()),
        pragmas);
  }

  private static Object value(Map<Setting, Object> values, Setting setting) {
    return values.getOrDefault(setting, setting.defaultValue());
  }

  private static Number number(Map<Setting, Object> values, Setting setting) {
    return value(values, setting) instanceof Number number
        ? number
        : (Number) setting.checked(value(values, setting));
  }
}
