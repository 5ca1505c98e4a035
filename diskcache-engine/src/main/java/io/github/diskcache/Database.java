// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
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

  /** How long at most writers are held off in vain when the log is to be begun anew. */
  private static final Duration RESTARTING = Duration.ofMillis(20);

  /** Batches of touches that the upkeep writes at a time. */
  private static final int BATCHES = 10;

  /** The level of {@code synchronous} from which on a commit waits for the disk. */
  private static final long FULL = 2;

  private final Path directory;
  private final CacheOptions.Access access;
  private final AutoCloseable guard;
  private final SqlConnection writer;
  private final Readers readers;
  private final ValueFiles files;
  private final Semaphore gate = new Semaphore(1, true);
  private final Touches touches = new Touches();
  private final CullSchedule schedule = new CullSchedule();
  private final WaitingLine takers = new WaitingLine();
  private final WaitingLine putters = new WaitingLine();
  private final IteratorBound iterators = new IteratorBound();
  private final AtomicLong changes = new AtomicLong();
  private final AtomicInteger users = new AtomicInteger();
  private final long pageSize;
  private final @Nullable SharedWords words;
  private final @Nullable Checkpoints checkpoints;
  private final @Nullable Turns turns;
  private final GroupedCommits grouped = new GroupedCommits(this);
  private final @Nullable ReadAnchor anchor;
  private final Ballast ballast;
  private final FullDisk fullDisk;
  private final Upkeep.Chore chore =
      new Upkeep.Chore() {
        @Override
        public void run() {
          tidy();
        }

        @Override
        public long intervalNanos() {
          return anchor != null && anchor.isHeld()
              ? ReadAnchor.CHECK_NANOS
              : Upkeep.Chore.super.intervalNanos();
        }
      };
  private final LoggedWrites logged = new LoggedWrites(this);
  private final ReentrantLock tidying = new ReentrantLock();
  private boolean closed;
  private long totalNoted;
  private volatile long logLimit = Long.MAX_VALUE;
  private volatile Map<Setting, Object> effective;
  private volatile boolean syncs;
  private volatile @Nullable DelayedWrites delayed;
  private volatile boolean delays;
  private volatile @Nullable Thread holder;
  private volatile boolean nearSlots;

  private Database(
      Path directory,
      CacheOptions.Access access,
      AutoCloseable guard,
      SqlConnection writer,
      Readers.Connector connector,
      Map<Setting, Object> effective,
      @Nullable SharedWords words)
      throws SQLException {
    this.directory = directory;
    this.access = access;
    this.guard = guard;
    this.writer = writer;
    this.effective = effective;
    this.syncs = syncs(effective);
    this.words = words;
    this.files = new ValueFiles(directory);
    this.ballast = new Ballast(directory);
    this.fullDisk = new FullDisk(ballast);
    this.readers = new Readers(() -> tuned(connector.connect()), directory);
    this.pageSize = writer.number("PRAGMA page_size");
    this.checkpoints =
        words == null ? null : new Checkpoints(directory, words, () -> tuned(connector.connect()));
    this.turns = words == null ? null : new Turns(words);
    this.anchor = words == null ? null : new ReadAnchor(() -> tuned(connector.connect()));
  }

  /** Made by {@link DatabaseOpener} once the directory is known to hold a cache. */
  static Database of(
      Path directory,
      CacheOptions.Access access,
      AutoCloseable guard,
      SqlConnection writer,
      Readers.Connector connector,
      Map<Setting, Object> effective,
      @Nullable SharedWords words)
      throws SQLException {
    Database opened = new Database(directory, access, guard, writer, connector, effective, words);
    if (words != null) {
      opened.keepBallast();
      Upkeep.add(opened.chore);
    }
    return opened;
  }

  private static boolean syncs(Map<Setting, Object> settings) {
    return settings.get(Setting.SQLITE_SYNCHRONOUS) instanceof Long level && level >= FULL;
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

  CacheOptions.Access access() {
    return access;
  }

  ValueFiles files() {
    return files;
  }

  /** What is shared with other processes; null when opened for reading only. */
  @Nullable SharedWords words() {
    return words;
  }

  /** What makes room when the disk is full. */
  FullDisk fullDisk() {
    return fullDisk;
  }

  Touches touches() {
    return touches;
  }

  IteratorBound iterators() {
    return iterators;
  }

  CullSchedule schedule() {
    return schedule;
  }

  /** Those of this process that wait for an element of the deque. */
  WaitingLine takers() {
    return takers;
  }

  /** Those of this process that wait for room in the deque. */
  WaitingLine putters() {
    return putters;
  }

  /** What waits to be written; null when no cache of this process has ever let anything wait. */
  @Nullable DelayedWrites delayed() {
    return delayed;
  }

  /** Whether writes may wait. Asked by each hit: see {@link NearPlace#isForeign}. */
  boolean delays() {
    return delays;
  }

  /** What is set through a log that all processes share. */
  LoggedWrites logged() {
    return logged;
  }

  /** Lets writes wait; the bounds are the first cache's. */
  synchronized DelayedWrites delay(WriteBehind bounds) {
    DelayedWrites existing = delayed;
    if (existing != null) {
      return existing;
    }
    DelayedWrites made = new DelayedWrites(bounds);
    delayed = made;
    delays = true;
    return made;
  }

  /** Whether each commit is on the disk when it returns. */
  boolean syncsCommits() {
    return syncs;
  }

  GroupedCommits grouped() {
    return grouped;
  }

  /** How often this process has changed anything; while it stays the same, what was read holds. */
  long changes() {
    return changes.get();
  }

  /** Notes that a thread has changed something in its transaction, or rolled it back. */
  void changed() {
    changes.incrementAndGet();
  }

  /**
   * Bytes of the database and the value files, as the connection's transaction sees them. The first
   * page of the policy's index is counted even where only python-diskcache would make that index,
   * so that volumes and limits mean the same to both.
   */
  long volume(SqlConnection sql, EvictionPolicy policy) throws SQLException {
    boolean spared = policy.order() != null && !policy.isIndexed(sql);
    return pageSize * (sql.number("PRAGMA page_count") + (spared ? 1 : 0))
        + SettingsTable.counter(sql, SettingsTable.SIZE);
  }

  /** Whether a state of the database is held to make reads cheaper. */
  boolean isAnchored() {
    return anchor != null && anchor.isHeld();
  }

  /** Reads on a pooled connection, which sees what was last committed. */
  <T extends @Nullable Object> T read(String act, Deadline deadline, Query<T> query) {
    if (anchor != null && !isRoomScarce()) {
      anchor.beforeRead();
    }
    for (int attempt = 0; ; attempt++) {
      try {
        Readers.Reader reader = readers.borrow(deadline);
        boolean whole = false;
        try {
          T result = query.run(reader.sql());
          whole = true;
          return result;
        } catch (CacheException e) {
          whole = true;
          throw e;
        } finally {
          if (whole) {
            readers.giveBack(reader);
          } else {
            readers.drop(reader);
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

  /**
   * Takes the one turn to write of this process. Its taker is a user, so that the connections stay
   * open while somebody writes, or waits to.
   */
  private void lock(Deadline deadline) {
    checkNotHeld();
    if (users.getAndUpdate(count -> count == 0 ? 0 : count + 1) == 0) {
      throw new CacheClosedException(directory);
    }
    try {
      deadline.acquire(gate, directory);
    } catch (RuntimeException | Error e) {
      release();
      throw e;
    }
    holder = Thread.currentThread();
    if (anchor != null) {
      anchor.release();
    }
  }

  /** Whether this thread has the turn to write. */
  boolean isHeldByThisThread() {
    return holder == Thread.currentThread();
  }

  /** Refuses a wait of this thread for itself. */
  void checkNotHeld() {
    if (isHeldByThisThread()) {
      throw CacheTimeoutException.ofOwnLock(directory);
    }
  }

  private void unlock() {
    holder = null;
    gate.release();
    release();
  }

  /** Begins the one write transaction of this process, waiting for the others and for processes. */
  WriteTransaction begin(Deadline deadline) {
    FlightSteps.Busy step = FlightSteps.busy();
    try {
      lock(deadline);
      takeTurn(deadline);
    } finally {
      if (step != null) {
        step.end(directory);
      }
    }
    try {
      return begun();
    } catch (RuntimeException | Error e) {
      unlock();
      throw e;
    }
  }

  /** Has the database, or unlocks. */
  private void takeTurn(Deadline deadline) {
    try {
      untilFree("write to cache", deadline, this::tryToBegin);
    } catch (RuntimeException | Error e) {
      unlock();
      throw e;
    }
  }

  private WriteTransaction begun() {
    try {
      WriteTransaction transaction = new WriteTransaction(writer, files, iterators, slotted());
      transaction.begin();
      return transaction;
    } catch (SQLException e) {
      throw ended(Faults.storage("write to cache", directory, e));
    } catch (CacheException e) {
      throw ended(e);
    }
  }

  private CacheException ended(CacheException failure) {
    try {
      writer.execute("ROLLBACK");
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  /** The shared words, when they have slots; asked under the write lock, before which they come. */
  private @Nullable SharedWords slotted() {
    try {
      return words != null && words.hasSlots() ? words : null;
    } catch (IOException e) {
      throw new CacheStorageException(
          "write to cache",
          directory,
          "its " + SharedWords.FILE + " cannot be mapped: " + e,
          "look at it, or remove it while no process has the directory open",
          e);
    }
  }

  /** Whether this process has looked after the slots of near tiers. */
  boolean hasNearSlots() {
    return nearSlots;
  }

  /**
   * Makes the slots of near tiers, and settles what dead writers have left. Under the write lock.
   */
  void makeNearSlots() {
    SharedWords shared = words;
    if (shared == null) {
      throw new IllegalStateException("opened for reading only");
    }
    try {
      shared.makeSlots();
      shared.hasSlots();
    } catch (IOException e) {
      throw new CacheOpenException(
          directory,
          "its " + SharedWords.FILE + " cannot be made: " + e,
          "make room, or open it without a near tier",
          e);
    }
    NearSlots.settleAll(shared);
    nearSlots = true;
  }

  private void tryToBegin() throws SQLException {
    writer.execute("BEGIN IMMEDIATE");
  }

  /** A step that fails while another process has the lock. */
  private interface Step {
    void run() throws SQLException;
  }

  private void untilFree(String act, Deadline deadline, Step step) {
    Turns shared = turns;
    if (shared == null) {
      throw new CacheReadOnlyException(directory);
    }
    try {
      for (int attempt = 0; ; attempt++) {
        if (shared.isOurs() || deadline.isOver()) {
          try {
            step.run();
            return;
          } catch (SQLException e) {
            if (!Faults.isBusy(e)) {
              throw Faults.storage(act, directory, e);
            }
          }
        }
        shared.waits();
        deadline.pauseForTurn(attempt, directory);
      }
    } finally {
      shared.ended();
    }
  }

  void commit(WriteTransaction transaction) {
    try {
      if (touches.isOverdue()) {
        touches.write(writer, EntryTable.BATCH);
      }
      transaction.commit();
    } catch (SQLException e) {
      CacheStorageException failure = Faults.storage("write to cache", directory, e);
      rollbackAfter(failure, transaction);
      throw failure;
    } catch (RuntimeException | Error e) {
      rollbackAfter(e, transaction);
      throw e;
    }
    changed();
    touches.committed();
    noteWritten();
    unlock();
    takers.look();
    putters.look();
  }

  private void noteWritten() {
    try {
      long total = writer.totalChanged();
      if (checkpoints != null) {
        checkpoints.wrote(total - totalNoted);
      }
      totalNoted = total;
    } catch (SQLException e) {
      // Only a connection that is closed fails here.
      throw Faults.storage("write to cache", directory, e);
    }
  }

  /** What the upkeep does: nothing that waits for a writer of this process or another. */
  private void tidy() {
    if (!tidying.tryLock()) {
      return;
    }
    try {
      if (anchor != null) {
        anchor.releaseIfOld();
      }
      Checkpoints mine = checkpoints;
      if (!closed && !FullDisk.isRelieving()) {
        keepBallast();
      }
      if (!closed && mine != null && !isRoomScarce() && mine.run()) {
        restartLog(mine);
      }
      for (int i = 0;
          !closed && i < BATCHES && (i > 0 ? !touches.isEmpty() : touches.isDue());
          i++) {
        if (!flushTouches()) {
          return;
        }
      }
    } catch (SQLException e) {
      throw Faults.storage("checkpoint cache", directory, e);
    } finally {
      tidying.unlock();
    }
  }

  /** Writes some of what reads have left, unless somebody else writes. */
  private boolean flushTouches() throws SQLException {
    if (!gate.tryAcquire()) {
      return false;
    }
    try {
      return writeTouches(EntryTable.BATCH);
    } finally {
      gate.release();
    }
  }

  /** Holds off the writers of this process for as long as it takes, or not for long in vain. */
  private void restartLog(Checkpoints mine) throws SQLException {
    Deadline deadline = Deadline.after(RESTARTING);
    try {
      deadline.acquire(gate, directory);
    } catch (CacheTimeoutException e) {
      return;
    }
    if (anchor != null) {
      anchor.release();
    }
    try {
      while (!mine.restart() && !deadline.isOver()) {
        LockSupport.parkNanos(this, 200_000);
      }
    } finally {
      gate.release();
    }
  }

  /** Whether the log has to be short, which writers see to by themselves. */
  private boolean isRoomScarce() {
    return logLimit != Long.MAX_VALUE;
  }

  /** Whether so little room is left that something should go before a write finds none. */
  boolean isRoomShort() {
    return isRoomScarce() && ballast.usableBytes() < 2 * ballast.wantedBytes();
  }

  /** Keeps room back if it is scarce, and the log as short as that asks for. */
  void keepBallast() {
    long limit = ballast.keep();
    if (checkpoints == null || limit == logLimit || !gate.tryAcquire()) {
      return;
    }
    try {
      checkpoints.limitTo(limit, writer);
      logLimit = limit;
    } catch (SQLException e) {
      throw Faults.storage("checkpoint cache", directory, e);
    } finally {
      gate.release();
    }
  }

  /**
   * Copies the log into the database and has the next write begin it anew, unless readers use it.
   */
  void beginLogAnew(Deadline deadline) {
    alone("checkpoint cache", deadline, Checkpoints.RESTART);
  }

  /** Rolls back because of a failure, which keeps what goes wrong on the way. */
  void rollbackAfter(Throwable failure, WriteTransaction transaction) {
    try {
      schedule.forget();
      touches.rolledBack();
      transaction.rollback();
    } catch (SQLException e) {
      // A full disk or an I/O error makes SQLite roll back by itself; then nothing is left to do.
      failure.addSuppressed(e);
    } finally {
      changed();
      unlock();
    }
  }

  /** Applies a setting of SQLite to all connections of this process. */
  void apply(Setting setting, Object value, Deadline deadline) {
    if (!setting.isPragma()) {
      return;
    }
    lock(deadline);
    try {
      DatabaseOpener.applyToConnection(writer, setting, value);
      Map<Setting, Object> changed = new EnumMap<>(effective);
      changed.put(setting, value);
      effective = changed;
      syncs = syncs(changed);
      readers.renew();
    } catch (SQLException e) {
      throw Faults.storage("set " + setting.storedName() + " of cache", directory, e);
    } finally {
      unlock();
    }
  }

  /** Runs a statement that may not stand in a transaction, on the writing connection. */
  void alone(String act, Deadline deadline, String sql) {
    lock(deadline);
    try {
      untilFree(act, deadline, () -> writer.run(sql));
    } finally {
      unlock();
    }
  }

  /** Notes one more user: an open cache, or somebody who writes. */
  void addUser() {
    users.incrementAndGet();
  }

  boolean isUsed() {
    return users.get() > 0;
  }

  /** Gives up one use; the last one writes what is left to write and closes the connections. */
  void release() {
    if (users.decrementAndGet() == 0) {
      OpenDatabases.close(this);
    }
  }

  /** Called once nobody uses it, so that nobody writes either. */
  void close() {
    List<AutoCloseable> parts =
        List.of(logged::close, this::endUpkeep, this::writeTouches, readers::close, writer, guard);
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

  private void endUpkeep() throws SQLException {
    DelayedWrites last = delayed;
    if (last != null) {
      last.close();
    }
    Upkeep.remove(chore);
    tidying.lock();
    try {
      closed = true;
      if (anchor != null) {
        anchor.close();
      }
      if (checkpoints != null) {
        checkpoints.close();
      }
    } finally {
      tidying.unlock();
    }
  }

  private void writeTouches() throws SQLException {
    if (!touches.isEmpty()) {
      writeTouches(Integer.MAX_VALUE);
    }
  }

  /** Best effort: touches and counts are worth no wait and no failure. */
  private boolean writeTouches(int most) throws SQLException {
    try {
      writer.execute("BEGIN IMMEDIATE");
    } catch (SQLException e) {
      if (Faults.isBusy(e)) {
        return false;
      }
      throw e;
    }
    try {
      touches.write(writer, most);
      writer.execute("COMMIT");
      touches.committed();
      noteWritten();
      return true;
    } catch (SQLException | RuntimeException e) {
      touches.rolledBack();
      try {
        writer.execute("ROLLBACK");
      } catch (SQLException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }
}
