// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A few reading connections, shared by all threads: one per thread would run a server with
 * thousands of them out of file descriptors. Thread-safe.
 */
final class Readers {
  private static final int MOST =
      Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors()));

  /** Opens and tunes a connection. */
  interface Connector {
    SqlConnection connect() throws SQLException;
  }

  /** A connection, and how often settings had changed when it was opened. */
  record Reader(SqlConnection sql, int generation) {}

  private final Connector connector;
  private final Path directory;
  private final Semaphore permits = new Semaphore(MOST);
  private final ConcurrentLinkedDeque<Reader> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger generation = new AtomicInteger();
  private volatile boolean closed;

  Readers(Connector connector, Path directory) {
    this.connector = connector;
    this.directory = directory;
  }

  Reader borrow(Deadline deadline) throws SQLException {
    deadline.acquire(permits, directory);
    try {
      if (closed) {
        throw new CacheClosedException(directory);
      }
      int now = generation.get();
      for (Reader reader = idle.pollFirst(); reader != null; reader = idle.pollFirst()) {
        if (reader.generation == now) {
          return reader;
        }
        reader.sql.close();
      }
      return new Reader(connector.connect(), now);
    } catch (SQLException | RuntimeException | Error e) {
      permits.release();
      throw e;
    }
  }

  void giveBack(Reader reader) {
    idle.addFirst(reader);
    permits.release();
  }

  /** Drops a connection that failed, whose state is not known. */
  void drop(Reader reader) {
    try {
      reader.sql.close();
    } catch (SQLException ignored) {
      // The failure that led here is reported.
    } finally {
      permits.release();
    }
  }

  /**
   * Has connections opened anew that were opened before now, so that they take on changed settings.
   */
  void renew() {
    generation.incrementAndGet();
  }

  /** Waits for every connection to come back and closes them for good. */
  void close() throws SQLException {
    closed = true;
    permits.acquireUninterruptibly(MOST);
    try {
      for (Reader reader = idle.pollFirst(); reader != null; reader = idle.pollFirst()) {
        reader.sql.close();
      }
    } finally {
      // Whoever came too late is told that the cache is closed, rather than left to wait.
      permits.release(MOST);
    }
  }
}
