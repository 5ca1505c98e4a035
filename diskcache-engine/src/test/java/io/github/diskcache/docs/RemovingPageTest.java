// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.Cache;
import io.github.diskcache.Setting;
import io.github.diskcache.WriteOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The regions of docs/tutorial/removing.md. */
class RemovingPageTest extends PageTest {
  @Test
  void expire_expiredEntries_areRemoved() {
    // snippet: expire
    try (Cache<Object, Object> cache =
        Cache.builder(directory).setting(Setting.CULL_LIMIT, 0).clock(clock).open()) {
      for (int i = 0; i < 10; i++) {
        cache.set(i, "value", WriteOptions.ttl(Duration.ofMinutes(1)));
      }
      clock.advance(Duration.ofMinutes(2));

      print(cache.contains(0)); // false
      print(cache.size()); // 10
      print(cache.expire()); // 10
      print(cache.size()); // 0
    }
    // end
  }

  @Test
  void evict_tag_removesItsEntries() {
    // snippet: evict
    try (Cache<Object, Object> cache =
        Cache.builder(directory).setting(Setting.TAG_INDEX, true).open()) {
      for (int i = 0; i < 100; i++) {
        cache.set(i, i, WriteOptions.tagged(i % 2 == 0 ? "even" : "odd"));
      }

      print(cache.keysTagged("even").iterator().next()); // 0
      print(cache.evict("even")); // 50
      print(cache.size()); // 50
    }
    // end
  }

  @Test
  void tagIndex_openCache_comesAndGoes() {
    try (Cache<Object, Object> cache = Cache.open(directory)) {
      // snippet: tagindex
      cache.maintenance().createTagIndex();
      print(cache.maintenance().settings().tagIndex()); // true
      cache.maintenance().dropTagIndex();
      print(cache.maintenance().settings().tagIndex()); // false
      // end
    }
  }

  @Test
  void cull_overTheLimit_removesUntilWithin() {
    // snippet: cull
    try (Cache<Object, Object> cache =
        Cache.builder(directory).sizeLimit(1_000_000).setting(Setting.CULL_LIMIT, 0).open()) {
      for (int i = 0; i < 1000; i++) {
        cache.set(i, new byte[1000]);
      }
      print(cache.volume() > 1_000_000); // true

      print(cache.cull() > 0); // true
      print(cache.volume() <= 1_000_000); // true
    }
    // end
  }

  @Test
  void clear_everything_isGone() {
    try (Cache<Object, Object> cache = Cache.open(directory)) {
      // snippet: clear
      cache.set("a", 1);
      cache.set("b", 2);
      print(cache.clear()); // 2
      print(cache.size()); // 0
      // end
      assertThat(cache.maintenance().check().clean()).isTrue();
    }
  }
}
