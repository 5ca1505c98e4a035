// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That reads are made cheaper by a held state, and that nobody notices otherwise. */
class ReadAnchorTest {
  private static final int FEWEST_SETS = 20_000;
  private static final int MOST_SETS = 100_000;
  private static final long SHORT_LOG = Checkpoints.KEPT_BYTES * 5 / 4;

  @RegisterExtension final Stores stores = new Stores();

  private static void read(Cache<Object, Object> cache, int times) {
    for (int i = 0; i < times; i++) {
      cache.get("k");
    }
  }

  private static boolean isHeld(Cache<Object, Object> cache) {
    return Stores.shard(cache).database().isAnchored();
  }

  private Cache<Object, Object> open() {
    return stores.open(stores.builder().nearTier(0));
  }

  @Test
  void get_manyWithoutAWrite_areAnchored() {
    Cache<Object, Object> cache = open();
    cache.set("k", "v");
    read(cache, 10);
    assertThat(isHeld(cache)).isFalse();

    Background.await(
        () -> {
          read(cache, 200);
          return isHeld(cache);
        });
  }

  @Test
  void set_anchored_letsGo() {
    Cache<Object, Object> cache = open();
    Background.await(
        () -> {
          read(cache, 200);
          return isHeld(cache);
        });

    cache.set("k", "v");

    assertThat(isHeld(cache)).isFalse();
    assertThat(cache.get("k")).isEqualTo("v");
  }

  @Test
  void upkeep_noMoreReads_letsGo() {
    Cache<Object, Object> cache = open();
    Background.await(
        () -> {
          read(cache, 200);
          return isHeld(cache);
        });

    Background.await(() -> !isHeld(cache));
  }

  @Test
  void get_anchored_seesWhatOthersCommit() throws Exception {
    Cache<Object, Object> cache = open();
    cache.set("k", 0);
    for (int i = 1; i <= 50; i++) {
      read(cache, 100);
      Stores.rows(stores.directory(), "UPDATE Cache SET value = ?", i);
      assertThat(cache.get("k")).isEqualTo((long) i);
    }
  }

  /** The log must be begun anew, which cuts its file, although another process never pauses. */
  @Test
  void set_anotherProcessReadsWithoutBreak_beginsTheLogAnew() throws Exception {
    Cache<Object, Object> cache = open();
    cache.set("k", "v");
    Path log = stores.directory().resolve("cache.db-wal");
    boolean isShort = false;
    try (ChildProcess reader =
        ChildProcess.startJava(
            stores.directory("tmp"), ReadingChild.class, stores.directory().toString())) {
      assertThat(reader.receive()).isEqualTo("reading");
      for (int i = 0; i < MOST_SETS && !isShort; i++) {
        // Each set writes a page, since no value is what was there before.
        cache.set(i % 1000, "value " + i);
        isShort = i > FEWEST_SETS && Files.size(log) < SHORT_LOG;
      }
    }
    assertThat(isShort).isTrue();
  }

  /** A process that reads until it is ended. */
  static final class ReadingChild {
    private ReadingChild() {}

    public static void main(String[] arguments) {
      try (Cache<Object, Object> cache = Cache.open(Path.of(arguments[0]))) {
        read(cache, 1000);
        System.out.println("reading");
        while (cache.get("k") != null) {}
      }
    }
  }
}
