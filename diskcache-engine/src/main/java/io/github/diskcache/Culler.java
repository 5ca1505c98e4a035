// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Removes expired entries and, over the size limit, those that the eviction policy puts first.
 * Stateless.
 *
 * <p>No index follows the policy's column: keeping one costs every write about half of its time. A
 * small shard is sorted when victims are needed. In a large one, victims are the first of a random
 * sample, as in Redis: with five candidates for each victim, what is evicted is nearly always among
 * the first tenth in order.
 */
final class Culler {
  /** Entries of a shard up to which victims are exactly the first in the policy's order. */
  static final int EXACT_ROWS = 1000;

  private static final int CANDIDATES_PER_VICTIM = 5;
  private static final int ALL = Integer.MAX_VALUE;

  private static final String REMOVE_EXPIRED =
      """
      DELETE FROM Cache WHERE rowid IN (
        SELECT rowid FROM Cache WHERE expire_time < ? AND rowid <> ? ORDER BY expire_time LIMIT ?)
      """
          + EntryTable.REMOVED;

  private static final String EARLIEST_EXPIRY =
      "SELECT expire_time FROM Cache WHERE expire_time IS NOT NULL ORDER BY expire_time LIMIT 1";

  private static final String REMOVE_ROW = "DELETE FROM Cache WHERE rowid = ?" + EntryTable.REMOVED;

  private Culler() {}

  /**
   * The bounded clean-up inside a write, after its row.
   *
   * @return whether the row just written was removed again
   */
  static boolean cullAfterWrite(
      Shard shard, WriteTransaction transaction, EncodedKey key, EntryTable.NewRow row)
      throws SQLException {
    Settings settings = shard.settings();
    SqlConnection sql = transaction.sql();
    if (settings.evictionPolicy().noticesReads()) {
      shard.database().touches().forget(sql, key);
    }
    CullSchedule schedule = shard.database().schedule();
    schedule.wrote(
        row.bytes(), row.expireTime() == null ? Double.POSITIVE_INFINITY : row.expireTime());
    int budget = settings.cullLimit();
    if (budget > 0 && schedule.expiryDue(row.now())) {
      double earliest = earliestExpiry(sql);
      if (earliest < row.now()) {
        long spared = EntryTable.rowid(sql, key);
        budget -= removeExpired(shard, transaction, row.now(), spared, budget);
        earliest = earliestExpiry(sql);
      }
      schedule.sawExpiry(earliest);
    }
    if (budget == 0 || !shard.evicts() || !isFull(shard, sql)) {
      return false;
    }
    long rowid = EntryTable.rowid(sql, key);
    FlightSteps.Cull step = FlightSteps.cull();
    List<Long> victims = evict(shard, transaction, budget, Search.SAMPLE);
    if (step != null) {
      step.removed = victims.size();
      step.end(shard.directory());
    }
    return victims.contains(rowid);
  }

  /** Whether the size limit is reached, or the disk is about to be full. */
  private static boolean isFull(Shard shard, SqlConnection sql) throws SQLException {
    CullSchedule schedule = shard.database().schedule();
    long limit = shard.settings().sizeLimit();
    if (schedule.volumeDue(limit)) {
      long volume = shard.volume(sql);
      schedule.sawVolume(volume);
      if (volume >= limit) {
        return true;
      }
    }
    return shard.database().isRoomShort();
  }

  private static double earliestExpiry(SqlConnection sql) throws SQLException {
    Double earliest = sql.first(EARLIEST_EXPIRY, row -> row.getDouble(1));
    return earliest == null ? Double.POSITIVE_INFINITY : earliest;
  }

  /** Removes the entries that expired first, but for one row. */
  static int removeExpired(
      Shard shard, WriteTransaction transaction, double now, long spared, int most)
      throws SQLException {
    List<EntryTable.Removed> removed =
        EntryTable.remove(transaction, REMOVE_EXPIRED, now, spared, (long) most);
    removed.forEach(row -> shard.evicted(transaction, row.key(), Eviction.Cause.EXPIRED));
    return removed.size();
  }

  /** How far to look for victims in a large shard. */
  enum Search {
    /** A sample, which may hold none where the policy spares nearly all. */
    SAMPLE,
    /** All rows, where the sample holds none. */
    ALL
  }

  /** A row of the sample, and its place in the order. */
  private record Candidate(long rowid, double place, boolean allowed) {
    static Candidate read(SqlRow row) throws SQLException {
      return new Candidate(row.getLong(1), row.getDouble(2), row.getLong(3) != 0);
    }
  }

  /** Removes the entries that the eviction policy puts first, and returns their rowids. */
  static List<Long> evict(Shard shard, WriteTransaction transaction, int most, Search search)
      throws SQLException {
    EvictionPolicy policy = shard.settings().evictionPolicy();
    EvictionOrder order = policy.order();
    if (order == null || !shard.evicts()) {
      return List.of();
    }
    EvictionPolicy.Victims allowed = policy.victims(shard.now());
    boolean exact = isExact(transaction.sql(), policy);
    shard.database().touches().write(transaction.sql(), exact ? ALL : EntryTable.BATCH);
    List<Long> victims = exact ? List.of() : sampled(transaction.sql(), order, allowed, most);
    if (exact || (victims.isEmpty() && search == Search.ALL)) {
      victims = first(transaction.sql(), order, allowed, most);
    }
    for (long victim : victims) {
      EntryTable.remove(transaction, REMOVE_ROW, victim)
          .forEach(row -> shard.evicted(transaction, row.key(), Eviction.Cause.SIZE));
    }
    return victims;
  }

  /** Whether victims are exactly the first in order. */
  static boolean isExact(SqlConnection sql, EvictionPolicy policy) throws SQLException {
    return SettingsTable.counter(sql, SettingsTable.COUNT) <= EXACT_ROWS || policy.isIndexed(sql);
  }

  private static List<Long> first(
      SqlConnection sql, EvictionOrder order, EvictionPolicy.Victims allowed, int most)
      throws SQLException {
    String query =
        "SELECT rowid FROM Cache WHERE %s ORDER BY %s, rowid LIMIT ?"
            .formatted(allowed.condition(), order.expression());
    return sql.all(query, row -> row.getLong(1), and(allowed.parameters(), (long) most));
  }

  private static Object[] and(List<Object> parameters, long last) {
    return Stream.concat(parameters.stream(), Stream.of(last)).toArray();
  }

  private static List<Long> sampled(
      SqlConnection sql, EvictionOrder order, EvictionPolicy.Victims allowed, int most)
      throws SQLException {
    long lowest = sql.number("SELECT MIN(rowid) FROM Cache");
    long highest = sql.number("SELECT MAX(rowid) FROM Cache");
    // Not in the WHERE clause: that would read on, where nearly all are spared.
    String probe =
        "SELECT rowid, %s, %s FROM Cache WHERE rowid >= ? LIMIT 1"
            .formatted(order.expression(), allowed.condition());
    Map<Long, Double> candidates = new HashMap<>();
    for (int i = 0; i < most * CANDIDATES_PER_VICTIM; i++) {
      long from = ThreadLocalRandom.current().nextLong(lowest, highest + 1);
      Candidate candidate = sql.first(probe, Candidate::read, and(allowed.parameters(), from));
      if (candidate != null && candidate.allowed) {
        candidates.put(candidate.rowid, candidate.place);
      }
    }
    return candidates.entrySet().stream()
        .sorted(
            Comparator.comparing(Map.Entry<Long, Double>::getValue)
                .thenComparing(Map.Entry::getKey))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }
}
