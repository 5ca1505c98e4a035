// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What reading leaves behind under the policies that notice it. */
class TouchesTest {
  private static final int LARGE = Culler.EXACT_ROWS + 500;

  @RegisterExtension final Stores stores = new Stores();

  private Cache<Object, Object> open(EvictionPolicy policy, int entries) {
    Cache<Object, Object> cache = stores.open(stores.builder().evictionPolicy(policy));
    Map<Object, Object> values = new HashMap<>();
    for (int i = 0; i < entries; i++) {
      values.put(i, i);
    }
    cache.setAll(values);
    cache.get(0);
    write(cache);
    return cache;
  }

  private static Touches touches(Cache<Object, Object> cache) {
    return Stores.shard(cache).database().touches();
  }

  private static void write(Cache<Object, Object> cache) {
    Stores.shard(cache).writeTouches(Deadline.never());
  }

  private Object column(String name, int key) {
    try {
      return Stores.rows(stores.directory(), "SELECT " + name + " FROM Cache WHERE key = ?", key)
          .get(0)
          .get(0);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void get_nobodyWrites_isWrittenInTheBackground() {
    Cache<Object, Object> cache = open(EvictionPolicy.LEAST_RECENTLY_USED, 10);
    Object before = column("access_time", 3);
    stores.clock().advance(Duration.ofSeconds(5));

    cache.get(3);

    Background.await(() -> !column("access_time", 3).equals(before));
    assertThat(touches(cache).isEmpty()).isTrue();
  }

  @Test
  void get_smallShard_isNotedEachTime() {
    Cache<Object, Object> cache = open(EvictionPolicy.LEAST_RECENTLY_USED, 10);
    assertThat(touches(cache).granularity()).isZero();
    for (int i = 0; i < 3; i++) {
      Object before = column("access_time", 3);
      stores.clock().advance(Duration.ofSeconds(1));
      cache.get(3);
      write(cache);
      assertThat((Double) column("access_time", 3)).isEqualTo((Double) before + 1);
    }
  }

  @Test
  void get_largeShardWithinAMinute_isNotedOnce() {
    Cache<Object, Object> cache = open(EvictionPolicy.LEAST_RECENTLY_USED, LARGE);
    assertThat(touches(cache).granularity()).isEqualTo(60);
    stores.clock().advance(Duration.ofSeconds(100));
    cache.get(3);
    write(cache);
    Object noted = column("access_time", 3);

    stores.clock().advance(Duration.ofSeconds(59));
    cache.get(3);
    write(cache);
    assertThat(column("access_time", 3)).isEqualTo(noted);

    stores.clock().advance(Duration.ofSeconds(1));
    cache.get(3);
    write(cache);
    assertThat(column("access_time", 3)).isEqualTo((Double) noted + 60);
  }

  @Test
  void get_largeShardUnderLeastFrequentlyUsed_isCounted() {
    Cache<Object, Object> cache = open(EvictionPolicy.LEAST_FREQUENTLY_USED, LARGE);
    assertThat(touches(cache).granularity()).isZero();

    for (int i = 0; i < 7; i++) {
      cache.get(3);
    }
    write(cache);

    assertThat(column("access_count", 3)).isEqualTo(7);
  }

  @Test
  void touch_manyEntriesAndNoWrite_keepsABoundedNumber() {
    for (EvictionPolicy policy :
        new EvictionPolicy[] {
          EvictionPolicy.LEAST_RECENTLY_USED, EvictionPolicy.LEAST_FREQUENTLY_USED
        }) {
      Touches small = new Touches();
      small.follow(policy);
      for (long rowid = 1; rowid <= 100_000; rowid++) {
        small.touch(rowid, 1, 1000);
      }
      assertThat(small.size()).isLessThanOrEqualTo(4 * Touches.MOST);
    }
    Cache<Object, Object> cache = open(EvictionPolicy.LEAST_RECENTLY_USED, LARGE);
    Touches large = touches(cache);
    for (long rowid = 1; rowid <= 100_000; rowid++) {
      large.touch(rowid, 1, 1e9);
    }
    assertThat(large.size()).isLessThanOrEqualTo(Touches.MOST);
  }

  @Test
  void set_entryReadBefore_startsAnew() {
    Cache<Object, Object> cache = open(EvictionPolicy.LEAST_FREQUENTLY_USED, 10);

    cache.get(3);
    cache.set(3, "anew");
    write(cache);

    assertThat(column("access_count", 3)).isEqualTo(0);
  }
}
