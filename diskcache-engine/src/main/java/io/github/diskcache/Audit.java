// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares the database of a shard with its value files, and mends what differs. Confined to one
 * thread.
 *
 * <p>Row changes are made in the audit's own transaction; files go only after it, so that an audit
 * that is rolled back has lost nothing. It looks at names, lengths and counters; the length of a
 * file is asked for, and never a database file opened.
 */
final class Audit {
  /** A temporary file this old belongs to a process that was killed while it wrote it. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  private static final String WITH_FILE =
      "SELECT rowid, size, filename FROM Cache WHERE filename IS NOT NULL";
  private static final String REMOVE_ROW = "DELETE FROM Cache WHERE rowid = ?";
  private static final String CORRECT_SIZE = "UPDATE Cache SET size = ? WHERE rowid = ?";

  private final Shard shard;
  private final boolean mends;
  private final List<CheckReport.Problem> problems = new ArrayList<>();
  private final List<Path> unwanted = new ArrayList<>();

  private Audit(Shard shard, boolean mends) {
    this.shard = shard;
    this.mends = mends;
  }

  static CheckReport check(Shard shard) {
    return new Audit(shard, false).run();
  }

  static CheckReport mend(Shard shard) {
    shard.checkWritable();
    shard.checkNoTransaction("mend cache");
    return new Audit(shard, true).run();
  }

  private CheckReport run() {
    for (String message :
        shard.read(sql -> sql.all("PRAGMA integrity_check", row -> row.getString(1)))) {
      if (!message.equals("ok")) {
        problems.add(new CheckReport.DamagedDatabase(message));
      }
    }
    if (mends) {
      shard.database().alone("compact cache", shard.patience(), "VACUUM");
    }
    if (shard.isReadOnly()) {
      shard.read(this::compare);
    } else {
      // Under the write lock no other process puts a file in place.
      shard.change(
          shard.patience(),
          transaction -> {
            compare(transaction.sql());
            unwanted.forEach(Audit::remove);
          });
    }
    return new CheckReport(problems);
  }

  private boolean compare(SqlConnection sql) throws SQLException {
    Set<Path> known = compareFiles(sql);
    findStrays(known);
    compareCounters(sql);
    return true;
  }

  private record FileRow(long rowid, long size, String name) {}

  private Set<Path> compareFiles(SqlConnection sql) throws SQLException {
    Set<Path> known = new HashSet<>();
    List<FileRow> rows =
        sql.all(WITH_FILE, row -> new FileRow(row.getLong(1), row.getLong(2), row.getString(3)));
    for (FileRow row : rows) {
      Path file = shard.database().files().file(row.name);
      Long length = file == null ? null : length(file);
      if (file == null || length == null) {
        problems.add(new CheckReport.MissingFile(shard.directory().resolve(row.name)));
        if (mends) {
          sql.execute(REMOVE_ROW, row.rowid);
        }
        continue;
      }
      known.add(file);
      if (length != row.size) {
        problems.add(new CheckReport.WrongFileSize(file, length, row.size));
        if (mends) {
          sql.execute(CORRECT_SIZE, length, row.rowid);
        }
      }
    }
    return known;
  }

  private static @Nullable Long length(Path file) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : null;
    } catch (IOException e) {
      return null;
    }
  }

  private void findStrays(Set<Path> known) {
    try (Stream<Path> tree = Files.walk(shard.directory())) {
      // Contents before their directories.
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        if (path.equals(shard.directory())) {
          continue;
        }
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          if (isEmpty(path)) {
            stray(new CheckReport.EmptyDirectory(path), path);
          }
        } else if (isOurs(path)) {
          removeAbandoned(path);
        } else if (!known.contains(path)) {
          stray(new CheckReport.UnknownFile(path), path);
        }
      }
    } catch (IOException e) {
      throw new CacheStorageException(
          "list cache", shard.directory(), e.toString(), "look at the cause", e);
    }
  }

  private void stray(CheckReport.Problem problem, Path path) {
    problems.add(problem);
    if (mends) {
      unwanted.add(path);
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.findAny().isEmpty();
    }
  }

  /** The database's files and those beside it, which python-diskcache's check passes over too. */
  private static boolean isOurs(Path file) {
    return file.getFileName().toString().startsWith(DatabaseOpener.FILE);
  }

  private void removeAbandoned(Path file) throws IOException {
    if (mends
        && ValueFiles.isTemporary(file)
        && Files.getLastModifiedTime(file).toInstant().isBefore(Instant.now().minus(ABANDONED))) {
      unwanted.add(file);
    }
  }

  private void compareCounters(SqlConnection sql) throws SQLException {
    long count = sql.number("SELECT COUNT(*) FROM Cache");
    long recordedCount = SettingsTable.counter(sql, SettingsTable.COUNT);
    if (recordedCount != count) {
      problems.add(new CheckReport.WrongCount(recordedCount, count));
      correct(sql, SettingsTable.COUNT, count);
    }
    long size = sql.number("SELECT IFNULL(SUM(size), 0) FROM Cache");
    long recordedSize = SettingsTable.counter(sql, SettingsTable.SIZE);
    if (recordedSize != size) {
      problems.add(new CheckReport.WrongSize(recordedSize, size));
      correct(sql, SettingsTable.SIZE, size);
    }
  }

  private void correct(SqlConnection sql, String counter, long value) throws SQLException {
    if (mends) {
      SettingsTable.update(sql, counter, value);
    }
  }

  private static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException ignored) {
      // The next check reports it again.
    }
  }
}
