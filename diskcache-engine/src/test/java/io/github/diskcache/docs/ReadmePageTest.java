// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.Cache;
import io.github.diskcache.WriteOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The region of README.md. */
class ReadmePageTest extends PageTest {
  @Test
  void use_asACache() {
    // snippet: use
    Cache<Object, Object> cache = Cache.open(directory);
    cache.set("price:42", 1999, WriteOptions.ttl(Duration.ofHours(1)).tag("prices"));
    Object price = cache.get("price:42"); // 1999, also after kill -9, also in another process
    long visits = cache.increment("visits"); // atomic across threads and processes
    cache.transact( // all or nothing
        () -> {
          cache.set("order:7", List.of("shirt", "hat"));
          cache.delete("basket:7");
        });
    cache.evict("prices"); // everything with the tag
    // end

    assertThat(price).isEqualTo(1999L);
    assertThat(visits).isEqualTo(1);
    assertThat(cache.get("order:7")).isEqualTo(List.of("shirt", "hat"));
    assertThat(cache.contains("price:42")).isFalse();
    cache.close();
  }
}
