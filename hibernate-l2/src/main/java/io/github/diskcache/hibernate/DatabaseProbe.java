// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.hibernate.engine.jdbc.connections.spi.JdbcConnectionAccess;

/**
 * Asks the database what it is like by the user's query, and keeps the answer with the cache: at
 * the end, and from time to time once changes have come to rest, so that a process that is killed
 * later has one too. Thread-safe.
 */
final class DatabaseProbe {
  private static final int MOST_ROWS = 10_000;
  private static final Duration REST = Duration.ofSeconds(5);

  private final JdbcConnectionAccess connections;
  private final String sql;
  private final OnceLog log;

  DatabaseProbe(JdbcConnectionAccess connections, String sql, OnceLog log) {
    this.connections = connections;
    this.sql = sql;
    this.log = log;
  }

  /** A digest of the answer; 0 where there is none, which is equal to no answer. */
  long digest() {
    try {
      Connection connection = connections.obtainConnection();
      try {
        return digest(connection);
      } finally {
        endTransaction(connection);
        connections.releaseConnection(connection);
      }
    } catch (SQLException | RuntimeException e) {
      log.warn(
          "probe",
          "Cannot probe the database by ["
              + sql
              + "], so that the next start of the second-level cache is cold: "
              + e.getMessage(),
          e);
      return 0;
    }
  }

  /** Asks now and keeps the answer. */
  void keep(SharedArea area) {
    long taken = area.clock().next();
    long digest = digest();
    if (digest != 0) {
      area.probed(taken, digest);
    }
  }

  /** As {@link #keep}, if there was a change since the last time, and none lately. */
  void keepAtRest(SharedArea area) {
    long change = area.lastChange();
    boolean rests = area.clock().next() - change > SharedClock.span(REST);
    if (rests && change >= area.lastProbe()) {
      keep(area);
    }
  }

  /** Connections of simple pools keep what was begun. */
  private static void endTransaction(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      try {
        connection.rollback();
      } catch (SQLException e) {
        // it takes part in a global transaction, which ends it
      }
    }
  }

  private long digest(Connection connection) throws SQLException {
    StringBuilder answer = new StringBuilder(sql);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      for (int row = 0; row < MOST_ROWS && rows.next(); row++) {
        answer.append('\n');
        for (int column = 1; column <= columns; column++) {
          String value = rows.getString(column);
          answer.append(value == null ? "-" : value.length() + ":" + value).append(' ');
        }
      }
    }
    return Hash.digest64(answer.toString().getBytes(StandardCharsets.UTF_8)) | 1;
  }
}
