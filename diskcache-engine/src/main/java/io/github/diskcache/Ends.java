// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first or last entry of a shard in some order, read or removed: what queues, deques and
 * indexes have in common. Immutable.
 */
final class Ends {
  private static final String COLUMNS =
      "SELECT rowid, store_time, expire_time, tag, size, mode, filename, value, key, raw FROM Cache ";

  /** The entry that was inserted first. */
  static final Ends OLDEST = new Ends("ORDER BY rowid LIMIT 1", List.of(), false);

  /** The entry that was inserted last. */
  static final Ends NEWEST = new Ends("ORDER BY rowid DESC LIMIT 1", List.of(), false);

  private final String sql;
  private final List<Object> parameters;

  private final boolean queue;

  private Ends(String where, List<Object> parameters, boolean queue) {
    this.sql = COLUMNS + where;
    this.parameters = parameters;
    this.queue = queue;
  }

  /** The entry at an end of a queue. */
  static Ends of(QueueKeys keys, Side side) {
    return new Ends(
        keys.condition()
            + (side == Side.FRONT ? " ORDER BY key" : " ORDER BY key DESC")
            + " LIMIT 1",
        keys.parameters(),
        true);
  }

  /** A row with its key. */
  record Row(EntryTable.Row row, EncodedKey key) {
    private static Row read(ResultSet row) throws SQLException {
      Object column = SqlConnection.column(row, 9);
      return new Row(EntryTable.Row.read(row), EncodedKey.ofRow(column, row.getLong(10) != 0));
    }
  }

  /** The row at this end, expired or not. */
  @Nullable Row find(SqlConnection connection) throws SQLException {
    return connection.first(sql, Row::read, parameters.toArray());
  }

  /** Removes the entry at this end, and on the way those that have expired or lost their file. */
  Optional<KeyedEntry<Object, @Nullable Object>> remove(Shard shard, Deadline deadline) {
    return shard.write(
        deadline,
        transaction -> {
          double now = shard.now();
          for (Row end = find(transaction.sql()); end != null; end = find(transaction.sql())) {
            Optional<KeyedEntry<Object, @Nullable Object>> entry =
                isExpired(end, now) ? Optional.empty() : decoded(shard, end);
            EntryTable.delete(transaction, end.row);
            if (entry.isPresent()) {
              return entry;
            }
          }
          return Optional.empty();
        });
  }

  /** The entry at this end; those that have expired or lost their file are removed on the way. */
  Optional<KeyedEntry<Object, @Nullable Object>> get(Shard shard, Deadline deadline) {
    while (true) {
      Optional<Row> end = shard.read(connection -> Optional.ofNullable(find(connection)));
      if (end.isEmpty()) {
        return Optional.empty();
      }
      Optional<KeyedEntry<Object, @Nullable Object>> entry = live(shard, end.get());
      if (entry.isPresent()) {
        return entry;
      }
      shard.change(deadline, transaction -> removeDead(shard, transaction));
    }
  }

  private Optional<KeyedEntry<Object, @Nullable Object>> live(Shard shard, Row end) {
    return isExpired(end, shard.now()) ? Optional.empty() : decoded(shard, end);
  }

  /** Looks again, under the write lock, before it gives an entry up for dead. */
  private void removeDead(Shard shard, WriteTransaction transaction) throws SQLException {
    Row end = find(transaction.sql());
    if (end != null && live(shard, end).isEmpty()) {
      EntryTable.delete(transaction, end.row);
    }
  }

  /** Keys of queues are stored as they are, whatever the disk. */
  private Optional<KeyedEntry<Object, @Nullable Object>> decoded(Shard shard, Row end) {
    return Entries.decoded(shard, end, queue ? Disk.plain() : shard.disk());
  }

  private static boolean isExpired(Row end, double now) {
    Double expireTime = end.row.expireTime();
    return expireTime != null && expireTime < now;
  }
}
