// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import io.github.diskcache.Cache;
import io.github.diskcache.EvictionPolicy;
import io.github.diskcache.WhenFull;
import io.github.diskcache.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The regions of docs/tutorial/eviction.md. */
class EvictionPageTest extends PageTest {
  @Test
  void policy_leastRecentlyUsed_keepsWhatIsRead() {
    // snippet: policy
    try (Cache<Object, Object> cache =
        Cache.builder(directory)
            .evictionPolicy(EvictionPolicy.LEAST_RECENTLY_USED)
            .sizeLimit(1_000_000)
            .open()) {
      print(cache.maintenance().settings().evictionPolicy()); // least-recently-used
    }
    // end
  }

  @Test
  void onEviction_listener_isTold() {
    // snippet: listener
    List<Object> gone = new ArrayList<>();
    try (Cache<Object, Object> cache =
        Cache.builder(directory)
            .sizeLimit(1_000_000)
            .onEviction(eviction -> gone.add(eviction.key()))
            .clock(clock)
            .open()) {
      for (int i = 0; i < 200; i++) {
        clock.advance(Duration.ofSeconds(1));
        cache.set(i, new byte[10_000]);
      }
      print(gone.subList(0, 3)); // [0, 1, 2]
      print(cache.contains(0)); // false
      print(cache.contains(199)); // true
    }
    // end
  }

  @Test
  void whenFull_reject_keepsWhatIsThere() {
    // snippet: reject
    try (Cache<Object, Object> cache =
        Cache.builder(directory).sizeLimit(1_000_000).whenFull(WhenFull.REJECT).open()) {
      WriteResult first = cache.set("a", new byte[900_000]);
      WriteResult second = cache.set("b", new byte[200_000]);
      print(first); // STORED
      print(second); // REJECTED
      print(cache.contains("a")); // true
    }
    // end
  }

  @Test
  void set_tooLarge_isEvictedAtOnce() {
    // snippet: large
    try (Cache<Object, Object> cache = Cache.builder(directory).sizeLimit(500_000).open()) {
      print(cache.set("film", new byte[1_000_000])); // EVICTED
      print(cache.contains("film")); // false
    }
    // end
  }
}
