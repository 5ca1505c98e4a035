// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the queue without a prefix as a sequence: counted, found by their place, dropped and
 * reordered. Stateless.
 *
 * <p>Reordering changes keys and nothing else, so that no value is read or copied, and SQLite does
 * it in memory of constant size. What is moved goes beyond one of the ends as a whole: a new key is
 * then never that of a row still to be moved, which a unique index would refuse.
 */
final class QueueRows {
  private static final String IN_QUEUE = "WHERE key > ? AND key < ? AND raw = 1 ";
  private static final String FORWARD = "ORDER BY key LIMIT ?";
  private static final String BACKWARD = "ORDER BY key DESC LIMIT ?";

  private static final String OUTERMOST =
      """
      SELECT (SELECT typeof(key) IN ('integer', 'real') AND key > ? FROM Cache ORDER BY key LIMIT 1)
        AND (SELECT key < ? FROM Cache ORDER BY key DESC LIMIT 1)""";

  private static final String COUNT = "SELECT COUNT(*) FROM Cache " + IN_QUEUE;
  private static final String ANY = "SELECT COUNT(*) FROM (SELECT 1 FROM Cache " + IN_QUEUE;

  private static final String DROP_FIRST =
      "DELETE FROM Cache WHERE rowid IN (SELECT rowid FROM Cache " + IN_QUEUE;
  private static final String DROPPED = ")" + EntryTable.REMOVED;

  private static final String SHIFT =
      "UPDATE Cache SET key = key + ? WHERE key >= ? AND key <= ? AND raw = 1";
  private static final String MIRROR = "UPDATE Cache SET key = ? - key " + IN_QUEUE;

  private QueueRows() {}

  /** The length, expired rows included; counts them only where the cache holds other keys too. */
  static long size(SqlConnection sql) throws SQLException {
    return sql.number(OUTERMOST, 0L, QueueKeys.END) == 1
        ? SettingsTable.counter(sql, SettingsTable.COUNT)
        : sql.number(COUNT, 0L, QueueKeys.END);
  }

  static boolean isEmpty(SqlConnection sql) throws SQLException {
    return sql.number(ANY + "LIMIT 1)", 0L, QueueKeys.END) == 0;
  }

  /** The row at a distance from an end, or null when there are not so many. */
  static Ends.@Nullable Row at(SqlConnection sql, long distance, Side end) throws SQLException {
    return sql.first(
        Ends.SELECT + IN_QUEUE + (end == Side.FRONT ? FORWARD : BACKWARD) + " OFFSET ?",
        Ends.Row::read,
        0L,
        QueueKeys.END,
        1L,
        distance);
  }

  /** The next rows behind one, going away from an end. */
  static List<Ends.Row> page(SqlConnection sql, Ends.@Nullable Row behind, Side end, long most)
      throws SQLException {
    Object key = behind == null ? null : behind.key().column();
    return end == Side.FRONT
        ? sql.all(
            Ends.SELECT + IN_QUEUE + FORWARD,
            Ends.Row::read,
            key == null ? (Object) 0L : key,
            QueueKeys.END,
            most)
        : sql.all(
            Ends.SELECT + IN_QUEUE + BACKWARD,
            Ends.Row::read,
            0L,
            key == null ? (Object) QueueKeys.END : key,
            most);
  }

  /** Removes rows from an end. */
  static void drop(WriteTransaction transaction, long count, Side end) throws SQLException {
    String sql = DROP_FIRST + (end == Side.FRONT ? FORWARD : BACKWARD) + DROPPED;
    for (long left = count; left > 0; left -= EntryTable.BATCH) {
      long most = Math.min(left, EntryTable.BATCH);
      EntryTable.remove(transaction, sql, 0L, QueueKeys.END, most);
    }
  }

  /** Removes some of the rows from the first up to a key, and returns whether there were any. */
  static boolean dropUpTo(WriteTransaction transaction, Object lastKey) throws SQLException {
    return !EntryTable.remove(
            transaction,
            DROP_FIRST.replace("key < ?", "key <= ?") + FORWARD + DROPPED,
            0L,
            lastKey,
            (long) EntryTable.BATCH)
        .isEmpty();
  }

  /** Moves rows from the back to the front one by one; from front to back for negative steps. */
  static void rotate(SqlConnection sql, long steps, Path directory) throws SQLException {
    long size = size(sql);
    long toFront = size < 2 ? 0 : Math.floorMod(steps, size);
    if (toFront == 0) {
      return;
    }
    boolean fewerToFront = toFront <= size - toFront;
    if (!moves(sql, fewerToFront, toFront, size) && !moves(sql, !fewerToFront, toFront, size)) {
      throw QueueKeys.exhausted("rotate deque", directory, firstKey(sql));
    }
  }

  private static boolean moves(SqlConnection sql, boolean forth, long toFront, long size)
      throws SQLException {
    return forth ? movedToFront(sql, toFront) : movedToBack(sql, size - toFront);
  }

  private static boolean movedToFront(SqlConnection sql, long count) throws SQLException {
    Object from = keyAt(sql, count - 1, Side.BACK);
    long distance = lastKey(sql) - firstKey(sql) + 1;
    if (((Number) from).longValue() - distance <= 0) {
      return false;
    }
    sql.execute(SHIFT, -distance, from, QueueKeys.END - 1);
    return true;
  }

  private static boolean movedToBack(SqlConnection sql, long count) throws SQLException {
    Object to = keyAt(sql, count - 1, Side.FRONT);
    long distance = lastKey(sql) - firstKey(sql) + 1;
    if (((Number) to).longValue() + 1 + distance >= QueueKeys.END) {
      return false;
    }
    sql.execute(SHIFT, distance, firstKey(sql), to);
    return true;
  }

  /** Puts the rows in the reverse order, on the side of the key space that has more room. */
  static void reverse(SqlConnection sql, Path directory) throws SQLException {
    if (isEmpty(sql)) {
      return;
    }
    long first = firstKey(sql);
    long last = lastKey(sql);
    boolean hasRoomInFront = first - 1 > QueueKeys.END - 1 - last;
    long axis = hasRoomInFront ? 2 * first - 1 : 2 * last + 1;
    if (axis - last <= 0 || axis - first >= QueueKeys.END) {
      throw QueueKeys.exhausted("reverse deque", directory, first);
    }
    sql.execute(MIRROR, axis, 0L, QueueKeys.END);
  }

  /** The integer at or below the first key, which Python may have made a real number. */
  private static long firstKey(SqlConnection sql) throws SQLException {
    return (long) Math.floor(((Number) keyAt(sql, 0, Side.FRONT)).doubleValue());
  }

  private static long lastKey(SqlConnection sql) throws SQLException {
    return (long) Math.ceil(((Number) keyAt(sql, 0, Side.BACK)).doubleValue());
  }

  private static Object keyAt(SqlConnection sql, long distance, Side end) throws SQLException {
    Ends.Row row = at(sql, distance, end);
    if (row == null) {
      throw new IllegalStateException("a row of the deque is gone in the transaction");
    }
    return row.key().column();
  }
}
