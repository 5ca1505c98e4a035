// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What reads leave behind: which entries were used, how often and when, and how many reads hit or
 * missed. Kept in memory and written with a later write, so that reading never waits for the write
 * lock. A killed process loses what it had not written. Thread-safe; written under the write lock.
 */
final class Touches {
  private static final int MOST = 1000;
  private static final long LONGEST_NANOS = 1_000_000_000;

  // An entry that was set since it was read is another entry: it starts anew, hence store_time.
  private static final String WRITE =
      """
      UPDATE Cache
      SET access_time = MAX(access_time, ?), access_count = access_count + ?
      WHERE rowid = ? AND store_time = ?""";

  private record Touch(double storeTime, double time, long count) {
    static Touch merge(Touch older, Touch newer) {
      return older.storeTime == newer.storeTime
          ? new Touch(older.storeTime, Math.max(older.time, newer.time), older.count + newer.count)
          : newer;
    }
  }

  private final Map<Long, Touch> touches = new ConcurrentHashMap<>();

  // What the open transaction has written, guarded by the write lock.
  private final Map<Long, Touch> unsettled = new HashMap<>();
  private long unsettledHits;
  private long unsettledMisses;

  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private volatile long lastWritten = System.nanoTime();

  void touch(long rowid, double storeTime, double now) {
    touches.merge(rowid, new Touch(storeTime, now, 1), Touch::merge);
  }

  void hit() {
    hits.increment();
  }

  void miss() {
    misses.increment();
  }

  /** Whether enough has gathered, or waited long enough, to be written with the next write. */
  boolean isDue() {
    return touches.size() >= MOST
        || (System.nanoTime() - lastWritten > LONGEST_NANOS && !isEmpty());
  }

  boolean isEmpty() {
    return touches.isEmpty() && hits.sum() == 0 && misses.sum() == 0;
  }

  /** Forgets the uses of an entry that has been set anew. */
  void forget(long rowid) {
    touches.remove(rowid);
  }

  void write(SqlConnection sql) throws SQLException {
    lastWritten = System.nanoTime();
    for (Long rowid : List.copyOf(touches.keySet())) {
      Touch touch = touches.remove(rowid);
      if (touch != null) {
        unsettled.merge(rowid, touch, Touch::merge);
        sql.execute(WRITE, touch.time, touch.count, rowid, touch.storeTime);
      }
    }
    long newHits = hits.sumThenReset();
    long newMisses = misses.sumThenReset();
    unsettledHits += newHits;
    unsettledMisses += newMisses;
    addCount(sql, SettingsTable.HITS, newHits);
    addCount(sql, SettingsTable.MISSES, newMisses);
  }

  void committed() {
    unsettled.clear();
    unsettledHits = 0;
    unsettledMisses = 0;
  }

  /** Takes back what the transaction had written. */
  void rolledBack() {
    unsettled.forEach(
        (rowid, touch) -> touches.merge(rowid, touch, (newer, older) -> Touch.merge(older, newer)));
    hits.add(unsettledHits);
    misses.add(unsettledMisses);
    committed();
  }

  private static void addCount(SqlConnection sql, String counter, long count) throws SQLException {
    if (count != 0) {
      SettingsTable.add(sql, counter, count);
    }
  }
}
