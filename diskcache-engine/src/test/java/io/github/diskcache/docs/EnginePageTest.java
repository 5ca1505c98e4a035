// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.Cache;
import io.github.diskcache.Deque;
import io.github.diskcache.EvictionOrder;
import io.github.diskcache.EvictionPolicy;
import io.github.diskcache.FanoutCache;
import io.github.diskcache.Index;
import io.github.diskcache.IntentLog;
import io.github.diskcache.Setting;
import io.github.diskcache.WriteOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The regions of docs/engine.md. */
class EnginePageTest extends PageTest {
  @Test
  void open_eachKind() {
    Path other = directory.resolve("other");
    // snippet: open
    Cache<Object, Object> cache = Cache.open(directory); // stored settings, or the defaults
    Cache<Object, Object> tuned =
        Cache.builder(directory)
            .sizeLimit(1L << 33)
            .evictionPolicy(EvictionPolicy.LEAST_RECENTLY_USED)
            .open();
    FanoutCache<Object, Object> wide = FanoutCache.open(other, 8); // 8 writers at a time
    // end
    assertThat(tuned.maintenance().settings().sizeLimit()).isEqualTo(1L << 33);
    assertThat(wide.shards()).isEqualTo(8);
    cache.close();
    tuned.close();
    wide.close();
  }

  @Test
  void nearTier_answers() {
    // snippet: near
    Cache<Object, Object> hot = Cache.builder(directory).nearTier(64L << 20).open(); // 64 MiB
    hot.set("price", 1999);
    hot.get("price"); // from the heap, unless anybody has written since
    // end
    assertThat(hot.get("price")).isEqualTo(1999L);
    hot.close();
  }

  @Test
  void intentLog_answers() {
    // snippet: intentLog
    Cache<Object, Object> fast = Cache.builder(directory).intentLog(IntentLog.USUAL).open();
    fast.set("price", 1999); // in the log, and so safe from kill -9
    fast.get("price"); // from there, in every Java process
    // end
    assertThat(fast.get("price")).isEqualTo(1999L);
    fast.close();
  }

  @Test
  void policy_ofTheApplicationsOwn_isUsed() {
    Duration lease = Duration.ofSeconds(30);
    // snippet: policy
    EvictionPolicy idle =
        EvictionPolicy.of("lru-gt-1s", EvictionOrder.USED_LONGEST_AGO)
            .unusedFor(Duration.ofSeconds(1))
            .sparing("pinned");
    Cache<Object, Object> cache = Cache.builder(directory).evictionPolicy(idle).open();
    cache.set("lock", "owner", WriteOptions.ttl(lease).heldFor(lease)); // none removes it so long
    // end
    assertThat(cache.maintenance().settings().evictionPolicy()).isEqualTo(idle);
    // So that the check after each test, which does not know the policy, opens the directory.
    cache.maintenance().change(Setting.EVICTION_POLICY, EvictionPolicy.NONE);
    cache.close();
  }

  @Test
  void dequeAndIndex_work() throws InterruptedException {
    Path other = directory.resolve("other");
    // snippet: collections
    Deque<Object> jobs = Deque.open(directory); // a BlockingDeque; open(directory, 1000) bounds it
    jobs.put("job"); // waits for room
    Object job = jobs.take(); // waits for an element, of any process

    Index<Object, Object> index = Index.open(other); // a ConcurrentMap in insertion order
    index.merge("visits", 1L, (a, b) -> (Long) a + (Long) b); // one transaction
    // end
    assertThat(job).isEqualTo("job");
    assertThat(index).containsEntry("visits", 1L);
    jobs.close();
    index.close();
  }
}
