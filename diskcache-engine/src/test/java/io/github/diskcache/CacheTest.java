// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CacheTest {
  @RegisterExtension final Stores stores = new Stores();

  @Test
  void set_everyPlainType_comesBack() {
    Cache<Object, Object> cache = stores.open();
    Map<String, Object> values =
        Map.of(
            "long",
            42L,
            "double",
            1.5,
            "text",
            "héllo\0😀",
            "list",
            List.of(1L, "a", List.of()),
            "tuple",
            Tuple.of(1L, "x"),
            "big",
            "x".repeat(40_000),
            "boolean",
            true);

    values.forEach(cache::set);

    values.forEach((key, value) -> assertThat(cache.get(key)).as(key).isEqualTo(value));
    assertThat(cache.size()).isEqualTo(values.size());
    assertThat(cache.keys()).containsExactlyElementsOf(values.keySet());
  }

  @Test
  void open_directoryWithSpecialCharacters_staysInside() {
    Path directory = stores.directory("q?enable_load_extension=true#ü;%20 x");
    Cache<Object, Object> cache = stores.opened(Cache.open(directory));

    cache.set("k", "v");
    cache.close();

    assertThat(directory.resolve("cache.db")).exists();
    assertThat(stores.opened(Cache.open(directory)).get("k")).isEqualTo("v");
  }

  @Test
  void transact_exception_rollsBackRowsAndFiles() throws Exception {
    Cache<Object, Object> cache = stores.open();
    cache.set("old", "y".repeat(50_000));

    try {
      cache.transact(
          () -> {
            cache.delete("old");
            cache.set("new", "z".repeat(50_000));
            throw new IllegalStateException("stop");
          });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("stop");
    }

    assertThat(cache.get("old")).isEqualTo("y".repeat(50_000));
    assertThat(cache.contains("new")).isFalse();
    assertThat(Stores.valueFiles(stores.directory())).hasSize(1);
  }

  @Test
  void smoke() {
    Cache<Object, Object> cache =
        stores.open(stores.builder().evictionPolicy(EvictionPolicy.LEAST_RECENTLY_USED));
    assertThat(cache.volume()).isEqualTo(32768);
    assertThat(cache.increment("n")).isEqualTo(1);
    assertThat(cache.increment("n", 0.5)).isEqualTo(1.5);
    assertThat(cache.add("n", 5)).isFalse();
    assertThat(cache.add("m", 5, WriteOptions.ttl(Duration.ofSeconds(5)).tag("t"))).isTrue();
    assertThat(cache.entry("m").orElseThrow().tag()).isEqualTo("t");
    assertThat(cache.touch("m")).isTrue();
    assertThat(cache.evict("t")).isEqualTo(1);
    cache.setStream("s", new ByteArrayInputStream(new byte[] {1, 2}), WriteOptions.NONE);
    assertThat((byte[]) cache.pop("s")).containsExactly(1, 2);
    assertThat(cache.maintenance().stats()).isEqualTo(CacheStats.ZERO);
    cache.get("n");
    cache.get("zz");
    assertThat(cache.maintenance().stats()).isEqualTo(new CacheStats(1, 1));
    assertThat(cache.keys(KeyOrder.SORTED)).containsExactly("n");
    assertThat(cache.clear()).isEqualTo(1);
    assertThat(cache.maintenance().mend().clean()).isTrue();
    FanoutCache<Object, Object> fan = stores.opened(FanoutCache.open(stores.directory("fan"), 4));
    for (int i = 0; i < 100; i++) fan.set(i, i);
    assertThat(fan.size()).isEqualTo(100);
    assertThat(fan.transactOn(5, () -> fan.get(5))).isEqualTo(5L);
    fan.transact(() -> fan.set(7, "x"));
    assertThat(fan.get(7)).isEqualTo("x");
    assertThat(fan.cache("a/b").set(1, 1)).isEqualTo(WriteResult.STORED);
  }
}
