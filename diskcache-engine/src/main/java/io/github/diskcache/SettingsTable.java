// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code Settings}: settings and, maintained by triggers, counters. Stateless.
 *
 * <p>python-diskcache reads every row and hands those named {@code disk_…} to its disk's
 * constructor, so no row of our own may stand here.
 */
final class SettingsTable {
  static final String COUNT = "count";
  static final String SIZE = "size";
  static final String HITS = "hits";
  static final String MISSES = "misses";

  private static final List<String> COUNTERS = List.of(COUNT, SIZE, HITS, MISSES);
  private static final Set<String> ANY_DISK =
      Arrays.stream(Setting.values())
          .map(Setting::storedName)
          .filter(name -> name.startsWith("disk_"))
          .collect(Collectors.toSet());

  private static final String READ_ALL = "SELECT key, value FROM Settings";
  private static final String READ = "SELECT value FROM Settings WHERE key = ?";
  private static final String INSERT = "INSERT OR IGNORE INTO Settings (key, value) VALUES (?, ?)";
  private static final String UPDATE = "UPDATE Settings SET value = ? WHERE key = ?";
  private static final String ADD = "UPDATE Settings SET value = value + ? WHERE key = ?";

  private SettingsTable() {}

  static Map<String, Object> readAll(SqlConnection sql) throws SQLException {
    Map<String, Object> rows = new LinkedHashMap<>();
    for (Map.Entry<String, Object> row :
        sql.all(READ_ALL, row -> Map.entry(row.getString(1), storedValue(row.getValue(2))))) {
      rows.put(row.getKey(), row.getValue());
    }
    return rows;
  }

  private static Object storedValue(@Nullable Object value) {
    return value == null ? "" : value;
  }

  /** The settings among the rows that every cache has. */
  static Map<Setting, Object> settings(Map<String, Object> rows) {
    Map<Setting, Object> settings = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      Object stored = rows.get(setting.storedName());
      if (stored != null) {
        settings.put(setting, isTakenAsStored(setting) ? stored : setting.checked(stored));
      }
    }
    return settings;
  }

  /**
   * An older Python stores a lower pickle protocol; its values are read all the same. A policy may
   * be of the application's own, which {@link Settings#of} finds by its name.
   */
  private static boolean isTakenAsStored(Setting setting) {
    return setting == Setting.DISK_PICKLE_PROTOCOL || setting == Setting.EVICTION_POLICY;
  }

  /** The settings that a disk keeps here beyond those that every disk has. */
  static Map<String, Object> ofDisk(Map<String, Object> rows) {
    Map<String, Object> settings = new LinkedHashMap<>(rows);
    settings.keySet().removeIf(name -> !name.startsWith("disk_") || ANY_DISK.contains(name));
    return settings;
  }

  /** Adds the rows that are missing and corrects those that differ. */
  static void write(SqlConnection sql, Map<String, Object> rows, Map<Setting, Object> effective)
      throws SQLException {
    for (Map.Entry<Setting, Object> setting : effective.entrySet()) {
      String name = setting.getKey().storedName();
      Object stored = rows.get(name);
      if (stored == null) {
        sql.execute(INSERT, name, setting.getValue());
      } else if (!stored.equals(setting.getValue())) {
        sql.execute(UPDATE, setting.getValue(), name);
      }
    }
    for (String counter : COUNTERS) {
      if (!rows.containsKey(counter)) {
        sql.execute(INSERT, counter, 0L);
      }
    }
  }

  /** Whether {@link #write} would change anything. */
  static boolean differs(Map<String, Object> rows, Map<Setting, Object> effective) {
    return !rows.keySet().containsAll(COUNTERS)
        || effective.entrySet().stream()
            .anyMatch(
                setting -> !setting.getValue().equals(rows.get(setting.getKey().storedName())));
  }

  static Optional<Object> read(SqlConnection sql, String name) throws SQLException {
    return Optional.ofNullable(sql.first(READ, row -> storedValue(row.getValue(1)), name));
  }

  static long counter(SqlConnection sql, String name) throws SQLException {
    return sql.number(READ, name);
  }

  static void insert(SqlConnection sql, String name, Object value) throws SQLException {
    sql.execute(INSERT, name, value);
  }

  static void update(SqlConnection sql, String name, Object value) throws SQLException {
    sql.execute(UPDATE, value, name);
  }

  static void add(SqlConnection sql, String name, long delta) throws SQLException {
    sql.execute(ADD, delta, name);
  }
}
