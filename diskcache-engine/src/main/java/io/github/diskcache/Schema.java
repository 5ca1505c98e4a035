// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The tables, indexes and triggers of a database, as python-diskcache 5.6 has them, but for the
 * index of the eviction policy, which costs every write more than it saves. Stateless.
 */
final class Schema {
  /** Ours alone; python-diskcache reads every row of {@code Settings}, and no other table. */
  static final String SIDE_TABLE = "JavaSettings";

  static final String TAG_INDEX =
      """
      CREATE INDEX IF NOT EXISTS Cache_tag_rowid ON Cache (tag, rowid) WHERE tag IS NOT NULL""";

  static final String DROP_TAG_INDEX = "DROP INDEX IF EXISTS Cache_tag_rowid";

  private static final String SETTINGS =
      """
      CREATE TABLE IF NOT EXISTS Settings (
        key TEXT NOT NULL UNIQUE,
        value)""";

  private static final String CACHE =
      """
      CREATE TABLE IF NOT EXISTS Cache (
        rowid INTEGER PRIMARY KEY,
        key BLOB,
        raw INTEGER,
        store_time REAL,
        expire_time REAL,
        access_time REAL,
        access_count INTEGER DEFAULT 0,
        tag BLOB,
        size INTEGER DEFAULT 0,
        mode INTEGER DEFAULT 0,
        filename TEXT,
        value BLOB)""";

  private static final Set<String> CACHE_COLUMNS =
      Set.of(
          "rowid",
          "key",
          "raw",
          "store_time",
          "expire_time",
          "access_time",
          "access_count",
          "tag",
          "size",
          "mode",
          "filename",
          "value");

  private static final List<String> INDEXES =
      List.of(
          "CREATE UNIQUE INDEX IF NOT EXISTS Cache_key_raw ON Cache (key, raw)",
          """
          CREATE INDEX IF NOT EXISTS Cache_expire_time ON Cache (expire_time)
          WHERE expire_time IS NOT NULL""");

  private static final List<String> TRIGGERS =
      List.of(
          trigger("Settings_count_insert", "INSERT", "value + 1", "count"),
          trigger("Settings_count_delete", "DELETE", "value - 1", "count"),
          trigger("Settings_size_insert", "INSERT", "value + NEW.size", "size"),
          trigger("Settings_size_update", "UPDATE", "value + NEW.size - OLD.size", "size"),
          trigger("Settings_size_delete", "DELETE", "value - OLD.size", "size"));

  private static final Set<String> OBJECTS =
      Set.of(
          "table Settings",
          "table Cache",
          "index Cache_key_raw",
          "index Cache_expire_time",
          "trigger Settings_count_insert",
          "trigger Settings_count_delete",
          "trigger Settings_size_insert",
          "trigger Settings_size_update",
          "trigger Settings_size_delete");

  private Schema() {}

  private static String trigger(String name, String event, String value, String setting) {
    return """
    CREATE TRIGGER IF NOT EXISTS %s AFTER %s ON Cache FOR EACH ROW BEGIN
      UPDATE Settings SET value = %s WHERE key = '%s';
    END"""
        .formatted(name, event, value, setting);
  }

  /** What a database holds: nothing yet, all of a cache, or part of one that is being made. */
  enum State {
    EMPTY,
    PARTIAL,
    COMPLETE
  }

  /**
   * Looks at a database without changing it.
   *
   * @throws CacheOpenException when it is not a cache's
   */
  static State inspect(SqlConnection sql, Path directory) throws SQLException {
    long version = sql.number("PRAGMA user_version");
    if (version != 0) {
      throw new CacheOpenException(
          directory,
          "its database has format " + version + ", and this library knows format 0 only",
          "use the newer library that made it, or another directory");
    }
    List<String> found =
        sql.all(
            "SELECT type || ' ' || name FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE"
                + " '\\'",
            row -> row.getString(1));
    if (found.isEmpty()) {
      if (sql.number("PRAGMA application_id") != 0) {
        throw foreign(directory, "an application_id");
      }
      return State.EMPTY;
    }
    for (String object : found) {
      boolean runs = object.startsWith("trigger ") || object.startsWith("view ");
      if (runs && !OBJECTS.contains(object)) {
        throw foreign(directory, object);
      }
    }
    if (!found.contains("table Settings")) {
      throw foreign(directory, found.get(0));
    }
    Optional<String> other =
        found.stream()
            .filter(object -> object.startsWith("table ") && !OBJECTS.contains(object))
            .findFirst();
    if (other.isPresent() && !found.contains("table Cache")) {
      throw foreign(directory, other.get());
    }
    if (!columns(sql, "Settings").equals(Set.of("key", "value"))) {
      throw foreign(directory, "another table Settings");
    }
    if (found.contains("table Cache") && !columns(sql, "Cache").equals(CACHE_COLUMNS)) {
      throw foreign(directory, "another table Cache");
    }
    return new HashSet<>(found).containsAll(OBJECTS) ? State.COMPLETE : State.PARTIAL;
  }

  private static Set<String> columns(SqlConnection sql, String table) throws SQLException {
    return new HashSet<>(
        sql.all("SELECT name FROM pragma_table_info(?)", row -> row.getString(1), table));
  }

  private static CacheOpenException foreign(Path directory, String found) {
    return new CacheOpenException(
        directory,
        "its cache.db is the database of something else, with " + found,
        "choose another directory");
  }

  static void createSettings(SqlConnection sql) throws SQLException {
    sql.run(SETTINGS);
  }

  /** Makes all but the settings, in the order that python-diskcache makes them. */
  static void createCache(SqlConnection sql) throws SQLException {
    sql.run(CACHE);
    for (String index : INDEXES) {
      sql.run(index);
    }
    for (String trigger : TRIGGERS) {
      sql.run(trigger);
    }
  }
}
