// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A disk with no room left, for real: what is written, read and removed on it, and after it. */
class FullDiskTest {
  private static final long SEED = Long.getLong("diskcache.seed", System.nanoTime());
  private static final int MEBIBYTE = 1 << 20;

  private final Random random = new Random(SEED);

  /** What the sets of a test came to. */
  private static final class Outcome {
    private final Map<String, byte[]> written = new HashMap<>();
    private int full;

    void set(Cache<Object, Object> cache, String key, byte[] value) {
      try {
        cache.set(key, value);
        written.put(key, value);
      } catch (CacheFullException e) {
        full++;
      }
    }

    /** Whatever is there is what was written last; how much is there. */
    int checkReads(Cache<Object, Object> cache) {
      int there = 0;
      for (Map.Entry<String, byte[]> entry : written.entrySet()) {
        Object found = cache.get(entry.getKey());
        if (found != null) {
          there++;
          assertThat(Arrays.equals((byte[]) found, entry.getValue()))
              .describedAs(entry.getKey())
              .isTrue();
        }
      }
      return there;
    }
  }

  private synchronized byte[] value(int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return value;
  }

  @ParameterizedTest
  @CsvSource({"8, 2000", "8, 300", "16, 100000", "32, 20000"})
  void set_cacheFillsTheDisk_makesRoomAndGoesOn(int mebibytes, int bytes) throws IOException {
    try (TinyDisk disk = TinyDisk.mount(mebibytes);
        Cache<Object, Object> cache =
            Cache.builder(disk.directory().resolve("cache")).sizeLimit(1L << 30).open()) {
      Outcome outcome = new Outcome();
      int keys = 2 * mebibytes * MEBIBYTE / bytes;
      for (int i = 0; i < keys; i++) {
        outcome.set(cache, "key " + i, value(bytes));
      }
      assertThat(outcome.full).isLessThan(keys / 20 + 20);
      assertThat(outcome.checkReads(cache)).isGreaterThan(keys / 20);
      assertThat(cache.delete("key " + (keys - 1))).isTrue();
      assertThat(cache.maintenance().check().problems()).isEmpty();
    }
  }

  @Test
  void set_manyThreadsOnAFullDisk_makeRoomAndGoOn() throws Exception {
    try (TinyDisk disk = TinyDisk.mount(24);
        FanoutCache<Object, Object> cache =
            Cache.builder(disk.directory().resolve("cache")).sizeLimit(1L << 30).openFanout(2)) {
      List<Outcome> outcomes = Stream.generate(Outcome::new).limit(4).toList();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < outcomes.size(); i++) {
        int number = i;
        threads.add(
            new Thread(
                () -> {
                  for (int set = 0; set < 4000; set++) {
                    outcomes.get(number).set(cache, number + " " + set, value(2000));
                  }
                }));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      for (Outcome outcome : outcomes) {
        assertThat(outcome.written.size()).isGreaterThan(3000);
        outcome.checkReads(cache);
      }
      // Whoever comes late finds room.
      Outcome late = new Outcome();
      for (int i = 0; i < 200; i++) {
        late.set(cache, "late " + i, value(2000));
      }
      assertThat(late.checkReads(cache)).isGreaterThan(100);
      assertThat(cache.maintenance().check().problems()).isEmpty();
    }
  }

  @Test
  void set_diskFilledBySomebodyElse_makesRoomAndGoesOn() throws IOException {
    try (TinyDisk disk = TinyDisk.mount(32);
        Cache<Object, Object> cache =
            Cache.builder(disk.directory().resolve("cache")).sizeLimit(1L << 30).open()) {
      Outcome outcome = new Outcome();
      for (int i = 0; i < 3000; i++) {
        outcome.set(cache, "key " + i, value(2000));
      }
      assertThat(outcome.full).isZero();
      disk.fillBut(0);
      for (int i = 0; i < 3000; i++) {
        outcome.set(cache, "more " + i, value(2000));
      }
      assertThat(outcome.full).isBetween(1, 300);
      assertThat(outcome.checkReads(cache)).isGreaterThan(100);
      assertThat(cache.maintenance().check().problems()).isEmpty();
    }
  }

  @Test
  void set_diskFullAndNothingToEvict_failsUntilThereIsRoom() throws IOException {
    try (TinyDisk disk = TinyDisk.mount(16);
        Cache<Object, Object> cache =
            Cache.builder(disk.directory().resolve("cache"))
                .evictionPolicy(EvictionPolicy.NONE)
                .open()) {
      Outcome outcome = new Outcome();
      for (int i = 0; i < 500; i++) {
        outcome.set(cache, "key " + i, value(2000));
      }
      Path foreign = disk.fillBut(0);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 10_000; i++) {
                  cache.set("more " + i, value(2000));
                }
              })
          .isInstanceOf(CacheFullException.class)
          .hasMessageContaining("the disk is full");
      assertThat(outcome.checkReads(cache)).isEqualTo(500);
      Files.delete(foreign);
      cache.set("after", "all");
      assertThat(cache.get("after")).isEqualTo("all");
      assertThat(cache.maintenance().check().problems()).isEmpty();
    }
  }
}
