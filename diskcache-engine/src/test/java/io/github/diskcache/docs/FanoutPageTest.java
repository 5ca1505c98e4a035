// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.Cache;
import io.github.diskcache.CacheOpenException;
import io.github.diskcache.Deque;
import io.github.diskcache.FanoutCache;
import io.github.diskcache.Index;
import io.github.diskcache.WriteResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The regions of docs/tutorial/fanout.md. */
class FanoutPageTest extends PageTest {
  @Test
  void open_shards_isACache() {
    // snippet: open
    try (FanoutCache<Object, Object> cache =
        Cache.builder(directory).busyTimeout(Duration.ofSeconds(1)).openFanout(4)) {
      cache.set("key", "value");
      print(cache.get("key")); // value
      print(cache.shards()); // 4
    }
    // end
    // snippet: count
    try (FanoutCache<Object, Object> cache = FanoutCache.open(directory)) {
      print(cache.shards()); // 4
    }
    try {
      FanoutCache.open(directory, 8);
    } catch (CacheOpenException e) {
      print(e.getMessage().contains("4")); // true
    }
    // end
  }

  @Test
  void set_result_saysWhatBecameOfIt() {
    try (FanoutCache<Object, Object> cache = FanoutCache.open(directory, 2)) {
      // snippet: result
      WriteResult result = cache.set("page", "<html>");
      if (result == WriteResult.SKIPPED) {
        // The shard stayed busy for 10 ms: nothing was written, the page is computed again later.
      }
      cache.retrying().delete("page");
      // end
      assertThat(result).isEqualTo(WriteResult.STORED);
    }
  }

  @Test
  void sizeLimit_total_isShared() {
    // snippet: limit
    try (FanoutCache<Object, Object> cache =
        Cache.builder(directory).sizeLimit(1_000_000_000).openFanout(4)) {
      print(cache.maintenance().settings().sizeLimit()); // 250000000
    }
    // end
  }

  @Test
  void named_cacheDequeIndex_areInside() {
    // snippet: named
    try (FanoutCache<Object, Object> cache = FanoutCache.open(directory)) {
      Cache<Object, Object> reports = cache.cache("reports");
      Deque<Object> usernames = cache.deque("usernames");
      Index<Object, Object> responses = cache.index("responses");

      reports.transact(() -> reports.set("march", "ok"));
      usernames.append("alice");
      responses.put("/", "<html>");

      print(cache.deque("usernames").size()); // 1
      print(cache.size()); // 0
    }
    // end
  }
}
