// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Operations of several threads in one transaction, so that they share one sync of the disk. Each
 * operation has a savepoint of its own, and returns, or fails, when all is committed: what has
 * returned is on the disk. Thread-safe.
 *
 * <p>Whoever finds nobody leading leads: it begins the transaction, runs what has gathered until
 * then, its own first, and commits; meanwhile the next ones gather. An operation that nobody has
 * begun to run can still be given up, by its time limit or an interrupt.
 */
final class GroupedCommits {
  /** Most operations of one transaction, lest the first ones wait for ever longer. */
  private static final int MOST = EntryTable.BATCH;

  private static final String ACT = "write to cache";

  private enum State {
    WAITING,
    TAKEN,
    DONE,
    GIVEN_UP
  }

  /** One operation, and what became of it. */
  private static final class Operation<T extends @Nullable Object> {
    private final Shard shard;
    private final Shard.Work<T> work;
    private final Thread owner = Thread.currentThread();
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    // Written by the leader before it is done, read by the owner after.
    private @Nullable T result;
    private @Nullable Throwable failure;

    Operation(Shard shard, Shard.Work<T> work) {
      this.shard = shard;
      this.work = work;
    }

    boolean is(State expected) {
      return state.get() == expected;
    }

    boolean move(State to) {
      return state.compareAndSet(State.WAITING, to);
    }

    /** Runs it; a failure undoes what it has done, and nothing else. */
    void run(WriteTransaction transaction) throws SQLException {
      WriteTransaction.Mark before = transaction.mark();
      try {
        result = shard.runGrouped(transaction, work);
      } catch (RuntimeException | Error e) {
        failure = e;
        transaction.rollbackTo(before);
        return;
      }
      transaction.release();
    }

    void done() {
      state.set(State.DONE);
      LockSupport.unpark(owner);
    }

    @SuppressWarnings("NullAway") // A result is what the work returned, null where that may be.
    T outcome() {
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
      return result;
    }
  }

  private final Database database;
  private final ConcurrentLinkedQueue<Operation<?>> queue = new ConcurrentLinkedQueue<>();
  private final ReentrantLock leading = new ReentrantLock();

  GroupedCommits(Database database) {
    this.database = database;
  }

  /** Runs an operation in a transaction that it may share. */
  <T extends @Nullable Object> T run(Shard shard, Deadline deadline, Shard.Work<T> work) {
    Operation<T> mine = new Operation<>(shard, work);
    queue.add(mine);
    boolean interrupted = false;
    while (!mine.is(State.DONE)) {
      if (leading.tryLock()) {
        try {
          if (mine.is(State.WAITING)) {
            lead(mine, deadline);
          }
        } finally {
          leading.unlock();
          wakeNext();
        }
      } else {
        deadline.park(this);
        interrupted |= Thread.interrupted();
        if ((interrupted || deadline.isOver()) && mine.move(State.GIVEN_UP)) {
          queue.remove(mine);
          wakeNext();
          throw deadline.gaveUp(interrupted, shard.directory());
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return mine.outcome();
  }

  /** Somebody has to lead those that have gathered while nobody did, or somebody else did. */
  private void wakeNext() {
    for (Operation<?> next = queue.peek(); next != null; next = queue.peek()) {
      if (next.is(State.WAITING)) {
        LockSupport.unpark(next.owner);
        return;
      }
      queue.remove(next);
    }
  }

  private void lead(Operation<?> mine, Deadline deadline) {
    WriteTransaction transaction;
    try {
      transaction = database.logged().begin(mine.shard, deadline);
    } catch (RuntimeException | Error e) {
      mine.move(State.GIVEN_UP);
      throw e;
    }
    List<Operation<?>> batch = new ArrayList<>();
    try {
      for (Operation<?> next = mine; next != null && batch.size() < MOST; next = queue.poll()) {
        if (next.move(State.TAKEN)) {
          batch.add(next);
          next.run(transaction);
        }
      }
    } catch (SQLException | RuntimeException | Error e) {
      // SQLite has ended the transaction by itself, so that there was nothing to go back to.
      fail(batch, e instanceof SQLException sql ? Faults.storage(ACT, directory(), sql) : e);
      database.rollbackAfter(e, transaction);
      batch.forEach(Operation::done);
      return;
    }
    try {
      database.commit(transaction);
    } catch (RuntimeException | Error e) {
      fail(batch, e);
    }
    batch.forEach(Operation::done);
  }

  private Path directory() {
    return database.directory();
  }

  private static void fail(List<Operation<?>> batch, Throwable reason) {
    for (Operation<?> operation : batch) {
      if (operation.failure == null) {
        operation.failure = reason;
      }
    }
  }
}
