// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * Notices what others than this library write to a directory: they run the triggers that the
 * database holds, and those count each changed row. Writers of ours note, after each commit, up to
 * which count they can explain. Thread-safe.
 *
 * <p>A reader looks at the count at most a bound apart. What it cannot explain makes everything
 * older a miss. A writer of ours that finds such a count before it writes moves the epoch, because
 * the count it leaves behind explains the others' writes too.
 */
final class ForeignWrites {
  private static final String COUNTER = "writes";
  private static final String COUNT =
      " BEGIN UPDATE "
          + Schema.SIDE_TABLE
          + " SET value = value + 1 WHERE key = '"
          + COUNTER
          + "'; END";

  /** Reading by python-diskcache changes columns too, but none of these. */
  private static final List<String> TRIGGERS =
      List.of(
          "CREATE TRIGGER IF NOT EXISTS JavaSettings_insert AFTER INSERT ON Cache" + COUNT,
          "CREATE TRIGGER IF NOT EXISTS JavaSettings_delete AFTER DELETE ON Cache" + COUNT,
          "CREATE TRIGGER IF NOT EXISTS JavaSettings_update AFTER UPDATE OF"
              + " key, raw, expire_time, tag, mode, filename, value ON Cache"
              + COUNT);

  private final Database database;
  private final SharedWords words;
  private final long boundNanos;
  private volatile long lookedAt;
  private volatile long sight;
  private long seen;

  ForeignWrites(Database database, SharedWords words, Duration bound) {
    this.database = database;
    this.words = words;
    this.boundNanos = bound.toNanos();
    this.lookedAt = System.nanoTime() - boundNanos;
  }

  /** Makes the counter, for all processes from now on. */
  static void declare(WriteTransaction transaction, SharedWords words) throws SQLException {
    if (SideTable.read(transaction.sql(), COUNTER).isEmpty()) {
      SideTable.write(transaction, COUNTER, 1);
    }
    for (String trigger : TRIGGERS) {
      transaction.sql().run(trigger);
    }
    words.set(SharedWords.FOREIGN, 1);
  }

  /** How many rows have been changed so far. */
  static long count(SqlConnection sql) throws SQLException {
    OptionalLong count = SideTable.read(sql, COUNTER);
    return count.isPresent() ? count.getAsLong() : 0;
  }

  /** Looks, if the last look is too old, and returns what tells two sights apart. */
  long sight() {
    if (System.nanoTime() - lookedAt >= boundNanos) {
      look();
    }
    return sight;
  }

  private synchronized void look() {
    long start = System.nanoTime();
    if (start - lookedAt < boundNanos) {
      return;
    }
    // Not in the transaction of this thread, which sees what it has not committed.
    long count = database.<Long>read("read cache", Deadline.never(), ForeignWrites::count);
    // A writer of ours may have committed, and not yet noted it; then this is one sight too many.
    if (count != seen && count != words.get(SharedWords.EXPLAINED)) {
      sight++;
    }
    seen = count;
    lookedAt = start;
  }
}
