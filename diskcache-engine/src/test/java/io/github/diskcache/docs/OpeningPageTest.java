// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diskcache.Cache;
import io.github.diskcache.CacheClosedException;
import io.github.diskcache.CacheReadOnlyException;
import io.github.diskcache.EvictionPolicy;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The regions of docs/tutorial/opening.md. */
class OpeningPageTest extends PageTest {
  @Test
  void open_twice_findsWhatWasStored() {
    // snippet: open
    try (Cache<Object, Object> cache = Cache.open(directory)) {
      cache.set("greeting", "hello");
    }

    try (Cache<Object, Object> again = Cache.open(directory)) {
      print(again.get("greeting")); // hello
    }
    // end
  }

  @Test
  void open_settings_areKept() {
    // snippet: settings
    try (Cache<Object, Object> cache =
        Cache.builder(directory)
            .sizeLimit(4_000_000_000L)
            .evictionPolicy(EvictionPolicy.LEAST_RECENTLY_USED)
            .open()) {
      print(cache.maintenance().settings().sizeLimit()); // 4000000000
    }

    try (Cache<Object, Object> again = Cache.open(directory)) {
      print(again.maintenance().settings().sizeLimit()); // 4000000000
    }
    // end
  }

  @Test
  void open_declaredTypes_needNoCasts() {
    // snippet: types
    try (Cache<String, Long> visits = Cache.builder(directory).open(String.class, Long.class)) {
      visits.set("/index.html", 7L);
      long count = visits.get("/index.html");
      print(count); // 7
    }
    // end
  }

  @Test
  void open_sameDirectory_isOneCache() {
    // snippet: share
    Cache<Object, Object> mine = Cache.open(directory);
    Cache<Object, Object> yours = Cache.open(directory); // here, or in any process of this host

    mine.set("k", 1);
    print(yours.get("k")); // 1

    mine.close();
    print(yours.get("k")); // 1
    yours.close();
    // end
  }

  @Test
  void get_closed_throws() {
    Cache<Object, Object> cache = Cache.open(directory);
    cache.close();

    assertThatThrownBy(() -> cache.get("k")).isInstanceOf(CacheClosedException.class);
  }

  @Test
  void open_readOnly_refusesWrites() {
    Cache.open(directory).close();
    // snippet: readonly
    try (Cache<Object, Object> cache = Cache.builder(directory).readOnly().open()) {
      print(cache.get("missing")); // null
    }
    // end
    try (Cache<Object, Object> cache = Cache.builder(directory).readOnly().open()) {
      assertThatThrownBy(() -> cache.set("k", 1)).isInstanceOf(CacheReadOnlyException.class);
    }
  }

  @Test
  void delete_directory_isThatOfItsFiles() throws IOException {
    Path home = directory.resolve("cache");
    Cache.open(home).close();

    deleteCache(home);

    assertThat(home).doesNotExist();
  }

  // snippet: delete
  static void deleteCache(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }
  // end
}
