// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

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
  // file is left alone: its file's name has to be read before it is replaced. RETURNING rowid would
  // cost as much as finding the row again, which few writes need.
  private static final String UPSERT =
      """
      INSERT INTO Cache (rowid, key, raw, store_time, expire_time, access_time, access_count, tag,
        size, mode, filename, value)
      VALUES (%s, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)
      ON CONFLICT (key, raw) DO UPDATE SET
        store_time = excluded.store_time, expire_time = excluded.expire_time,
        access_time = excluded.access_time, access_count = 0, tag = excluded.tag,
        size = excluded.size, mode = excluded.mode, filename = excluded.filename,
        value = excluded.value
      WHERE Cache.filename IS NULL""";

  private static final String STORE_TIME = "SELECT store_time FROM Cache WHERE key = ? AND raw = ?";

  private static final String ROWID = "SELECT rowid FROM Cache WHERE key = ? AND raw = ?";

  private static final String PUT = UPSERT.formatted("NULL");

  // Where the last row may have been removed while an iterator reads up to it.
  private static final String PUT_ABOVE =
      UPSERT.formatted("MAX(?, IFNULL((SELECT MAX(rowid) FROM Cache), 0)) + 1");

  private static final String REPLACE =
      """
      UPDATE Cache SET store_time = ?, expire_time = ?, access_time = ?, access_count = 0, tag = ?,
        size = ?, mode = ?, filename = ?, value = ?
      WHERE rowid = ?""";

  private static final String DELETE =
      """
      DELETE FROM Cache
      WHERE key = ? AND raw = ? AND (expire_time IS NULL OR expire_time > ?)
      RETURNING IFNULL(filename, ''), key, raw""";

  /** Ends a statement that deletes rows, for {@link #remove}. */
  static final String REMOVED = " RETURNING IFNULL(filename, ''), key, raw";

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

    static Row read(SqlRow row) throws SQLException {
      return new Row(
          row.getLong(1),
          row.getDouble(2),
          row.getReal(3),
          row.getValue(4),
          row.getLong(5),
          row.getInt(6),
          row.getText(7),
          row.getValue(8));
    }

    Head head() {
      return new Head(rowid, storeTime, expireTime, tag);
    }
  }

  /** What is to be known of a row once its value is. */
  record Head(long rowid, double storeTime, @Nullable Double expireTime, @Nullable Object tag) {}

  /** What a new row is to hold besides its key. */
  record NewRow(
      double now,
      double accessTime,
      @Nullable Double expireTime,
      @Nullable Object tag,
      long size,
      int mode,
      @Nullable String filename,
      @Nullable Object value) {

    Head head(long rowid) {
      return new Head(rowid, now, expireTime, tag);
    }

    /** The same, which nobody else can change. */
    NewRow owned() {
      return value instanceof byte[] bytes
          ? new NewRow(now, accessTime, expireTime, tag, size, mode, filename, bytes.clone())
          : this;
    }

    /** What it takes on disk, but for its key. */
    long bytes() {
      return size
          + (value instanceof byte[] bytes
              ? bytes.length
              : value instanceof String text ? 3L * text.length() : Long.BYTES);
    }
  }

  /** A row that has just been deleted; an empty name stands for a value kept in its row. */
  record Removed(String file, EncodedKey key) {
    static Removed read(SqlRow row) throws SQLException {
      return new Removed(row.getString(1), EncodedKey.ofRow(row.getValue(2), row.getLong(3) != 0));
    }
  }

  static @Nullable Row find(SqlConnection sql, EncodedKey key, double now) throws SQLException {
    return sql.first(FIND, Row::read, key.column(), raw(key), now);
  }

  static @Nullable Row findEvenExpired(SqlConnection sql, EncodedKey key) throws SQLException {
    return sql.first(FIND_EVEN_EXPIRED, Row::read, key.column(), raw(key));
  }

  static long countTagged(SqlConnection sql, Object tag) throws SQLException {
    return sql.number("SELECT COUNT(*) FROM Cache WHERE tag = ?", tag);
  }

  static boolean contains(SqlConnection sql, EncodedKey key, double now) throws SQLException {
    return sql.number(CONTAINS, key.column(), raw(key), now) == 1;
  }

  /** Stores a row under a key; the file of a replaced row goes too. */
  static void put(WriteTransaction transaction, EncodedKey key, NewRow row) throws SQLException {
    SqlConnection sql = transaction.sql();
    transaction.changed(key);
    long bound = transaction.iteratorBound();
    if (bound == 0) {
      sql.execute(
          PUT,
          key.column(),
          raw(key),
          row.now,
          row.expireTime,
          row.accessTime,
          row.tag,
          row.size,
          row.mode,
          row.filename,
          row.value);
    } else {
      sql.execute(
          PUT_ABOVE,
          bound,
          key.column(),
          raw(key),
          row.now,
          row.expireTime,
          row.accessTime,
          row.tag,
          row.size,
          row.mode,
          row.filename,
          row.value);
    }
    if (sql.changed() != 0) {
      return;
    }
    Row old = findEvenExpired(sql, key);
    if (old == null) {
      throw new IllegalStateException("a row in the way of an upsert is gone in its transaction");
    }
    replace(transaction, old, row);
  }

  /** Stores a row under a key, unless the key has one that was stored later. */
  static boolean putUnlessOlder(WriteTransaction transaction, EncodedKey key, NewRow row)
      throws SQLException {
    Double stored =
        transaction.sql().first(STORE_TIME, found -> found.getDouble(1), key.column(), raw(key));
    if (stored != null && stored > row.now) {
      return false;
    }
    put(transaction, key, row);
    return true;
  }

  /** The rowid of a key's row; 0 when there is none. */
  static long rowid(SqlConnection sql, EncodedKey key) throws SQLException {
    return sql.number(ROWID, key.column(), raw(key));
  }

  /** Overwrites a row in place, so that it keeps its place in insertion order. */
  private static void replace(WriteTransaction transaction, Row old, NewRow row)
      throws SQLException {
    transaction
        .sql()
        .execute(
            REPLACE,
            row.now,
            row.expireTime,
            row.accessTime,
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
    return !remove(transaction, DELETE, key.column(), raw(key), now).isEmpty();
  }

  static void delete(WriteTransaction transaction, Ends.Row row) throws SQLException {
    delete(transaction, row.row(), row.key());
  }

  static void delete(WriteTransaction transaction, Row row, EncodedKey key) throws SQLException {
    transaction.changed(key);
    transaction.sql().execute("DELETE FROM Cache WHERE rowid = ?", row.rowid);
    if (row.filename != null) {
      transaction.remove(row.filename);
    }
  }

  /** Runs a statement that ends with {@link #REMOVED}, and notes what it has deleted. */
  static List<Removed> remove(
      WriteTransaction transaction, String sql, @Nullable Object... parameters)
      throws SQLException {
    List<Removed> removed = transaction.sql().all(sql, Removed::read, parameters);
    for (Removed row : removed) {
      transaction.changed(row.key);
      if (!row.file.isEmpty()) {
        transaction.remove(row.file);
      }
    }
    return removed;
  }

  static boolean touch(
      WriteTransaction transaction, EncodedKey key, @Nullable Double expireTime, double now)
      throws SQLException {
    transaction.changed(key);
    return transaction.sql().number(TOUCH, expireTime, key.column(), raw(key), now) != 0;
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
