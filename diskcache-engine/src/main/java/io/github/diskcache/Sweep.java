// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Removes what killed processes leave in the directory of a shard: value files without a row,
 * temporary files, empty directories. Other files are left alone. Confined to one thread.
 *
 * <p>Here a file is in place inside the transaction of its row, so that under the write lock every
 * file has its row. python-diskcache writes a file before its transaction, and may then wait for
 * the lock. So a file goes only when it is old, had no row when looked at, and has none under the
 * write lock, which is held for one query and no deletion: names are random, and none comes back.
 */
final class Sweep {
  private static final String NAMES = "SELECT filename FROM Cache WHERE filename IS NOT NULL";

  private final Shard shard;
  private final Instant youngest;
  private final Map<String, Path> candidates = new HashMap<>();
  private final List<Path> temporary = new ArrayList<>();
  private final List<Path> directories = new ArrayList<>();
  private final List<CheckReport.Problem> removed = new ArrayList<>();

  private Sweep(Shard shard, Duration age) {
    this.shard = shard;
    this.youngest = Instant.now().minus(age);
  }

  static CheckReport sweep(Shard shard, Duration age) {
    shard.checkOpen();
    shard.checkWritable();
    shard.checkNoTransaction("sweep cache");
    return new Sweep(shard, age).run();
  }

  private CheckReport run() {
    new Finder().run(ValueFiles.DEPTH);
    if (!candidates.isEmpty()) {
      candidates.keySet().removeAll(shard.<Set<String>>read(Sweep::names));
    }
    if (!candidates.isEmpty()) {
      candidates
          .keySet()
          .removeAll(
              shard.<Set<String>>write(shard.patience(), transaction -> names(transaction.sql())));
    }
    temporary.forEach(file -> remove(file, new CheckReport.UnknownFile(file)));
    candidates.forEach(this::removeValue);
    directories.forEach(this::removeEmpty);
    return new CheckReport(removed);
  }

  private static Set<String> names(SqlConnection sql) throws SQLException {
    return new HashSet<>(sql.all(NAMES, row -> row.getString(1).replace('\\', '/')));
  }

  /** Notes old files that have the names of value files or temporary ones, and old directories. */
  private final class Finder extends ShardWalk {
    Finder() {
      super(shard.directory());
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() && isOld(attributes)) {
        String name = name(file);
        if (shard.database().files().file(name) != null) {
          candidates.put(name, file);
        } else if (ValueFiles.isTemporary(file) && Audit.isAbandoned(file, attributes)) {
          temporary.add(file);
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    void leave(Path directory) throws IOException {
      try {
        if (ValueFiles.isDirectoryName(name(directory))
            && isOld(Files.readAttributes(directory, BasicFileAttributes.class))) {
          directories.add(directory);
        }
      } catch (NoSuchFileException e) {
        // Another process has removed it.
      }
    }
  }

  private boolean isOld(BasicFileAttributes attributes) {
    return !attributes.lastModifiedTime().toInstant().isAfter(youngest);
  }

  private String name(Path path) {
    return shard.directory().relativize(path).toString().replace('\\', '/');
  }

  private void removeValue(String name, Path file) {
    remove(file, new CheckReport.UnknownFile(file));
    // And the directories that it leaves empty, young as they are by that.
    shard.database().files().remove(name);
  }

  /** A writer that needs the directory a moment later makes it again. */
  private void removeEmpty(Path directory) {
    remove(directory, new CheckReport.EmptyDirectory(directory));
  }

  private void remove(Path path, CheckReport.Problem problem) {
    try {
      if (Files.deleteIfExists(path)) {
        removed.add(problem);
      }
    } catch (IOException e) {
      // A directory in use, or what the next sweep will remove.
    }
  }
}
