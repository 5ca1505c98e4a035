// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import io.github.diskcache.Cache;
import io.github.diskcache.FanoutCache;
import io.github.diskcache.NamespacedCache;
import io.github.diskcache.ValueStream;
import io.github.diskcache.WriteOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The regions of docs/tutorial/namespaces.md. */
class NamespacesPageTest extends PageTest {
  private FanoutCache<Object, Object> cache;

  @BeforeEach
  void open() {
    cache = Cache.builder(directory).clock(clock).openFanout();
  }

  @AfterEach
  void close() {
    cache.close();
  }

  @Test
  void view_prefixVersionTtl() {
    // snippet: view
    NamespacedCache<Object> shop =
        NamespacedCache.on(cache).prefix("shop").defaults(WriteOptions.ttl(Duration.ofMinutes(10)));

    shop.set("price:42", 1999);
    print(shop.get("price:42")); // 1999
    print(shop.key("price:42")); // shop:1:price:42
    print(cache.get("shop:1:price:42")); // 1999
    print(shop.entry("price:42").orElseThrow().expiry()); // 2026-01-01T12:10:00Z
    // end
  }

  @Test
  void version_other_isAnotherNamespace() {
    // snippet: version
    NamespacedCache<Object> first = NamespacedCache.on(cache);
    NamespacedCache<Object> second = first.version(2);

    first.set("menu", "soup");
    print(second.get("menu")); // null
    print(first.incrementVersion("menu", 1)); // 2
    print(first.get("menu")); // null
    print(second.get("menu")); // soup
    // end
  }

  @Test
  void getOrSet_miss_computesOnce() {
    NamespacedCache<Object> shop = NamespacedCache.on(cache);
    // snippet: getorset
    print(shop.getOrSet("rate", () -> 1.08)); // 1.08
    print(shop.getOrSet("rate", () -> 9.99)); // 1.08

    shop.setMany(Map.of("a", 1, "b", 2));
    print(shop.getMany(List.of("a", "b", "c"))); // {a=1, b=2}
    print(shop.deleteMany(List.of("a", "b", "c"))); // 2
    // end
  }

  @Test
  void touch_entry_livesAnew() {
    NamespacedCache<Object> shop = NamespacedCache.on(cache);
    // snippet: ttl
    shop.set("basket", "hat");
    shop.set("terms", "...", WriteOptions.NONE);
    shop.set("flash", "now", WriteOptions.ttl(Duration.ZERO));

    print(shop.entry("basket").orElseThrow().expiry()); // 2026-01-01T12:05:00Z
    print(shop.entry("terms").orElseThrow().expiry()); // null
    print(shop.hasKey("flash")); // false

    clock.advance(Duration.ofMinutes(2));
    print(shop.touch("basket")); // true
    print(shop.entry("basket").orElseThrow().expiry()); // 2026-01-01T12:07:00Z
    // end
  }

  @Test
  void read_valueFile_hasAPath() throws IOException {
    NamespacedCache<Object> media = NamespacedCache.on(cache);
    byte[] film = new byte[70_000];
    // snippet: sendfile
    cache.setStream(media.key("film"), new ByteArrayInputStream(film), WriteOptions.NONE);

    Optional<ValueStream> found = media.read("film");
    if (found.isPresent()) {
      try (ValueStream value = found.get()) {
        String header = "X-Sendfile: " + value.path();
        print(header.endsWith(".val")); // true
      }
    }
    // end
  }
}
