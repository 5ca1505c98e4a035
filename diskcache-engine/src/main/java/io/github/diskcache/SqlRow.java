// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.Codes;
import org.sqlite.core.DB;

/**
 * The row that a statement has come to. Columns count from 1. Used by one thread, while its
 * statement runs.
 */
final class SqlRow {
  private final DB database;
  private final long statement;

  SqlRow(DB database, long statement) {
    this.database = database;
    this.statement = statement;
  }

  long getLong(int column) throws SQLException {
    return database.column_long(statement, column - 1);
  }

  int getInt(int column) throws SQLException {
    return database.column_int(statement, column - 1);
  }

  double getDouble(int column) throws SQLException {
    return database.column_double(statement, column - 1);
  }

  /** Text; empty for null. */
  String getString(int column) throws SQLException {
    String text = getText(column);
    return text == null ? "" : text;
  }

  /** Text, or null. */
  @Nullable String getText(int column) throws SQLException {
    return database.column_text(statement, column - 1);
  }

  /** A number, or null. */
  @Nullable Double getReal(int column) throws SQLException {
    return database.column_type(statement, column - 1) == Codes.SQLITE_NULL
        ? null
        : (Double) database.column_double(statement, column - 1);
  }

  /** A value by its storage class: Long, Double, String, byte[] or null. */
  @Nullable Object getValue(int column) throws SQLException {
    int index = column - 1;
    return switch (database.column_type(statement, index)) {
      case Codes.SQLITE_INTEGER -> database.column_long(statement, index);
      case Codes.SQLITE_FLOAT -> database.column_double(statement, index);
      case Codes.SQLITE_TEXT -> database.column_text(statement, index);
      case Codes.SQLITE_BLOB -> database.column_blob(statement, index);
      default -> null;
    };
  }
}
