// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a write removes besides: expired entries first, then a fixed number by the policy. */
class EvictionRulesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final byte[] LARGE = new byte[100_000];

  @RegisterExtension final Stores stores = new Stores();

  private Cache<Object, Object> open(int cullLimit) {
    return stores.open(stores.builder().setting(Setting.CULL_LIMIT, cullLimit));
  }

  private void expired(Cache<Object, Object> cache, int count) {
    Object limit = cache.maintenance().stored("cull_limit");
    cache.maintenance().change(Setting.CULL_LIMIT, 0);
    for (int i = 0; i < count; i++) {
      cache.set("expired " + i, i, WriteOptions.ttl(Duration.ofMillis(i)));
    }
    stores.clock().advance(SECOND);
    cache.maintenance().change(Setting.CULL_LIMIT, limit);
  }

  @Test
  void everyWriteThatMakesAnEntry_removesExpiredOnes() {
    Cache<Object, Object> cache = open(1);
    List<Runnable> writes =
        List.of(
            () -> cache.set("set", 1),
            () -> cache.add("add", 1),
            () -> cache.queue().push(1),
            () -> cache.queue("p").push(1),
            () -> cache.increment("increment"),
            () -> cache.increment("double", 0.5),
            () -> cache.setAll(Map.of("all", 1)));
    for (Runnable write : writes) {
      expired(cache, 1);
      long before = cache.size();

      write.run();

      assertThat(cache.size()).isEqualTo(before);
      assertThat(cache.contains("expired 0")).isFalse();
    }
  }

  @Test
  void otherWrites_removeNoExpiredOnes() {
    Cache<Object, Object> cache = open(10);
    cache.set("n", 1);
    cache.set("deleted", 1);
    cache.set("popped", 1);
    cache.queue().push(1);
    expired(cache, 5);

    cache.increment("n");
    cache.touch("n");
    cache.add("n", 7);
    cache.queue().peek();
    cache.queue().pull();
    cache.delete("deleted");
    cache.pop("popped");
    cache.get("n");

    assertThat(cache.size()).isEqualTo(6);
  }

  @Test
  void set_expiredAndOverTheLimit_spendsItsLimitOnTheExpiredFirst() {
    Cache<Object, Object> cache = open(3);
    cache.set("old", LARGE);
    stores.clock().advance(SECOND);
    cache.set("young", LARGE);
    expired(cache, 2);
    cache.maintenance().change(Setting.SIZE_LIMIT, 0);

    cache.set("new", 1);

    assertThat(cache.keys()).containsExactly("young", "new");
  }

  @Test
  void set_limitSpentOnTheExpired_evictsNone() {
    Cache<Object, Object> cache = open(2);
    cache.set("old", LARGE);
    expired(cache, 3);
    cache.maintenance().change(Setting.SIZE_LIMIT, 0);

    assertThat(cache.set("new", 1)).isEqualTo(WriteResult.STORED);

    assertThat(cache.keys()).containsExactly("old", "expired 2", "new");
  }

  @Test
  void set_overTheLimit_removesAFixedNumberAndNotUntilItFits() {
    Cache<Object, Object> cache = open(4);
    for (int i = 0; i < 8; i++) {
      cache.set(i, LARGE);
      stores.clock().advance(SECOND);
    }
    // One entry less would be enough.
    cache.maintenance().change(Setting.SIZE_LIMIT, cache.volume());

    cache.set("new", 1);

    assertThat(cache.keys()).containsExactly(4L, 5L, 6L, 7L, "new");
  }

  @Test
  void set_cullLimitZero_removesNeitherExpiredNorOverTheLimit() {
    Cache<Object, Object> cache = open(0);
    expired(cache, 5);
    cache.maintenance().change(Setting.SIZE_LIMIT, 0);

    assertThat(cache.set("new", LARGE)).isEqualTo(WriteResult.STORED);
    assertThat(cache.size()).isEqualTo(6);
    assertThat(cache.cull()).isEqualTo(6);
  }

  @Test
  void cull_equalInOrder_goInOrderOfInsertion() {
    for (EvictionPolicy policy : EvictionPolicy.standard()) {
      if (policy.equals(EvictionPolicy.NONE)) {
        continue;
      }
      Cache<Object, Object> cache =
          stores.opened(
              Cache.builder(stores.directory(policy.storedName()))
                  .clock(stores.clock())
                  .evictionPolicy(policy)
                  .setting(Setting.CULL_LIMIT, 0)
                  .open());
      LongStream.range(0, 20).forEach(key -> cache.set(19 - key, LARGE));
      cache.maintenance().change(Setting.SIZE_LIMIT, cache.volume() - 1);

      assertThat(cache.cull()).isEqualTo(10);
      assertThat(cache.keys()).first().isEqualTo(9L);
      assertThat(cache.keys()).last().isEqualTo(0L);
    }
  }

  @Test
  void cull_volumeAtTheLimit_removesNone() {
    Cache<Object, Object> cache = open(0);
    LongStream.range(0, 5).forEach(key -> cache.set(key, LARGE));
    cache.maintenance().change(Setting.SIZE_LIMIT, cache.volume());
    assertThat(cache.cull()).isZero();

    cache.maintenance().change(Setting.SIZE_LIMIT, cache.volume() - 1);
    assertThat(cache.cull()).isEqualTo(5);
  }

  @Test
  void cull_expiredOnesMakeRoom_evictsNoLiveOne() {
    Cache<Object, Object> cache = open(0);
    cache.set("live", LARGE);
    long fits = cache.volume();
    cache.set("expired", LARGE, WriteOptions.ttl(Duration.ZERO));
    stores.clock().advance(SECOND);
    cache.maintenance().change(Setting.SIZE_LIMIT, fits);

    assertThat(cache.cull()).isEqualTo(1);
    assertThat(cache.keys()).containsExactly("live");
  }

  @Test
  void push_valueLargerThanTheLimit_isGoneAtOnce() throws Exception {
    Cache<Object, Object> cache = stores.open(stores.builder().sizeLimit(50_000));

    assertThat(cache.queue().push(LARGE)).isEqualTo(500_000_000_000_000L);
    assertThat(cache.queue().pull()).isEmpty();
    assertThat(Stores.valueFiles(stores.directory())).isEmpty();
  }

  @DisabledIfSystemProperty(
      named = "diskcache.intents",
      matches = "true",
      disabledReason = "The log has a page in the database")
  @Test
  void volume_countsDatabaseAndFilesOnly() {
    Cache<Object, Object> cache = open(10);
    long empty = cache.volume();
    cache.set("small", 1);
    assertThat(cache.volume()).isEqualTo(empty);
    cache.set("large", LARGE);
    assertThat(cache.volume()).isEqualTo(empty + LARGE.length);
    cache.set("large", new byte[50_000]);
    assertThat(cache.volume()).isEqualTo(empty + 50_000);
    cache.delete("large");
    assertThat(cache.volume()).isEqualTo(empty);
  }

  @Test
  void fanout_sizeLimitChanged_isEachShardsOwn() throws Exception {
    FanoutCache<Object, Object> cache = stores.openFanout(stores.builder().sizeLimit(4_000_000), 4);
    assertThat(cache.maintenance().settings().sizeLimit()).isEqualTo(1_000_000);

    cache.maintenance().change(Setting.SIZE_LIMIT, 123_456);

    for (int shard = 0; shard < 4; shard++) {
      assertThat(
              Stores.rows(
                  cache.directory().resolve("00" + shard),
                  "SELECT value FROM Settings WHERE key = 'size_limit'"))
          .containsExactly(List.of(123_456));
    }
    assertThat(cache.maintenance().settings().sizeLimit()).isEqualTo(123_456);
  }
}
