// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One transaction from BEGIN IMMEDIATE to COMMIT or ROLLBACK, and the value files that go with it:
 * those of entries removed or replaced are deleted after the commit, those of new entries after a
 * rollback. Operations within operations share it, so that a rolled-back outer one loses no file.
 * Confined to the thread that began it.
 */
final class WriteTransaction {
  private final SqlConnection sql;
  private final ValueFiles files;
  private final IteratorBound iterators;
  private final Thread owner = Thread.currentThread();
  private final List<String> replaced = new ArrayList<>();
  private final List<String> placed = new ArrayList<>();
  private final List<Eviction> evictions = new ArrayList<>();
  private final NearChanges changes = new NearChanges();
  private final @Nullable SharedWords words;
  private boolean doomed;
  private @Nullable Intents log;
  private long seal;
  private long logged;

  WriteTransaction(
      SqlConnection sql, ValueFiles files, IteratorBound iterators, @Nullable SharedWords words) {
    this.sql = sql;
    this.files = files;
    this.iterators = iterators;
    this.words = words;
  }

  /** Looks at what has happened before; the first thing to do once it has begun. */
  void begin() throws SQLException {
    if (words != null) {
      changes.begin(words, sql);
    }
  }

  SqlConnection sql() {
    return sql;
  }

  /** Notes that the log takes nothing until this ends. */
  void sealed(Intents sealedLog, long token) {
    log = sealedLog;
    seal = token;
  }

  /** Notes that this writes what waits in the log, up to a position. */
  void writesLogged(Intents open, long end) {
    log = open;
    logged = end;
  }

  /** Above which rowid new rows have to be; 0: any. */
  long iteratorBound() {
    return iterators.highest();
  }

  boolean isMine() {
    return owner == Thread.currentThread();
  }

  /** Puts a new value's file in place; its row must follow. */
  void place(ValueFiles.Pending pending) {
    placed.add(pending.name());
    files.place(pending);
  }

  /** Notes a file whose row this transaction has removed or pointed elsewhere. */
  void remove(String name) {
    replaced.add(name);
  }

  /** Notes that the row of a key is stored, changed or removed. */
  void changed(EncodedKey key) {
    if (words != null) {
      changes.add(key);
    }
  }

  /** Notes that rows are changed in ways that keys do not tell. */
  void changedAll() {
    if (words != null) {
      changes.addAll();
    }
  }

  /** Notes who takes the value that has just been stored for a key. */
  void keep(EncodedKey key, NearChanges.Keeper keeper) {
    if (words != null) {
      changes.keep(key, keeper);
    }
  }

  /** Notes an entry that is removed, to be told of after the commit. */
  void evicted(Eviction eviction) {
    evictions.add(eviction);
  }

  List<Eviction> evictions() {
    return evictions;
  }

  /** Notes that part of an operation failed, so that what is written may not be committed. */
  void doom() {
    doomed = true;
  }

  boolean isDoomed() {
    return doomed;
  }

  /** How far a transaction has come, to go back to. */
  record Mark(int replaced, int placed, int evictions) {}

  /** Begins a part of this transaction that can be undone for itself. */
  Mark mark() throws SQLException {
    sql.execute("SAVEPOINT part");
    return new Mark(replaced.size(), placed.size(), evictions.size());
  }

  /** Ends a part of this transaction that is to stay. */
  void release() throws SQLException {
    sql.execute("RELEASE part");
  }

  /** Undoes a part of this transaction; the files of its new entries go at once. */
  void rollbackTo(Mark mark) throws SQLException {
    sql.execute("ROLLBACK TO part");
    release();
    doomed = false;
    changes.keepNothing();
    replaced.subList(mark.replaced, replaced.size()).clear();
    evictions.subList(mark.evictions, evictions.size()).clear();
    List<String> lost = placed.subList(mark.placed, placed.size());
    lost.forEach(files::remove);
    lost.clear();
  }

  /** Ends with COMMIT; the files of removed entries go after it, since a kill may come before. */
  void commit() throws SQLException {
    if (words != null && !NearChanges.marksTooLate) {
      changes.mark(words, sql);
    }
    sql.execute("COMMIT");
    if (words != null && NearChanges.marksTooLate) {
      changes.mark(words, sql);
    }
    if (log != null && logged != 0) {
      // First, for a near tier may still take from the log what this has removed again.
      log.raiseApplied(logged);
    }
    settle(NearChanges.Outcome.COMMITTED);
    placed.clear();
    replaced.forEach(files::remove);
  }

  void rollback() throws SQLException {
    try {
      sql.execute("ROLLBACK");
    } catch (SQLException e) {
      unseal();
      throw e;
    } finally {
      placed.forEach(files::remove);
    }
    settle(NearChanges.Outcome.ROLLED_BACK);
  }

  private void settle(NearChanges.Outcome outcome) {
    if (words != null) {
      if (log == null || seal != 0) {
        changes.settle(words, outcome);
      } else {
        // Not between the mark and the publication of a set, which marks without the write lock.
        log.exclusively(() -> changes.settle(words, outcome));
      }
    }
    unseal();
  }

  private void unseal() {
    if (log != null && seal != 0) {
      log.unseal(seal);
    }
  }
}
