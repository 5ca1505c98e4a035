// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.Cache;
import io.github.diskcache.CacheBuilder;
import io.github.diskcache.FanoutCache;
import io.github.diskcache.WhenFull;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives each test a directory, a clock that stands still until advanced, and caches in it; after
 * the test every cache must pass its check, and is closed.
 */
final class Caches implements BeforeEachCallback, AfterEachCallback, InstantSource {
  private final List<Cache<?, ?>> opened = new ArrayList<>();
  private Path root = Path.of("");
  private volatile Instant now = Instant.ofEpochSecond(1000);

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    root = Files.createTempDirectory("diskcache-recipes-");
    now = Instant.ofEpochSecond(1000);
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    try {
      if (context.getExecutionException().isEmpty()) {
        for (Cache<?, ?> cache : opened) {
          assertThat(cache.maintenance().check().problems()).isEmpty();
        }
      }
    } finally {
      opened.forEach(Cache::close);
      opened.clear();
      try (Stream<Path> files = Files.walk(root)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
  }

  /** The clock of the caches that stand still. */
  @Override
  public Instant instant() {
    return now;
  }

  void advance(Duration duration) {
    now = now.plus(duration);
  }

  Path directory() {
    return root.resolve("cache");
  }

  /** A cache by the clock of the test. */
  Cache<Object, Object> open() {
    return register(builder().clock(this).open());
  }

  /** A fan-out cache by the clock of the test. */
  FanoutCache<Object, Object> openFanout() {
    return register(builder().clock(this).openFanout(4));
  }

  /** A cache by the clock of the system, as child processes open it. */
  Cache<Object, Object> openReal() {
    return register(builder().open());
  }

  /** A cache that refuses every entry. */
  Cache<Object, Object> openFull() {
    return register(builder().sizeLimit(1).whenFull(WhenFull.REJECT).open());
  }

  private CacheBuilder builder() {
    return Cache.builder(directory());
  }

  private <C extends Cache<?, ?>> C register(C cache) {
    opened.add(cache);
    return cache;
  }
}
