// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import io.github.diskcache.Cache;
import io.github.diskcache.Entry;
import io.github.diskcache.WriteOptions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The regions of docs/tutorial/from-python.md. */
class FromPythonPageTest extends PageTest {
  @Test
  void session_inJava() {
    // snippet: session
    try (Cache<Object, Object> cache = Cache.open(directory)) {
      cache.set("user:7", "alice", WriteOptions.ttl(Duration.ofSeconds(60)).tag("users"));
      print(cache.get("user:7", "nobody")); // alice
      print(cache.get("user:8", "nobody")); // nobody

      Optional<Entry<Object>> found = cache.entry("user:7");
      print(found.orElseThrow().tag()); // users

      cache.increment("visits");
      print(cache.decrement("visits", 1, 0)); // 0
      print(cache.evict("users")); // 1
    }
    // end
  }
}
