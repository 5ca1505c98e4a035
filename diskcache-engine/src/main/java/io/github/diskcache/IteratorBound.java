// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Up to which rowid iterators of this process read. Rows added since they began must lie above, but
 * SQLite gives the highest rowid again once its row is gone. Thread-safe.
 */
final class IteratorBound {
  private final AtomicLong highest = new AtomicLong();

  /** Begins an iteration over the rows that are there now, and returns the last one's rowid. */
  static long begin(Shard shard) {
    return shard.read(shard.database().iterators()::note);
  }

  private long note(SqlConnection sql) throws SQLException {
    long last = EntryTable.highestRowid(sql).orElse(0);
    highest.accumulateAndGet(last, Math::max);
    return last;
  }

  long highest() {
    return highest.get();
  }
}
