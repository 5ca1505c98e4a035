// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * The write lock of a database, held through a connection that the engine knows nothing of, as by
 * another process. Given up by closing, from any thread.
 */
final class ForeignLock implements AutoCloseable {
  private final Connection connection;

  private ForeignLock(Connection connection) {
    this.connection = connection;
  }

  /** Takes the lock of a cache, or of a shard, by its directory. */
  static ForeignLock on(Path directory) throws SQLException {
    Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("cache.db"));
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 30000");
      statement.execute("BEGIN IMMEDIATE");
      return new ForeignLock(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void close() throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("ROLLBACK");
    } finally {
      connection.close();
    }
  }
}
