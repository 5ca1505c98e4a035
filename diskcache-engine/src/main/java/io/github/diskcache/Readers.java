// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

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

  private final Connector connector;
  private final Path directory;
  private final Semaphore permits = new Semaphore(MOST);
  private final ConcurrentLinkedDeque<SqlConnection> idle = new ConcurrentLinkedDeque<>();

  Readers(Connector connector, Path directory) {
    this.connector = connector;
    this.directory = directory;
  }

  SqlConnection borrow(Deadline deadline) throws SQLException {
    if (!permits.tryAcquire()) {
      deadline.acquire(permits, directory);
    }
    SqlConnection connection = idle.pollFirst();
    if (connection != null) {
      return connection;
    }
    try {
      return connector.connect();
    } catch (SQLException | RuntimeException | Error e) {
      permits.release();
      throw e;
    }
  }

  void giveBack(SqlConnection connection) {
    idle.addFirst(connection);
    permits.release();
  }

  /** Drops a connection that failed, whose state is not known. */
  void drop(SqlConnection connection) {
    permits.release();
    try {
      connection.close();
    } catch (SQLException ignored) {
      // The failure that led here is reported.
    }
  }

  /** Has every connection opened anew, so that it takes on changed settings. */
  void renew() throws SQLException {
    permits.acquireUninterruptibly(MOST);
    try {
      closeIdle();
    } finally {
      permits.release(MOST);
    }
  }

  /** Waits for every connection to come back and closes them for good. */
  void close() throws SQLException {
    permits.acquireUninterruptibly(MOST);
    closeIdle();
  }

  private void closeIdle() throws SQLException {
    for (SqlConnection connection = idle.pollFirst();
        connection != null;
        connection = idle.pollFirst()) {
      connection.close();
    }
  }
}
