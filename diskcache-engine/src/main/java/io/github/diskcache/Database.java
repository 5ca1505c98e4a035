// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The database of one directory, as this process has it open: one writing connection behind a fair
 * gate, a few reading ones, and what reads leave to be written. All caches that this class loader
 * opens on the directory share it. Thread-safe.
 *
 * <p>Every write is one {@code BEGIN IMMEDIATE} transaction. A deferred one that reads first and
 * writes then fails whenever another process wrote in between, however long it may wait.
 */
final class Database {
  /** Runs on a reading connection. */
  interface Query<T extends @Nullable Object> {
    T run(SqlConnection sql) throws SQLException;
  }

  private static final ReentrantLock REGISTRY = new ReentrantLock();
  private static final Map<Opened, Database> OPEN = new HashMap<>();

  /** A directory that is open, for writing or apart from that for reading only. */
  private record Opened(Path directory, CacheOptions.Access access) {}

  private final Opened opened;
  private final Path directory;
  private final AutoCloseable guard;
  private final SqlConnection writer;
  private final Readers readers;
  private final ValueFiles files;
  private final Semaphore gate = new Semaphore(1, true);
  private final Touches touches = new Touches();
  private final CullSchedule schedule = new CullSchedule();
  private final long pageSize;
  private volatile Map<Setting, Object> effective;
  private int users = 1;

  private Database(
      Opened opened,
      AutoCloseable guard,
      SqlConnection writer,
      Readers.Connector connector,
      Map<Setting, Object> effective)
      throws SQLException {
    this.opened = opened;
    this.directory = opened.directory;
    this.guard = guard;
    this.writer = writer;
    this.effective = effective;
    this.files = new ValueFiles(directory);
    this.readers = new Readers(() -> tuned(connector.connect()), directory);
    this.pageSize = writer.number("PRAGMA page_size");
  }

  /**
   * Opens a directory, or joins those of this process that have it open.
   *
   * @param directory an existing directory, by its real path
   * @param given settings that win over the stored ones
   * @param fresh settings that win over the defaults where nothing is stored
   */
  static Database open(
      Path directory, Map<Setting, Object> given, Map<Setting, Object> fresh, Deadline deadline) {
    return join(
        new Opened(directory, CacheOptions.Access.WRITE),
        () -> DatabaseOpener.open(directory, given, fresh, deadline));
  }

  /** Opens a directory that holds a cache, without ever writing to it. */
  static Database openForReading(Path directory, Deadline deadline) {
    return join(
        new Opened(directory, CacheOptions.Access.READ),
        () -> DatabaseOpener.openForReading(directory, deadline));
  }

  private static Database join(Opened opened, Supplier<Database> opener) {
    REGISTRY.lock();
    try {
      Database open = OPEN.get(opened);
      if (open == null) {
        open = opener.get();
        OPEN.put(opened, open);
      } else {
        open.users++;
      }
      return open;
    } finally {
      REGISTRY.unlock();
    }
  }

  /** Made by {@link DatabaseOpener} once the directory is known to hold a cache. */
  static Database of(
      Path directory,
      CacheOptions.Access access,
      AutoCloseable guard,
      SqlConnection writer,
      Readers.Connector connector,
      Map<Setting, Object> effective)
      throws SQLException {
    return new Database(new Opened(directory, access), guard, writer, connector, effective);
  }

  private SqlConnection tuned(SqlConnection sql) throws SQLException {
    for (Map.Entry<Setting, Object> setting : effective.entrySet()) {
      DatabaseOpener.applyToConnection(sql, setting.getKey(), setting.getValue());
    }
    return sql;
  }

  Path directory() {
    return directory;
  }

  ValueFiles files() {
    return files;
  }

  Touches touches() {
    return touches;
  }

  CullSchedule schedule() {
    return schedule;
  }

  /**
   * Bytes of the database and the value files, as the connection's transaction sees them. The first
   * page of the policy's index is counted even where only python-diskcache would make that index,
   * so that volumes and limits mean the same to both.
   */
  long volume(SqlConnection sql, EvictionPolicy policy) throws SQLException {
    boolean spared = policy.column() != null && !policy.isIndexed(sql);
    return pageSize * (sql.number("PRAGMA page_count") + (spared ? 1 : 0))
        + SettingsTable.counter(sql, SettingsTable.SIZE);
  }

  /** Reads on a pooled connection, which sees what was last committed. */
  <T extends @Nullable Object> T read(String act, Deadline deadline, Query<T> query) {
    for (int attempt = 0; ; attempt++) {
      try {
        SqlConnection sql = readers.borrow(deadline);
        boolean whole = false;
        try {
          T result = query.run(sql);
          whole = true;
          return result;
        } catch (CacheException e) {
          whole = true;
          throw e;
        } finally {
          if (whole) {
            readers.giveBack(sql);
          } else {
            readers.drop(sql);
          }
        }
      } catch (SQLException e) {
        if (!Faults.isBusy(e)) {
          throw Faults.storage(act, directory, e);
        }
        deadline.pause(attempt, directory);
      }
    }
  }

  /** Begins the one write transaction of this process, waiting for the others and for processes. */
  WriteTransaction begin(Deadline deadline) {
    deadline.acquire(gate, directory);
    try {
      for (int attempt = 0; ; attempt++) {
        try {
          writer.execute("BEGIN IMMEDIATE");
          return new WriteTransaction(writer, files);
        } catch (SQLException e) {
          if (!Faults.isBusy(e)) {
            throw Faults.storage("write to cache", directory, e);
          }
          deadline.pause(attempt, directory);
        }
      }
    } catch (RuntimeException | Error e) {
      gate.release();
      throw e;
    }
  }

  void commit(WriteTransaction transaction) {
    try {
      if (touches.isDue()) {
        touches.write(writer);
      }
      transaction.commit();
    } catch (SQLException e) {
      CacheStorageException failure = Faults.storage("write to cache", directory, e);
      rollbackAfter(failure, transaction);
      throw failure;
    }
    gate.release();
  }

  /** Rolls back because of a failure, which keeps what goes wrong on the way. */
  void rollbackAfter(Throwable failure, WriteTransaction transaction) {
    try {
      schedule.forget();
      transaction.rollback();
    } catch (SQLException e) {
      // A full disk or an I/O error makes SQLite roll back by itself; then nothing is left to do.
      failure.addSuppressed(e);
    } finally {
      gate.release();
    }
  }

  /** Applies a setting of SQLite to all connections of this process. */
  void apply(Setting setting, Object value, Deadline deadline) {
    if (!setting.isPragma()) {
      return;
    }
    Map<Setting, Object> changed = new EnumMap<>(effective);
    changed.put(setting, value);
    effective = changed;
    deadline.acquire(gate, directory);
    try {
      DatabaseOpener.applyToConnection(writer, setting, value);
      readers.renew();
    } catch (SQLException e) {
      throw Faults.storage("set " + setting.storedName() + " of cache", directory, e);
    } finally {
      gate.release();
    }
  }

  /** Runs a statement that may not stand in a transaction, on the writing connection. */
  void alone(String act, Deadline deadline, String sql) {
    deadline.acquire(gate, directory);
    try {
      for (int attempt = 0; ; attempt++) {
        try {
          writer.run(sql);
          return;
        } catch (SQLException e) {
          if (!Faults.isBusy(e)) {
            throw Faults.storage(act, directory, e);
          }
          deadline.pause(attempt, directory);
        }
      }
    } finally {
      gate.release();
    }
  }

  /** Gives up one use; the last one writes what is left to write and closes the connections. */
  void release() {
    REGISTRY.lock();
    try {
      if (--users > 0) {
        return;
      }
      OPEN.remove(opened);
      close();
    } finally {
      REGISTRY.unlock();
    }
  }

  private void close() {
    List<AutoCloseable> parts = List.of(this::writeTouches, readers::close, writer, guard);
    gate.acquireUninterruptibly();
    Exception failure = null;
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure instanceof SQLException e) {
      throw Faults.storage("close cache", directory, e);
    }
    if (failure instanceof IOException e) {
      throw new CacheStorageException("close cache", directory, e.toString(), "look at it", e);
    }
  }

  /** Best effort: touches and counts are worth no wait and no failure. */
  private void writeTouches() throws SQLException {
    if (touches.isEmpty()) {
      return;
    }
    try {
      writer.execute("BEGIN IMMEDIATE");
      touches.write(writer);
      writer.execute("COMMIT");
    } catch (SQLException e) {
      if (!Faults.isBusy(e)) {
        throw e;
      }
    }
  }
}
