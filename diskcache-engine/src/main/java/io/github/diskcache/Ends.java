// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first or last entry of a shard in some order, read or removed: what queues, deques and
 * indexes have in common. Immutable.
 */
final class Ends {
  /** Begins a query whose rows {@link Row#read} reads. */
  static final String SELECT =
      "SELECT rowid, store_time, expire_time, tag, size, mode, filename, value, key, raw FROM Cache ";

  /** The entry that was inserted first. */
  static final Ends OLDEST = new Ends("ORDER BY rowid", List.of(), false);

  /** The entry that was inserted last. */
  static final Ends NEWEST = new Ends("ORDER BY rowid DESC", List.of(), false);

  private final String sql;
  private final List<Object> parameters;

  private final boolean queue;

  private Ends(String where, List<Object> parameters, boolean queue) {
    this.sql = SELECT + where + " LIMIT 1 OFFSET ?";
    this.parameters = parameters;
    this.queue = queue;
  }

  /** The entry at an end of a queue. */
  static Ends of(QueueKeys keys, Side side) {
    String order = side == Side.FRONT ? " ORDER BY key" : " ORDER BY key DESC";
    return new Ends(keys.condition() + order, keys.parameters(), true);
  }

  /** A row with its key. */
  record Row(EntryTable.Row row, EncodedKey key) {
    static Row read(SqlRow row) throws SQLException {
      Object column = row.getValue(9);
      return new Row(EntryTable.Row.read(row), EncodedKey.ofRow(column, row.getLong(10) != 0));
    }

    /** Removes this row, unless its key has been given to another value since it was read. */
    boolean deleteIfSame(WriteTransaction transaction) throws SQLException {
      EntryTable.Row found = EntryTable.findEvenExpired(transaction.sql(), key);
      if (found != null && found.rowid() == row.rowid() && found.storeTime() == row.storeTime()) {
        EntryTable.delete(transaction, found, key);
        return true;
      }
      return false;
    }
  }

  /** The row at this end, expired or not. */
  @Nullable Row find(SqlConnection connection) throws SQLException {
    return find(connection, 0);
  }

  private @Nullable Row find(SqlConnection connection, long distance) throws SQLException {
    List<Object> bound = new ArrayList<>(parameters);
    bound.add(distance);
    return connection.first(sql, Row::read, bound.toArray());
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
            EntryTable.delete(transaction, end);
            if (entry.isPresent()) {
              return entry;
            }
          }
          return Optional.empty();
        });
  }

  /**
   * The entry at this end. Those that have expired or lost their file are removed on the way, or
   * passed over where nothing may be written.
   */
  Optional<KeyedEntry<Object, @Nullable Object>> get(Shard shard, Deadline deadline) {
    for (long dead = 0; ; ) {
      long distance = dead;
      Optional<Row> end = shard.read(connection -> Optional.ofNullable(find(connection, distance)));
      if (end.isEmpty()) {
        return Optional.empty();
      }
      Optional<KeyedEntry<Object, @Nullable Object>> entry = live(shard, end.get());
      if (entry.isPresent()) {
        return entry;
      }
      if (shard.isReadOnly()) {
        dead++;
      } else {
        shard.change(deadline, transaction -> removeDead(shard, transaction));
      }
    }
  }

  private Optional<KeyedEntry<Object, @Nullable Object>> live(Shard shard, Row end) {
    return isExpired(end, shard.now()) ? Optional.empty() : decoded(shard, end);
  }

  /** Looks again, under the write lock, before it gives an entry up for dead. */
  private void removeDead(Shard shard, WriteTransaction transaction) throws SQLException {
    Row end = find(transaction.sql());
    if (end != null && live(shard, end).isEmpty()) {
      EntryTable.delete(transaction, end);
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
