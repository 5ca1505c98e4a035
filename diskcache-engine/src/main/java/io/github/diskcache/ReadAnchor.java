// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes reads cheaper while nobody writes: a connection of its own that stands in a read
 * transaction. Each read takes and drops a lock on the log, which are two system calls, half of its
 * time; but within a process SQLite shares the lock of those that read the same state, and asks the
 * system once. Reads go on in transactions of their own, and so see what was committed last.
 *
 * <p>A state that is held keeps the log from being begun anew. So it is held for a moment only,
 * while reads come one after the other, and let go by the first write of this process. Thread-safe.
 */
final class ReadAnchor {
  /** Reads without a write in between, after which more are to be expected. */
  private static final int READS = 64;

  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** How soon the upkeep looks whether the reads have ceased. */
  static final long CHECK_NANOS = 2 * LONGEST_NANOS;

  private final Readers.Connector connector;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable SqlConnection sql;
  private volatile boolean held;
  private volatile long heldSince;
  private volatile boolean closed;

  // Counted without care: what matters is about how many.
  private int reads;

  ReadAnchor(Readers.Connector connector) {
    this.connector = connector;
  }

  boolean isHeld() {
    return held;
  }

  /** Notes that somebody is about to read. Waits for nobody. */
  void beforeRead() {
    if (held ? isOld() : ++reads >= READS && !closed) {
      renew();
    }
  }

  private boolean isOld() {
    return System.nanoTime() - heldSince > LONGEST_NANOS;
  }

  private void renew() {
    if (!lock.tryLock()) {
      return;
    }
    try {
      boolean first = !held;
      letGo();
      hold();
      if (first) {
        Upkeep.wake();
      }
    } catch (SQLException e) {
      // It only makes others faster. The next time comes after as many reads.
      abandon();
    } finally {
      lock.unlock();
    }
  }

  private void hold() throws SQLException {
    reads = 0;
    if (closed) {
      return;
    }
    SqlConnection connected = sql;
    if (connected == null) {
      connected = connector.connect();
      sql = connected;
    }
    connected.execute("BEGIN");
    connected.number("SELECT COUNT(*) FROM (SELECT 1 FROM Cache LIMIT 1)");
    heldSince = System.nanoTime();
    held = true;
  }

  /** Lets go of the state, since somebody is about to write or to copy the log. */
  void release() {
    reads = 0;
    if (held) {
      lock.lock();
      try {
        letGo();
      } catch (SQLException e) {
        abandon();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Lets go of a state that no read has renewed. */
  void releaseIfOld() {
    if (held && isOld()) {
      release();
    }
  }

  private void letGo() throws SQLException {
    if (held && sql != null) {
      sql.execute("COMMIT");
    }
    held = false;
  }

  /** Gives up a connection whose state is not known. */
  private void abandon() {
    SqlConnection failed = sql;
    sql = null;
    held = false;
    if (failed != null) {
      try {
        failed.close();
      } catch (SQLException e) {
        // It was to be given up, and is.
        reads = 0;
      }
    }
  }

  void close() throws SQLException {
    lock.lock();
    try {
      closed = true;
      letGo();
      if (sql != null) {
        sql.close();
        sql = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
