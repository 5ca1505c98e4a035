// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The two kinds of cache that a case runs on, and where each keeps the row of a key. */
enum Layout {
  PLAIN {
    @Override
    Cache<Object, Object> open(Stores stores, CacheBuilder builder) {
      return stores.open(builder);
    }

    @Override
    Path directoryOf(Stores stores, Object key) {
      return stores.directory();
    }
  },

  FANOUT {
    @Override
    Cache<Object, Object> open(Stores stores, CacheBuilder builder) {
      return stores.openFanout(builder.busyTimeout(PATIENCE), SHARDS);
    }

    @Override
    Path directoryOf(Stores stores, Object key) {
      int shard = Keys.encode(key).shard(SHARDS);
      return stores.directory().resolve("00" + shard);
    }
  };

  private static final int SHARDS = 3;

  /** So long that no write of a test is skipped because the machine is slow. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Opens a cache of this kind in the test's main directory. */
  Cache<Object, Object> open(Stores stores) {
    return open(stores, stores.builder());
  }

  abstract Cache<Object, Object> open(Stores stores, CacheBuilder builder);

  /** The directory of the database that holds a key. */
  abstract Path directoryOf(Stores stores, Object key);

  /** The columns of the only row in the database that holds a key. */
  List<Object> row(Stores stores, Object key, String columns) throws SQLException {
    List<List<Object>> rows =
        Stores.rows(directoryOf(stores, key), "SELECT " + columns + " FROM Cache");
    if (rows.size() != 1) {
      throw new AssertionError("expected one row for key " + key + ", found " + rows);
    }
    return rows.get(0);
  }
}
