// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The log of intents of one directory, as this process uses it: sets go to it, reads look into it,
 * and a thread writes what waits there to the database. Every process does so once any has made the
 * log, also those that set without it. Thread-safe.
 */
final class LoggedWrites {
  private static final System.Logger LOG = System.getLogger(LoggedWrites.class.getName());

  /** Most keys in one transaction: about a turn between processes. */
  private static final int BATCH = 1000;

  /** How long the thread waits for others before it looks again what there is to do. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Database database;
  private final List<Shard> logging = new CopyOnWriteArrayList<>();
  private volatile @Nullable Intents log;
  private volatile @Nullable Thread thread;
  private volatile long delayNanos;
  private volatile boolean closed;
  private boolean failing;

  LoggedWrites(Database database) {
    this.database = database;
  }

  /** The log, when the directory has one. */
  @Nullable Intents log() {
    Intents known = log;
    if (known != null) {
      return known;
    }
    SharedWords words = database.words();
    return words != null && words.get(SharedWords.INTENTS) == 0 ? null : open(words);
  }

  private synchronized @Nullable Intents open(@Nullable SharedWords words) {
    Intents known = log;
    if (known != null || closed) {
      return known;
    }
    try {
      if (words == null && !Intents.exists(database.directory())) {
        return null;
      }
      Intents opened =
          words == null
              ? Intents.openForReading(database.directory())
              : Intents.open(database.directory());
      log = opened;
      return opened;
    } catch (IOException e) {
      throw new CacheStorageException(
          "use cache",
          database.directory(),
          "its " + Intents.FILE + " cannot be mapped: " + e.getMessage(),
          words == null
              ? "open it for writing, or look at it"
              : "look at it, or remove it while no process has the directory open",
          e);
    }
  }

  /** Makes the log, for all processes from now on. Under the write lock. */
  void make(SharedWords words, IntentLog bounds) {
    try {
      Intents.make(database.directory(), bounds.capacity());
    } catch (IOException e) {
      throw new CacheOpenException(
          database.directory(),
          "its " + Intents.FILE + " cannot be made: " + e,
          "make room, or open it without a log",
          e);
    }
    words.set(SharedWords.INTENTS, 1);
  }

  /** Notes a cache that sets through the log, and so can write what waits there. */
  synchronized void add(Shard shard, IntentLog bounds) {
    logging.add(shard);
    delayNanos = bounds.delay().toNanos();
    if (thread == null) {
      Thread started = new Thread(null, this::work, "diskcache-intents", 0, false);
      started.setDaemon(true);
      started.setContextClassLoader(null);
      thread = started;
      started.start();
    }
  }

  void remove(Shard shard) {
    logging.remove(shard);
  }

  /** Whether nothing waits that was set before. */
  boolean isEmpty() {
    Intents open = log();
    return open == null || open.isEmpty();
  }

  /**
   * Sets a value through the log.
   *
   * @return whether it is there; else it has to be written to the database
   */
  boolean add(Shard shard, EncodedKey key, EntryTable.NewRow row, Deadline deadline) {
    Intents open = log();
    SharedWords words = database.words();
    if (open == null || words == null || !Intent.takes(key)) {
      return false;
    }
    Intent.Key logged = Intent.Key.of(key);
    Intent intent = Intent.of(logged, row);
    if (!open.fits(intent)) {
      return false;
    }
    while (true) {
      switch (add(open, words, logged, intent, deadline)) {
        case LOGGED -> {
          return true;
        }
        case LOGGED_FIRST, LOGGED_HALF_FULL -> {
          LockSupport.unpark(thread);
          return true;
        }
        case FULL -> writeSome(shard, open, deadline);
        case SEALED -> {
          return false;
        }
      }
    }
  }

  private Intents.Outcome add(
      Intents open, SharedWords words, Intent.Key key, Intent intent, Deadline deadline) {
    try {
      return open.add(key, intent, words, deadline);
    } catch (IOException e) {
      throw new CacheStorageException(
          "write to cache",
          database.directory(),
          "its " + SharedWords.FILE + " cannot be mapped: " + e,
          "look at it, or remove it while no process has the directory open",
          e);
    }
  }

  /** What a key has in the log: a row, or null when the database has to be asked. */
  @Nullable Lookup find(EncodedKey key, Shard shard) {
    Intents open = log();
    if (open == null) {
      return null;
    }
    try {
      Intent.Read read = open.find(key);
      return read == null ? null : DelayedWrites.lookup(read.row(), shard.now());
    } catch (DamagedValueException e) {
      return Lookup.Miss.DAMAGED;
    }
  }

  /** Writes what has been set until now. */
  void write(Shard shard, Deadline deadline) {
    Intents open = log();
    if (open == null || open.isEmpty()) {
      return;
    }
    if (database.words() == null) {
      awaitWritten(open, deadline);
      return;
    }
    long end = open.end(deadline);
    while (open.applied() < end) {
      writeSome(shard, open, deadline);
    }
  }

  /** Others write it, unless they were killed. */
  private void awaitWritten(Intents open, Deadline deadline) {
    try {
      long end = open.applied() + open.waiting();
      for (int attempt = 0; open.applied() < end; attempt++) {
        deadline.pause(attempt, database.directory());
      }
    } catch (CacheTimeoutException e) {
      throw new CacheStorageException(
          "read cache",
          database.directory(),
          "values wait in its " + Intents.FILE + ", and it is open for reading only",
          "open it for writing once",
          e);
    }
  }

  private void writeSome(Shard shard, Intents open, Deadline deadline) {
    WriteTransaction transaction = database.begin(deadline);
    shard.finish(transaction, begun -> writeBatch(shard, open, begun));
  }

  private boolean writeBatch(Shard shard, Intents open, WriteTransaction transaction)
      throws SQLException {
    // A writer may have been killed between its COMMIT and its note.
    long written = SideTable.read(transaction.sql(), Intents.APPLIED_NAME).orElse(0);
    Intents.Batch batch;
    try {
      batch = open.batch(written, BATCH);
    } catch (DamagedValueException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          () -> "The log of cache [" + database.directory() + "] is damaged; what waits is lost",
          e);
      transaction.changedAll();
      batch = open.nothingBehind();
    }
    for (Intent.Read intent : batch.intents()) {
      EntryTable.put(transaction, intent.key(), intent.row());
      Culler.cullAfterWrite(shard, transaction, intent.key(), intent.row());
    }
    SideTable.write(transaction, Intents.APPLIED_NAME, batch.end());
    transaction.writesLogged(open, batch.end());
    return true;
  }

  /**
   * Begins a transaction that may do anything: nothing waits in the log, and nothing is added to it
   * until the transaction ends.
   */
  WriteTransaction begin(Shard shard, Deadline deadline) {
    WriteTransaction transaction = database.begin(deadline);
    long token = 0;
    Intents open = null;
    try {
      open = log();
      if (open == null) {
        return transaction;
      }
      token = open.seal(deadline);
      if (open.isEmpty()) {
        transaction.sealed(open, token);
        return transaction;
      }
    } catch (RuntimeException | Error e) {
      database.rollbackAfter(e, transaction);
      throw e;
    }
    try {
      Intents sealed = open;
      // Stays sealed between the transactions, lest there be always more.
      shard.finish(transaction, begun -> writeBatch(shard, sealed, begun));
      return begin(shard, deadline);
    } finally {
      // Unless that was done again meanwhile, in this place too.
      open.unseal(token);
    }
  }

  private void work() {
    while (!closed) {
      try {
        Intents open = log();
        Shard shard = logging.stream().findFirst().orElse(null);
        if (open == null || shard == null || open.isEmpty()) {
          LockSupport.parkNanos(this, PATIENCE.toNanos());
          continue;
        }
        delay(open);
        write(shard, Deadline.after(PATIENCE));
        failing = false;
      } catch (RuntimeException | Error e) {
        note(e);
        LockSupport.parkNanos(this, delayNanos);
      }
    }
  }

  private void delay(Intents open) {
    long start = System.nanoTime();
    for (long left = delayNanos;
        left > 0 && !open.isHalfFull() && !closed;
        left = delayNanos - (System.nanoTime() - start)) {
      LockSupport.parkNanos(this, left);
    }
  }

  /** Nothing is lost: it waits on, and whoever needs it in the database is told why that fails. */
  private void note(Throwable reason) {
    boolean waits =
        reason instanceof CacheTimeoutException || reason instanceof CacheClosedException;
    if (!failing && !waits) {
      failing = true;
      LOG.log(
          System.Logger.Level.WARNING,
          () -> "What is logged of cache [" + database.directory() + "] cannot be written yet",
          reason);
    }
  }

  /** Ends the thread and lets go of the log, once nobody uses it any more. */
  synchronized void close() throws IOException {
    closed = true;
    LockSupport.unpark(thread);
    Intents open = log;
    if (open != null) {
      open.close();
    }
  }
}
