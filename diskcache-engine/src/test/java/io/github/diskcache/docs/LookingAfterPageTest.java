// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.Cache;
import io.github.diskcache.CacheMaintenance;
import io.github.diskcache.CacheStats;
import io.github.diskcache.CheckReport;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The regions of docs/tutorial/looking-after.md. */
class LookingAfterPageTest extends PageTest {
  private Cache<Object, Object> cache;

  @BeforeEach
  void open() {
    cache = Cache.open(directory);
  }

  @AfterEach
  void close() {
    cache.close();
  }

  @Test
  void volume_emptyCache_isItsDatabase() {
    // snippet: volume
    print(cache.size()); // 0
    print(cache.volume()); // 32768
    cache.set("big", new byte[100_000]);
    print(cache.size()); // 1
    print(cache.volume()); // 132768
    // end
  }

  @Test
  void stats_reads_areCounted() {
    // snippet: stats
    CacheMaintenance maintenance = cache.maintenance();
    maintenance.stats();
    for (int i = 0; i < 100; i++) {
      cache.set(i, i);
    }
    for (int i = 0; i < 150; i++) {
      cache.get(i);
    }

    CacheStats stats = maintenance.stats();
    print(stats); // CacheStats[hits=100, misses=50]
    print(stats.hitRate() > 0.6); // true
    maintenance.resetStats();
    maintenance.disableStats();
    // end
    assertThat(maintenance.stats()).isEqualTo(CacheStats.ZERO);
  }

  @Test
  void mend_unknownFile_isRemoved() throws IOException {
    // snippet: check
    Files.writeString(directory.resolve("stray.txt"), "not ours");

    CheckReport found = cache.maintenance().check();
    for (CheckReport.Problem problem : found.problems()) {
      print(problem instanceof CheckReport.UnknownFile); // true
    }
    cache.maintenance().mend();
    print(cache.maintenance().check().clean()); // true
    // end
    assertThat(found.problems()).hasSize(1);
  }
}
