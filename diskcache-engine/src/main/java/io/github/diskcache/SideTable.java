// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.sql.SQLException;
import java.util.OptionalLong;

/**
 * Numbers of our own about a directory, in a table that python-diskcache does not look at; a row of
 * {@code Settings} that it does not know would stop it. The table is made when first needed.
 * Stateless.
 */
final class SideTable {
  private static final String CREATE =
      "CREATE TABLE IF NOT EXISTS "
          + Schema.SIDE_TABLE
          + " (key TEXT PRIMARY KEY, value) WITHOUT ROWID";
  private static final String EXISTS =
      "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = ?";
  private static final String READ = "SELECT value FROM " + Schema.SIDE_TABLE + " WHERE key = ?";
  private static final String WRITE =
      "INSERT OR REPLACE INTO " + Schema.SIDE_TABLE + " (key, value) VALUES (?, ?)";
  private static final String REMOVE = "DELETE FROM " + Schema.SIDE_TABLE + " WHERE key = ?";

  private SideTable() {}

  static OptionalLong read(SqlConnection sql, String key) throws SQLException {
    if (!exists(sql)) {
      return OptionalLong.empty();
    }
    Long number = sql.first(READ, row -> row.getLong(1), key);
    return number == null ? OptionalLong.empty() : OptionalLong.of(number);
  }

  static void write(WriteTransaction transaction, String key, long number) throws SQLException {
    transaction.sql().run(CREATE);
    transaction.sql().execute(WRITE, key, number);
  }

  static void remove(WriteTransaction transaction, String key) throws SQLException {
    if (exists(transaction.sql())) {
      transaction.sql().execute(REMOVE, key);
    }
  }

  private static boolean exists(SqlConnection sql) throws SQLException {
    return sql.number(EXISTS, Schema.SIDE_TABLE) != 0;
  }
}
