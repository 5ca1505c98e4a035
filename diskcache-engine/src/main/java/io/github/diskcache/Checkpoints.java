// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Copies the write-ahead log back into the database, on a connection of its own, so that no caller
 * waits for the disk. Used by one thread at a time, apart from {@link #wrote}.
 *
 * <p>How much has been written is counted for all processes together: whoever comes over the mark
 * does the work, and when that process dies first, the next one that looks, a second later.
 *
 * <p>A passive checkpoint waits for nobody. While others write without a break, though, it never
 * finds the log copied to its end, and then the next write is appended instead of beginning the log
 * anew. So once the log has grown to a multiple of the mark, the little that is left is copied with
 * writers held off, which takes as long as telling the disk.
 */
final class Checkpoints {
  /** Rows written from which on the log is copied. */
  static final long DUE_ROWS = 1000;

  /** Pages of the log from which on it is begun anew, even if writers have to wait. */
  static final long RESTART_PAGES = 4000;

  /**
   * Pages from which on SQLite checkpoints on the writer itself. That only happens if the thread
   * for it has died.
   */
  static final long LAST_RESORT_PAGES = 10_000;

  /** Bytes that the file of the log is cut to when it begins anew. */
  static final long KEPT_BYTES = 16L << 20;

  private static final String PASSIVE = "PRAGMA wal_checkpoint(PASSIVE)";
  static final String RESTART = "PRAGMA wal_checkpoint(RESTART)";

  private final Path directory;
  private final Path log;
  private final SharedWords words;
  private final Readers.Connector connector;
  private @Nullable SqlConnection sql;
  private long sizeSeen;
  private long restartPages = RESTART_PAGES;

  Checkpoints(Path directory, SharedWords words, Readers.Connector connector) {
    this.directory = directory;
    this.log = directory.resolve(DatabaseOpener.FILE + "-wal");
    this.words = words;
    this.connector = connector;
  }

  /** Leaves the log alone on the connection that writes. */
  static void leaveTo(SqlConnection writer) throws SQLException {
    writer.run("PRAGMA wal_autocheckpoint = " + LAST_RESORT_PAGES);
    writer.run("PRAGMA journal_size_limit = " + KEPT_BYTES);
  }

  /**
   * Keeps the log short where room is scarce, at the cost of writers: another thread that copies
   * while they write would let it grow.
   */
  void limitTo(long bytes, SqlConnection writer) throws SQLException {
    long pages = Math.max(1, bytes / 4096);
    restartPages = Math.min(RESTART_PAGES, pages);
    writer.run("PRAGMA wal_autocheckpoint = " + Math.min(LAST_RESORT_PAGES, pages));
  }

  /** What a checkpoint answers. */
  private record Result(boolean busy, long pages, long copied) {
    static Result read(SqlRow row) throws SQLException {
      return new Result(row.getLong(1) != 0, row.getLong(2), row.getLong(3));
    }
  }

  /** Notes how many rows a transaction has changed. */
  void wrote(long rows) {
    long before = words.getAndAdd(SharedWords.LOGGED, rows);
    if (before / DUE_ROWS != (before + rows) / DUE_ROWS) {
      Upkeep.wake();
    }
  }

  /**
   * Copies the log if that is due.
   *
   * @return whether it has grown so long that it should be begun anew
   */
  boolean run() throws SQLException {
    if (!claim() && !hasGrown()) {
      return false;
    }
    Result result = checkpoint(PASSIVE);
    boolean isLong = result.pages >= restartPages && result.pages > result.copied;
    if (isLong) {
      // What was written meanwhile, so that less is left to be copied with writers held off.
      checkpoint(PASSIVE);
    }
    sizeSeen = size();
    return isLong;
  }

  /** Takes the work for this process, if there is any. */
  private boolean claim() {
    while (true) {
      long rows = words.get(SharedWords.LOGGED);
      if (rows < DUE_ROWS) {
        return false;
      }
      if (words.compareAndSet(SharedWords.LOGGED, rows, 0)) {
        return true;
      }
    }
  }

  /** Whether the log is long for another reason, such as few but large rows. */
  private boolean hasGrown() {
    long size = size();
    return size > sizeSeen && size > DUE_ROWS * 4096;
  }

  private long size() {
    try {
      return Files.size(log);
    } catch (IOException e) {
      return 0;
    }
  }

  /**
   * Copies what is left and has the next write begin the log anew. The caller holds off the writers
   * of this process.
   *
   * @return false when another process writes, or a reader still needs the log
   */
  boolean restart() throws SQLException {
    return !checkpoint(RESTART).busy;
  }

  private Result checkpoint(String statement) throws SQLException {
    SqlConnection connected = sql;
    if (connected == null) {
      connected = connector.connect();
      sql = connected;
    }
    FlightSteps.Checkpoint step = FlightSteps.checkpoint();
    try {
      Result read = connected.first(statement, Result::read);
      Result result = read == null ? new Result(true, 0, 0) : read;
      if (step != null) {
        step.pages = result.pages;
        step.copied = result.copied;
        step.logBytes = size();
        step.end(directory);
      }
      return result;
    } catch (SQLException e) {
      if (Faults.isBusy(e)) {
        return new Result(true, 0, 0);
      }
      throw e;
    }
  }

  void close() throws SQLException {
    SqlConnection connected = sql;
    if (connected != null) {
      sql = null;
      connected.close();
    }
  }
}
