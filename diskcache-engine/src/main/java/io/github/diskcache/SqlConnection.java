// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * One connection to one database, with the statements it has prepared. Confined to one thread at a
 * time by its owner.
 *
 * <p>The driver leaves transactions to us: it stays in autocommit, never waits for a lock, and does
 * not ask for generated keys, which would cost each insert a query.
 */
final class SqlConnection implements AutoCloseable {
  /** Reads one row of a result. */
  interface RowReader<T extends @Nullable Object> {
    T read(ResultSet row) throws SQLException;
  }

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  private SqlConnection(Connection connection) {
    this.connection = connection;
  }

  /** Connects to the database of a directory; SQLite makes the file when it is absent. */
  static SqlConnection open(Path file) throws SQLException {
    return open(file, "", new SQLiteConfig());
  }

  /**
   * Connects to a database without ever writing to it.
   *
   * @param still whether no process changes it, so that SQLite needs no lock and no log
   */
  static SqlConnection openForReading(Path file, boolean still) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    return open(file, still ? "?immutable=1" : "", config);
  }

  private static SqlConnection open(Path file, String query, SQLiteConfig config)
      throws SQLException {
    config.setBusyTimeout(0);
    config.setGetGeneratedKeys(false);
    // Percent-encoded, since the driver would take what follows a '?' as its own options.
    String url = "jdbc:sqlite:" + file.toUri().toASCIIString() + query;
    SqlConnection opened = new SqlConnection(config.createConnection(url));
    try {
      opened.run("PRAGMA trusted_schema = OFF");
      opened.run("PRAGMA cell_size_check = ON");
      return opened;
    } catch (SQLException | RuntimeException e) {
      try {
        opened.close();
      } catch (SQLException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  /** Runs a statement that is used again and again; its result, if any, is dropped. */
  void execute(String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = bound(sql, parameters);
    if (statement.execute()) {
      statement.getResultSet().close();
    }
  }

  /** Runs a statement once, without keeping it. */
  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first row of a result, or null when there is none. */
  <T> @Nullable T first(String sql, RowReader<T> reader, @Nullable Object... parameters)
      throws SQLException {
    try (ResultSet rows = bound(sql, parameters).executeQuery()) {
      return rows.next() ? reader.read(rows) : null;
    }
  }

  /** All rows of a result. */
  <T extends @Nullable Object> List<T> all(
      String sql, RowReader<T> reader, @Nullable Object... parameters) throws SQLException {
    try (ResultSet rows = bound(sql, parameters).executeQuery()) {
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(reader.read(rows));
      }
      return all;
    }
  }

  /** The number in the first column of the first row; 0 when there is none. */
  long number(String sql, @Nullable Object... parameters) throws SQLException {
    Long number = first(sql, row -> row.getLong(1), parameters);
    return number == null ? 0 : number;
  }

  private PreparedStatement bound(String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < parameters.length; i++) {
      bind(statement, i + 1, parameters[i]);
    }
    return statement;
  }

  private static void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value instanceof String text) {
      statement.setString(index, text);
    } else if (value instanceof Long || value instanceof Integer) {
      statement.setLong(index, ((Number) value).longValue());
    } else if (value instanceof Double number) {
      statement.setDouble(index, number);
    } else if (value instanceof byte[] bytes) {
      statement.setBytes(index, bytes);
    } else if (value == null) {
      statement.setNull(index, java.sql.Types.NULL);
    } else {
      throw new IllegalArgumentException("no SQL type for " + value.getClass());
    }
  }

  /** A column by its storage class: Long, Double, String, byte[] or null. */
  static @Nullable Object column(ResultSet row, int index) throws SQLException {
    Object value = row.getObject(index);
    return value instanceof Integer small ? (Object) small.longValue() : value;
  }

  /** A column that holds a number or null. */
  static @Nullable Double real(ResultSet row, int index) throws SQLException {
    double value = row.getDouble(index);
    return row.wasNull() ? null : value;
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : statements.values()) {
      statement.close();
    }
    statements.clear();
    connection.close();
  }
}
