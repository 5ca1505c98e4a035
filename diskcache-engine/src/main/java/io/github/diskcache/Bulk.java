// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Removes many entries of a shard, in transactions of at most {@value EntryTable#BATCH}, so that
 * other writers get their turn. Stateless.
 */
final class Bulk {
  private static final int CULLED_AT_ONCE = 10;

  private static final String TAGGED =
      """
      SELECT rowid FROM Cache WHERE tag = ? AND store_time <= ? AND rowid > ?
      ORDER BY rowid LIMIT ?""";

  private static final String REMOVE_TAGGED =
      "DELETE FROM Cache WHERE rowid = ? AND tag = ? AND store_time <= ?" + EntryTable.REMOVED;

  private static final String ANY_EXPIRED =
      "SELECT COUNT(*) FROM (SELECT 1 FROM Cache WHERE expire_time < ? LIMIT 1)";

  private static final String REMOVE_FIRST =
      """
      DELETE FROM Cache WHERE rowid IN (
        SELECT rowid FROM Cache WHERE rowid <= ? ORDER BY rowid LIMIT ?)"""
          + EntryTable.REMOVED;

  private Bulk() {}

  /** Removes one batch, and returns how many entries that were; 0 ends the operation. */
  private interface Batch {
    long remove(WriteTransaction transaction) throws SQLException;
  }

  private static long repeat(Shard shard, Patience patience, long before, Batch batch) {
    long removed = before;
    try {
      while (true) {
        long more = shard.write(patience.start(), batch::remove);
        if (more == 0) {
          return removed;
        }
        removed += more;
      }
    } catch (CacheTimeoutException e) {
      throw e.after(removed);
    }
  }

  /** Starts a deadline for each batch. */
  interface Patience {
    Deadline start();
  }

  /**
   * Removes what carries a tag and was stored up to a time. The rows are looked up outside the
   * write lock, for without an index that reads them all.
   */
  static long evict(Shard shard, Object tag, double storedUntil, Patience patience) {
    long removed = 0;
    try {
      List<Long> page = tagged(shard, tag, storedUntil, 0);
      while (!page.isEmpty()) {
        List<Long> rowids = page;
        removed +=
            shard.write(
                patience.start(), transaction -> evict(transaction, tag, storedUntil, rowids));
        page = tagged(shard, tag, storedUntil, rowids.get(rowids.size() - 1));
      }
      return removed;
    } catch (CacheTimeoutException e) {
      throw e.after(removed);
    }
  }

  private static List<Long> tagged(Shard shard, Object tag, double storedUntil, long after) {
    return shard.read(
        sql ->
            sql.all(
                TAGGED, row -> row.getLong(1), tag, storedUntil, after, (long) EntryTable.BATCH));
  }

  private static long evict(
      WriteTransaction transaction, Object tag, double storedUntil, List<Long> rowids)
      throws SQLException {
    long removed = 0;
    for (long rowid : rowids) {
      removed += EntryTable.remove(transaction, REMOVE_TAGGED, rowid, tag, storedUntil).size();
    }
    return removed;
  }

  static long expire(Shard shard, double now, Patience patience) {
    if (shard.<Long>read(sql -> sql.number(ANY_EXPIRED, now)) == 0) {
      return 0;
    }
    return repeat(
        shard,
        patience,
        0,
        transaction -> Culler.removeExpired(shard, transaction, now, 0, EntryTable.BATCH));
  }

  static long cull(Shard shard, double now, Patience patience) {
    FlightSteps.Cull step = FlightSteps.cull();
    long removed = cullNow(shard, now, patience);
    if (step != null) {
      step.removed = removed;
      step.end(shard.directory());
    }
    return removed;
  }

  private static long cullNow(Shard shard, double now, Patience patience) {
    long expired = expire(shard, now, patience);
    long limit = shard.settings().sizeLimit();
    return repeat(
        shard,
        patience,
        expired,
        transaction ->
            shard.volume(transaction.sql()) > limit
                ? Culler.evict(shard, transaction, CULLED_AT_ONCE, Culler.Search.ALL).size()
                : 0);
  }

  static long clear(Shard shard, Patience patience) {
    OptionalLong highest = shard.read(EntryTable::highestRowid);
    if (highest.isEmpty()) {
      return 0;
    }
    return repeat(
        shard,
        patience,
        0,
        transaction ->
            EntryTable.remove(
                    transaction, REMOVE_FIRST, highest.getAsLong(), (long) EntryTable.BATCH)
                .size());
  }
}
