// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The rows of {@code Cache}, one an entry, and their SQL. Stateless. */
final class EntryTable {
  /** Most rows that one transaction of a bulk operation removes, so that others get their turn. */
  static final int BATCH = 100;

  private static final String FIND =
      """
      SELECT rowid, store_time, expire_time, tag, size, mode, filename, value FROM Cache
      WHERE key = ? AND raw = ? AND (expire_time IS NULL OR expire_time > ?)""";

  private static final String FIND_EVEN_EXPIRED =
      """
      SELECT rowid, store_time, expire_time, tag, size, mode, filename, value FROM Cache
      WHERE key = ? AND raw = ?""";

  private static final String CONTAINS =
      """
      SELECT 1 FROM Cache
      WHERE key = ? AND raw = ? AND (expire_time IS NULL OR expire_time > ?)""";

  // One statement where python-diskcache has a SELECT and an UPDATE or INSERT. A row with a value
  // file is left alone and so not returned: its file's name has to be read before it is replaced.
  private static final String UPSERT =
      """
      INSERT INTO Cache (key, raw, store_time, expire_time, access_time, access_count, tag, size,
        mode, filename, value)
      VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)
      ON CONFLICT (key, raw) DO UPDATE SET
        store_time = excluded.store_time, expire_time = excluded.expire_time,
        access_time = excluded.access_time, access_count = 0, tag = excluded.tag,
        size = excluded.size, mode = excluded.mode, filename = excluded.filename,
        value = excluded.value
      WHERE Cache.filename IS NULL
      RETURNING rowid""";

  private static final String REPLACE =
      """
      UPDATE Cache SET store_time = ?, expire_time = ?, access_time = ?, access_count = 0, tag = ?,
        size = ?, mode = ?, filename = ?, value = ?
      WHERE rowid = ?""";

  private static final String DELETE =
      """
      DELETE FROM Cache
      WHERE key = ? AND raw = ? AND (expire_time IS NULL OR expire_time > ?)
      RETURNING filename""";

  private static final String DELETE_ROW = "DELETE FROM Cache WHERE rowid = ?";

  private static final String TOUCH =
      """
      UPDATE Cache SET expire_time = ?
      WHERE key = ? AND raw = ? AND (expire_time IS NULL OR expire_time > ?)
      RETURNING rowid""";

  private EntryTable() {}

  /** A row, as far as reading and replacing need it. */
  record Row(
      long rowid,
      double storeTime,
      @Nullable Double expireTime,
      @Nullable Object tag,
      long size,
      int mode,
      @Nullable String filename,
      @Nullable Object value) {

    static Row read(ResultSet row) throws SQLException {
      return new Row(
          row.getLong(1),
          row.getDouble(2),
          SqlConnection.real(row, 3),
          SqlConnection.column(row, 4),
          row.getLong(5),
          row.getInt(6),
          row.getString(7),
          SqlConnection.column(row, 8));
    }
  }

  /** What a new row is to hold besides its key. */
  record NewRow(
      double now,
      @Nullable Double expireTime,
      @Nullable Object tag,
      long size,
      int mode,
      @Nullable String filename,
      @Nullable Object value) {

    /** What it takes on disk, but for its key. */
    long bytes() {
      return size
          + (value instanceof byte[] bytes
              ? bytes.length
              : value instanceof String text ? 3L * text.length() : Long.BYTES);
    }
  }

  static @Nullable Row find(SqlConnection sql, EncodedKey key, double now) throws SQLException {
    return sql.first(FIND, Row::read, key.column(), raw(key), now);
  }

  static @Nullable Row findEvenExpired(SqlConnection sql, EncodedKey key) throws SQLException {
    return sql.first(FIND_EVEN_EXPIRED, Row::read, key.column(), raw(key));
  }

  static boolean contains(SqlConnection sql, EncodedKey key, double now) throws SQLException {
    return sql.number(CONTAINS, key.column(), raw(key), now) == 1;
  }

  /** Stores a row under a key, and returns its rowid; the file of a replaced row goes too. */
  static long put(WriteTransaction transaction, EncodedKey key, NewRow row) throws SQLException {
    SqlConnection sql = transaction.sql();
    long rowid =
        sql.number(
            UPSERT,
            key.column(),
            raw(key),
            row.now,
            row.expireTime,
            row.now,
            row.tag,
            row.size,
            row.mode,
            row.filename,
            row.value);
    if (rowid != 0) {
      return rowid;
    }
    Row old = findEvenExpired(sql, key);
    if (old == null) {
      throw new IllegalStateException("a row in the way of an upsert is gone in its transaction");
    }
    replace(transaction, old, row);
    return old.rowid;
  }

  /** Overwrites a row in place, so that it keeps its place in insertion order. */
  static void replace(WriteTransaction transaction, Row old, NewRow row) throws SQLException {
    transaction
        .sql()
        .execute(
            REPLACE,
            row.now,
            row.expireTime,
            row.now,
            row.tag,
            row.size,
            row.mode,
            row.filename,
            row.value,
            old.rowid);
    if (old.filename != null) {
      transaction.remove(old.filename);
    }
  }

  static boolean delete(WriteTransaction transaction, EncodedKey key, double now)
      throws SQLException {
    List<String> files =
        transaction
            .sql()
            .all(
                DELETE,
                row -> {
                  String file = row.getString(1);
                  return file == null ? "" : file;
                },
                key.column(),
                raw(key),
                now);
    removeFiles(transaction, files);
    return !files.isEmpty();
  }

  static void delete(WriteTransaction transaction, Row row) throws SQLException {
    transaction.sql().execute(DELETE_ROW, row.rowid);
    if (row.filename != null) {
      transaction.remove(row.filename);
    }
  }

  static boolean touch(SqlConnection sql, EncodedKey key, @Nullable Double expireTime, double now)
      throws SQLException {
    return sql.number(TOUCH, expireTime, key.column(), raw(key), now) != 0;
  }

  /** Notes the files of removed rows; an empty name stands for a value kept in its row. */
  static void removeFiles(WriteTransaction transaction, List<String> files) {
    for (String file : files) {
      if (!file.isEmpty()) {
        transaction.remove(file);
      }
    }
  }

  static OptionalLong highestRowid(SqlConnection sql) throws SQLException {
    Long rowid =
        sql.first("SELECT rowid FROM Cache ORDER BY rowid DESC LIMIT 1", row -> row.getLong(1));
    return rowid == null ? OptionalLong.empty() : OptionalLong.of(rowid);
  }

  private static long raw(EncodedKey key) {
    return key.raw() ? 1 : 0;
  }
}
