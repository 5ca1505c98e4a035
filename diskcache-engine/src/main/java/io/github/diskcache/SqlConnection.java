// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/**
 * One connection to one database, with the statements it has prepared. Confined to one thread at a
 * time by its owner.
 *
 * <p>Statements run by the driver's own calls, beneath JDBC, which for each query reads the names
 * of all columns again, and after each statement begins and ends one more transaction: half the
 * cost of a read. The driver never waits for a lock, and leaves transactions to us.
 */
final class SqlConnection implements AutoCloseable {
  /** Reads one row of a result. */
  interface RowReader<T extends @Nullable Object> {
    T read(SqlRow row) throws SQLException;
  }

  private static final Object[] NOTHING_BOUND = {};

  private final SQLiteConnection connection;
  private final DB database;
  private final Map<String, Prepared> statements = new HashMap<>();

  /** A statement, and the row that it has come to whenever it has come to one. */
  private record Prepared(CoreStatement statement, long pointer, SqlRow row) {}

  private SqlConnection(SQLiteConnection connection) throws SQLException {
    this.connection = connection;
    this.database = connection.getDatabase();
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
    NativeLibrary.load();
    config.setBusyTimeout(0);
    config.setGetGeneratedKeys(false);
    // Percent-encoded, since the driver would take what follows a '?' as its own options.
    String url = "jdbc:sqlite:" + file.toUri().toASCIIString() + query;
    SqlConnection opened = new SqlConnection((SQLiteConnection) config.createConnection(url));
    try {
      opened.leaveTransactionsToUs();
      opened.run("PRAGMA trusted_schema = OFF");
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

  /** In what the driver calls autocommit it steps through a BEGIN and a COMMIT of its own. */
  private void leaveTransactionsToUs() throws SQLException {
    connection.setAutoCommit(false);
    // The driver has begun a transaction, for JDBC's sake, that has done nothing yet.
    run("COMMIT");
  }

  /**
   * Has SQLite check the cells of each page that it comes to, so that damage does not spread. On a
   * mapped file it does so at each visit, which costs a read two thirds more; hence for writing.
   */
  void checkPages() throws SQLException {
    run("PRAGMA cell_size_check = ON");
  }

  /** Runs a statement that is used again and again; its result, if any, is dropped. */
  void execute(String sql, @Nullable Object... parameters) throws SQLException {
    Prepared prepared = prepared(sql);
    if (start(sql, prepared, parameters)) {
      database.reset(prepared.pointer);
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
    Prepared prepared = prepared(sql);
    if (!start(sql, prepared, parameters)) {
      return null;
    }
    try {
      return reader.read(prepared.row);
    } finally {
      database.reset(prepared.pointer);
    }
  }

  /** All rows of a result. */
  <T extends @Nullable Object> List<T> all(
      String sql, RowReader<T> reader, @Nullable Object... parameters) throws SQLException {
    Prepared prepared = prepared(sql);
    List<T> all = new ArrayList<>();
    if (!start(sql, prepared, parameters)) {
      return all;
    }
    try {
      int state = Codes.SQLITE_ROW;
      while (state == Codes.SQLITE_ROW) {
        all.add(reader.read(prepared.row));
        state = database.step(prepared.pointer);
      }
      if (state != Codes.SQLITE_DONE) {
        database.throwex(state);
      }
      return all;
    } finally {
      database.reset(prepared.pointer);
    }
  }

  /** The number in the first column of the first row; 0 when there is none. */
  long number(String sql, @Nullable Object... parameters) throws SQLException {
    Prepared prepared = prepared(sql);
    if (!start(sql, prepared, parameters)) {
      return 0;
    }
    try {
      return prepared.row.getLong(1);
    } finally {
      database.reset(prepared.pointer);
    }
  }

  /** How many rows the last INSERT, UPDATE or DELETE changed itself, its triggers not counted. */
  long changed() throws SQLException {
    return database.changes();
  }

  /** How many rows all statements have changed, those of triggers counted. */
  long totalChanged() throws SQLException {
    return database.total_changes();
  }

  private Prepared prepared(String sql) throws SQLException {
    Prepared prepared = statements.get(sql);
    if (prepared == null) {
      CoreStatement statement = (CoreStatement) connection.prepareStatement(sql);
      long pointer = statement.pointer.safeRunLong((same, address) -> address);
      prepared = new Prepared(statement, pointer, new SqlRow(database, pointer));
      statements.put(sql, prepared);
    }
    return prepared;
  }

  /** Whether the statement has come to a row; if not, it has run to its end. */
  private boolean start(String sql, Prepared prepared, @Nullable Object... parameters)
      throws SQLException {
    try {
      return database.execute(
          prepared.statement, parameters.length == 0 ? NOTHING_BOUND : parameters);
    } catch (SQLException e) {
      if (prepared.statement.pointer.isClosed()) {
        // The driver gives up a statement that failed for another reason than a lock.
        statements.remove(sql);
      } else {
        database.reset(prepared.pointer);
      }
      throw e;
    }
  }

  @Override
  public void close() throws SQLException {
    for (Prepared prepared : statements.values()) {
      prepared.statement.pointer.close();
    }
    statements.clear();
    connection.close();
  }
}
