// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens the database of a directory: looks whether it is a cache's, makes it when it is new, and
 * stores settings that differ. Changes nothing before all is known to be well, and nothing at all
 * when nothing differs. Stateless.
 */
final class DatabaseOpener {
  static final String FILE = "cache.db";

  private DatabaseOpener() {}

  static Database open(
      Path directory,
      Map<Setting, Object> given,
      Map<Setting, Object> fresh,
      Disk disk,
      Deadline deadline) {
    DirectoryGuard guard = null;
    SqlConnection sql = null;
    try {
      guard = DirectoryGuard.acquire(directory);
      sql = SqlConnection.open(directory.resolve(FILE));
      sql.checkPages();
      Map<Setting, Object> effective = prepare(sql, directory, given, fresh, disk, deadline);
      Checkpoints.leaveTo(sql);
      SharedWords words = sharedWords(sql, directory, deadline);
      recoverIntents(sql, directory, words, deadline);
      return Database.of(
          directory,
          CacheOptions.Access.WRITE,
          guard,
          sql,
          () -> SqlConnection.open(directory.resolve(FILE)),
          effective,
          words);
    } catch (SQLException e) {
      throw closing(failed(directory, e), sql, guard);
    } catch (IOException e) {
      CacheOpenException failure =
          new CacheOpenException(
              directory,
              "it cannot be written: " + e,
              "grant user [" + System.getProperty("user.name") + "] write access",
              e);
      throw closing(failure, sql, guard);
    } catch (RuntimeException e) {
      throw closing(e, sql, guard);
    }
  }

  /** Opens a directory that holds a whole cache, and makes and changes nothing in it. */
  static Database openForReading(Path directory, Disk disk, Deadline deadline) {
    AutoCloseable guard = null;
    SqlConnection sql = null;
    try {
      boolean writable = Files.isWritable(directory);
      boolean guarded = writable || Files.exists(directory.resolve(DirectoryGuard.FILE));
      guard = guarded ? DirectoryGuard.acquire(directory) : () -> {};
      // SQLite reads a log only where it can keep its index; without a log there is nothing in it.
      boolean still = !writable && !Files.exists(directory.resolve(FILE + "-wal"));
      Readers.Connector connector =
          () -> SqlConnection.openForReading(directory.resolve(FILE), still);
      sql = connector.connect();
      for (int attempt = 0; ; attempt++) {
        try {
          if (Schema.inspect(sql, directory) != Schema.State.COMPLETE) {
            throw new CacheOpenException(
                directory, "it holds no whole cache to read", "open it for writing");
          }
          Map<Setting, Object> effective =
              effective(sql, directory, Schema.State.COMPLETE, Map.of(), Map.of(), disk);
          return Database.of(
              directory, CacheOptions.Access.READ, guard, sql, connector, effective, null);
        } catch (SQLException e) {
          if (!Faults.isBusy(e)) {
            throw e;
          }
          deadline.pause(attempt, directory);
        }
      }
    } catch (SQLException e) {
      throw closing(failed(directory, e), sql, guard);
    } catch (IOException e) {
      throw closing(
          new CacheOpenException(directory, "it cannot be read: " + e, "grant access", e),
          sql,
          guard);
    } catch (RuntimeException e) {
      throw closing(e, sql, guard);
    }
  }

  /** Maps the shared words; only one process at a time makes them. */
  private static SharedWords sharedWords(SqlConnection sql, Path directory, Deadline deadline)
      throws SQLException, IOException {
    SharedWords found = SharedWords.find(directory);
    for (int attempt = 0; found == null; attempt++) {
      try {
        sql.execute("BEGIN IMMEDIATE");
        try {
          found = SharedWords.make(directory);
        } finally {
          sql.execute("ROLLBACK");
        }
      } catch (SQLException e) {
        if (!Faults.isBusy(e)) {
          throw e;
        }
        deadline.pause(attempt, directory);
      }
    }
    return found;
  }

  /** Takes up the log of intents that others have left, when there is one. */
  private static void recoverIntents(
      SqlConnection sql, Path directory, SharedWords words, Deadline deadline)
      throws SQLException, IOException {
    if (!Intents.exists(directory)) {
      return;
    }
    for (int attempt = 0; !Intents.isSettled(directory); attempt++) {
      try {
        sql.execute("BEGIN IMMEDIATE");
        try {
          if (!Intents.isSettled(directory)) {
            Intents.recover(directory, SideTable.read(sql, Intents.APPLIED_NAME));
          }
        } finally {
          sql.execute("ROLLBACK");
        }
      } catch (SQLException e) {
        if (!Faults.isBusy(e)) {
          throw e;
        }
        deadline.pause(attempt, directory);
      }
    }
    words.set(SharedWords.INTENTS, 1);
  }

  private static CacheException failed(Path directory, SQLException e) {
    if (Faults.isDamage(e)) {
      return new CacheOpenException(
          directory,
          "its cache.db is no SQLite database, or a damaged one: " + e.getMessage(),
          "choose another directory, or remove this one",
          e);
    }
    return new CacheOpenException(
        directory,
        "SQLite failed: " + e.getMessage(),
        "see that user [" + System.getProperty("user.name") + "] may write there",
        e);
  }

  private static RuntimeException closing(
      RuntimeException failure, @Nullable AutoCloseable sql, @Nullable AutoCloseable guard) {
    for (AutoCloseable part : Arrays.asList(sql, guard)) {
      try {
        if (part != null) {
          part.close();
        }
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
    return failure;
  }

  private static Map<Setting, Object> prepare(
      SqlConnection sql,
      Path directory,
      Map<Setting, Object> given,
      Map<Setting, Object> fresh,
      Disk disk,
      Deadline deadline)
      throws SQLException {
    for (int attempt = 0; ; attempt++) {
      try {
        SqliteFloor.check(version(sql), directory);
        return prepareOnce(sql, directory, given, fresh, disk);
      } catch (SQLException e) {
        if (!Faults.isBusy(e)) {
          throw e;
        }
        deadline.pause(attempt, directory);
      }
    }
  }

  /** Even this reads the schema first, and so may meet another process that makes the database. */
  private static String version(SqlConnection sql) throws SQLException {
    return Optional.ofNullable(sql.first("SELECT sqlite_version()", row -> row.getString(1)))
        .orElse("0");
  }

  /** May fail busy at any statement, and then starts over. */
  private static Map<Setting, Object> prepareOnce(
      SqlConnection sql,
      Path directory,
      Map<Setting, Object> given,
      Map<Setting, Object> fresh,
      Disk disk)
      throws SQLException {
    Schema.State state = Schema.inspect(sql, directory);
    Map<Setting, Object> effective = effective(sql, directory, state, given, fresh, disk);
    for (Setting setting : Setting.values()) {
      // In the order of their names; auto_vacuum must come before the first table.
      Object value = effective.get(setting);
      if (setting.isPragma() && value != null) {
        applyToDatabase(sql, setting, value, state);
      }
    }
    if (state == Schema.State.COMPLETE && !differs(sql, effective)) {
      return effective;
    }
    sql.execute("BEGIN IMMEDIATE");
    try {
      // Another process may have made it since.
      effective = effective(sql, directory, Schema.inspect(sql, directory), given, fresh, disk);
      Schema.createSettings(sql);
      SettingsTable.write(sql, SettingsTable.readAll(sql), effective);
      Schema.createCache(sql);
      sql.run(isTagIndexed(effective) ? Schema.TAG_INDEX : Schema.DROP_TAG_INDEX);
      sql.execute("COMMIT");
      return effective;
    } catch (SQLException | RuntimeException e) {
      try {
        sql.run("ROLLBACK");
      } catch (SQLException suppressed) {
        // A full disk makes SQLite roll back by itself; its failure is the one to report.
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private static boolean differs(SqlConnection sql, Map<Setting, Object> effective)
      throws SQLException {
    boolean indexed =
        sql.number("SELECT COUNT(*) FROM sqlite_master WHERE name = 'Cache_tag_rowid'") == 1;
    return SettingsTable.differs(SettingsTable.readAll(sql), effective)
        || indexed != isTagIndexed(effective);
  }

  private static boolean isTagIndexed(Map<Setting, Object> effective) {
    return Objects.equals(effective.get(Setting.TAG_INDEX), 1L);
  }

  private static Map<Setting, Object> effective(
      SqlConnection sql,
      Path directory,
      Schema.State state,
      Map<Setting, Object> given,
      Map<Setting, Object> fresh,
      Disk disk)
      throws SQLException {
    Map<String, Object> rows =
        state == Schema.State.EMPTY ? new LinkedHashMap<>() : SettingsTable.readAll(sql);
    DiskMark.opened(disk, rows, directory);
    Map<Setting, Object> effective = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      effective.put(setting, setting.defaultValue());
    }
    effective.putAll(fresh);
    given.keySet().forEach(setting -> rows.remove(setting.storedName()));
    try {
      effective.putAll(SettingsTable.settings(rows));
      // One of the application's own is given each time, and so is not looked for here.
      EvictionPolicy.named(String.valueOf(effective.get(Setting.EVICTION_POLICY)), null);
    } catch (CacheSettingException e) {
      throw new CacheOpenException(
          directory,
          "a stored setting is unknown here: " + e.getMessage(),
          "give another one when opening it",
          e);
    }
    effective.putAll(given);
    return effective;
  }

  /** Applies a setting of SQLite to the first connection, and to the file when that is new. */
  private static void applyToDatabase(
      SqlConnection sql, Setting setting, Object value, Schema.State state) throws SQLException {
    switch (setting) {
      case SQLITE_AUTO_VACUUM -> {
        if (state == Schema.State.EMPTY) {
          sql.run("PRAGMA auto_vacuum = " + value);
        }
      }
      case SQLITE_JOURNAL_MODE -> {
        // Never changed beneath another process: asking for the mode that is set changes nothing.
        sql.run("PRAGMA journal_mode = wal");
      }
      default -> applyToConnection(sql, setting, value);
    }
  }

  /** Applies a setting that each connection has for itself. Numbers only, so no text is quoted. */
  static void applyToConnection(SqlConnection sql, Setting setting, Object value)
      throws SQLException {
    switch (setting) {
      case SQLITE_CACHE_SIZE, SQLITE_MMAP_SIZE, SQLITE_SYNCHRONOUS ->
          sql.run("PRAGMA " + setting.pragma() + " = " + ((Number) value).longValue());
      default -> {}
    }
  }
}
