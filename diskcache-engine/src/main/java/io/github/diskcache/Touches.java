// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What reads leave behind: which entries were used, how often and when, and how many reads hit or
 * missed. Kept in memory and written later, so that reading never waits for the write lock. A
 * killed process loses what it had not written. Thread-safe; written under the write lock.
 *
 * <p>While a shard is small each use is noted, since victims are chosen in exact order. In a large
 * one they are the first of a sample, and order need not be better than that. So there a use is
 * noted again only after a minute; uses are counted for so many entries at a time; and whatever
 * does not fit is dropped, for an entry used often is soon met again.
 */
final class Touches {
  /** Entries of a large shard whose uses are kept in memory at a time. */
  static final int MOST = 1000;

  /** Within how many seconds uses of an entry of a large shard count as one. */
  static final double COARSE_SECONDS = 60;

  /** Until a small shard is known to have become large. */
  private static final int MOST_EVER = 4 * MOST;

  private static final int ALL = Integer.MAX_VALUE;
  private static final int RECENT = 1 << 16;
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long OVERDUE_NANOS = 3 * INTERVAL_NANOS;

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

  private volatile EvictionPolicy policy = EvictionPolicy.LEAST_RECENTLY_STORED;

  // In which second an entry of a hash was last noted; null while each use is.
  private volatile @Nullable AtomicIntegerArray recent;

  /** Notes which policy the uses are for. */
  void follow(EvictionPolicy followed) {
    policy = followed;
  }

  /**
   * Within how many seconds after a use of an entry another one need not be told; 0: each is to be.
   */
  double granularity() {
    return recent != null && policy.order() == EvictionOrder.USED_LONGEST_AGO ? COARSE_SECONDS : 0;
  }

  /** Notes the use of an entry. */
  void touch(long rowid, double storeTime, double now) {
    AtomicIntegerArray seconds = recent;
    if (seconds == null) {
      if (touches.size() < MOST_EVER || touches.containsKey(rowid)) {
        touches.merge(rowid, new Touch(storeTime, now, 1), Touch::merge);
      }
      return;
    }
    boolean counts = policy.order() == EvictionOrder.USED_LEAST_OFTEN;
    int place = Long.hashCode(rowid * 0x9e37_79b9_7f4a_7c15L) >>> 16;
    if (!counts && Math.abs(now - seconds.getPlain(place)) < COARSE_SECONDS) {
      return;
    }
    if (touches.size() < MOST || (counts && touches.containsKey(rowid))) {
      touches.merge(rowid, new Touch(storeTime, now, 1), Touch::merge);
      seconds.setPlain(place, (int) now);
    }
  }

  void hit() {
    hits.increment();
  }

  void miss() {
    misses.increment();
  }

  /** Whether something has waited long enough to be written. */
  boolean isDue() {
    return !isEmpty() && System.nanoTime() - lastWritten > INTERVAL_NANOS;
  }

  /** Whether something has waited for longer than the upkeep should have let it. */
  boolean isOverdue() {
    return System.nanoTime() - lastWritten > OVERDUE_NANOS && !isEmpty();
  }

  boolean isEmpty() {
    return touches.isEmpty() && hits.sum() == 0 && misses.sum() == 0;
  }

  /** How many entries have uses that are not written yet. */
  int size() {
    return touches.size();
  }

  /** Forgets the uses of an entry that has been set anew. */
  void forget(SqlConnection sql, EncodedKey key) throws SQLException {
    if (!touches.isEmpty()) {
      touches.remove(EntryTable.rowid(sql, key));
    }
  }

  /** Writes all there is. */
  void write(SqlConnection sql) throws SQLException {
    write(sql, ALL);
  }

  /** Writes the uses of some entries, and all counts of hits and misses. */
  void write(SqlConnection sql, int most) throws SQLException {
    lastWritten = System.nanoTime();
    look(sql);
    for (long rowid : some(most)) {
      write(sql, rowid);
    }
    long newHits = hits.sumThenReset();
    long newMisses = misses.sumThenReset();
    unsettledHits += newHits;
    unsettledMisses += newMisses;
    addCount(sql, SettingsTable.HITS, newHits);
    addCount(sql, SettingsTable.MISSES, newMisses);
  }

  private List<Long> some(int most) {
    List<Long> rowids = new ArrayList<>();
    for (Long rowid : touches.keySet()) {
      if (rowids.size() >= most) {
        break;
      }
      rowids.add(rowid);
    }
    return rowids;
  }

  /** Writes the uses of one entry. */
  void write(SqlConnection sql, long rowid) throws SQLException {
    Touch touch = touches.remove(rowid);
    if (touch != null) {
      unsettled.merge(rowid, touch, Touch::merge);
      sql.execute(WRITE, touch.time, touch.count, rowid, touch.storeTime);
    }
  }

  /** Looks whether each use is to be noted. */
  private void look(SqlConnection sql) throws SQLException {
    boolean isCoarse = policy.noticesReads() && !Culler.isExact(sql, policy);
    if (isCoarse != (recent != null)) {
      recent = isCoarse ? new AtomicIntegerArray(RECENT) : null;
    }
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
