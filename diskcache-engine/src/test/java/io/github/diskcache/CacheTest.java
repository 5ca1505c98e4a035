// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
}
