// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares the database of a shard with its value files, and mends what differs. Confined to one
 * thread.
 *
 * <p>It looks at names, lengths and counters; the length of a file is asked for, and never a
 * database file opened. Only files without a row are removed, so that an audit that is rolled back
 * has lost nothing. Other processes remove files after their commit, and so at any time.
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
  private final Map<Path, CheckReport.Problem> strays = new LinkedHashMap<>();

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
      shard.<Boolean>read(this::compare);
    } else {
      shard.change(
          shard.patience(),
          transaction -> {
            if (mends) {
              transaction.changedAll();
            }
            compare(transaction.sql());
            if (mends) {
              // Still under the write lock, for then no other process puts a file in place.
              reportStrays(this::isRemovedWithParents);
            }
          });
    }
    reportStrays(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS));
    return new CheckReport(problems);
  }

  private boolean compare(SqlConnection sql) throws SQLException {
    Set<Path> known = compareFiles(sql);
    new StrayFinder(known).run(Integer.MAX_VALUE);
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
        // A damaged row may name what is no path at all.
        String name = row.name.replaceAll("[^ -~]", "?");
        problems.add(new CheckReport.MissingFile(shard.directory().resolve(name)));
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

  /** Notes files that belong to no entry, and directories that hold nothing. */
  private final class StrayFinder extends ShardWalk {
    private final Set<Path> known;

    StrayFinder(Set<Path> known) {
      super(shard.directory());
      this.known = known;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (!isOurs(file)) {
        if (!known.contains(file)) {
          strays.put(file, new CheckReport.UnknownFile(file));
        }
      } else if (mends && isAbandoned(file, attributes)) {
        isRemoved(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    void leave(Path directory) throws IOException {
      if (isEmpty(directory)) {
        strays.put(directory, new CheckReport.EmptyDirectory(directory));
      }
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.findAny().isEmpty();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** The database's files and those beside it, which python-diskcache's check passes over too. */
  private static boolean isOurs(Path file) {
    return file.getFileName().toString().startsWith(DatabaseOpener.FILE);
  }

  static boolean isAbandoned(Path file, BasicFileAttributes attributes) {
    return ValueFiles.isTemporary(file)
        && attributes.lastModifiedTime().toInstant().isBefore(Instant.now().minus(ABANDONED));
  }

  /** Reports those strays that are no other process's, about to be removed by it. */
  private void reportStrays(Predicate<Path> condition) {
    strays.forEach(
        (path, problem) -> {
          if (condition.test(path)) {
            problems.add(problem);
          }
        });
    strays.clear();
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

  /** Removes a file or an empty directory, and the directories that are empty by that. */
  private boolean isRemovedWithParents(Path path) {
    boolean removed = isRemoved(path);
    try {
      for (Path parent = path.getParent();
          parent != null && !parent.equals(shard.directory());
          parent = parent.getParent()) {
        Files.deleteIfExists(parent);
      }
    } catch (IOException e) {
      // Most likely something else lives there.
    }
    return removed;
  }

  /** Removes a file or an empty directory; false when it was gone already. */
  private static boolean isRemoved(Path path) {
    try {
      return Files.deleteIfExists(path);
    } catch (IOException e) {
      // The next check reports it again.
      return true;
    }
  }
}
