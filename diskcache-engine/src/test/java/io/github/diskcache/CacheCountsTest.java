// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an open cache counts and tells its listeners. */
class CacheCountsTest {
  @RegisterExtension final Stores stores = new Stores();

  /** Notes the names of what it is told. */
  private static final class Notes implements CacheListener {
    private final List<String> told = new ArrayList<>();

    @Override
    public void onHit(Duration took) {
      told.add("hit");
      assertThat(took).isPositive();
    }

    @Override
    public void onMiss(Duration took) {
      told.add("miss");
      assertThat(took).isPositive();
    }

    @Override
    public void onSet(Duration took) {
      told.add("set");
      assertThat(took).isPositive();
    }

    @Override
    public void onFailure(CacheException failure) {
      told.add(failure.getClass().getSimpleName());
    }
  }

  private static CacheCounts counts(Cache<?, ?> cache) {
    return cache.maintenance().counts();
  }

  @Test
  void counts_readsAndWrites_areThoseOfThisInstance() throws Exception {
    Cache<Object, Object> cache = stores.open();
    stores.open().set("other", "instance");

    cache.set("a", 1);
    cache.add("b", 2);
    cache.add("b", 3);
    cache.increment("n", 1, 0);
    cache.setAll(Map.of("c", 1, "d", 2));
    cache.setStream("s", new ByteArrayInputStream(new byte[10]), WriteOptions.NONE);
    cache.queue().push("element");
    cache.get("a");
    cache.retrying().get("b");
    cache.entry("absent");
    cache.read("s").orElseThrow().close();
    cache.delete("a");
    cache.delete("a");
    cache.pop("b");
    cache.deleteAll(List.of("c", "d", "e"));

    CacheCounts counts = counts(cache);
    assertThat(counts.hits()).isEqualTo(3);
    assertThat(counts.misses()).isEqualTo(1);
    assertThat(counts.hitRate()).isEqualTo(0.75);
    assertThat(counts.sets()).isEqualTo(7);
    assertThat(counts.deletes()).isEqualTo(4);
    assertThat(counts.failures()).isZero();
    assertThat(counts.timeouts()).isZero();
    assertThat(counts.damages()).isZero();
  }

  @Test
  void counts_hitsOfTheNearTier_areToldApart() {
    Cache<Object, Object> cache = stores.open(stores.builder().nearTier(1 << 20));
    cache.set("k", "value");
    for (int i = 0; i < 100; i++) {
      cache.get("k");
    }
    cache.entry("k");
    stores.open(stores.builder().nearTier(0)).set("k", "newer");
    cache.get("k");

    assertThat(counts(cache).nearHits()).isEqualTo(101);
    assertThat(counts(cache).hits()).isEqualTo(102);
    assertThat(cache.maintenance().nearEntries()).isEqualTo(1);
    assertThat(cache.maintenance().nearBytes()).isBetween(10L, 2_000L);
  }

  @Test
  void counts_missesOfTheNearTier_areMisses() {
    Cache<Object, Object> cache = stores.open(stores.builder().nearTier(1 << 20));
    for (int i = 0; i < 10; i++) {
      cache.get("absent");
    }

    assertThat(counts(cache).misses()).isEqualTo(10);
    assertThat(counts(cache).nearHits()).isZero();
  }

  @Test
  void counts_removals_areByCause() {
    Cache<Object, Object> cache =
        stores.open(stores.builder().setting(Setting.CULL_LIMIT, 0).sizeLimit(100_000));
    for (int i = 0; i < 10; i++) {
      cache.set(i, "old" + i, WriteOptions.ttl(Duration.ofSeconds(1)));
    }
    stores.clock().advance(Duration.ofSeconds(2));
    assertThat(cache.expire()).isEqualTo(10);
    for (int i = 0; i < 200; i++) {
      cache.set(i, new byte[2_000]);
    }
    long culled = cache.cull();

    assertThat(counts(cache).expirations()).isEqualTo(10);
    assertThat(counts(cache).evictions()).isEqualTo(culled).isPositive();
  }

  @Test
  void counts_fanout_areOfAllShards() {
    FanoutCache<Object, Object> cache = stores.openFanout(stores.builder(), 4);
    for (int i = 0; i < 40; i++) {
      cache.set(i, i);
      cache.get(i);
    }

    assertThat(counts(cache).sets()).isEqualTo(40);
    assertThat(counts(cache).hits()).isEqualTo(40);
  }

  @Test
  void listener_work_isToldAfterIt() {
    Notes notes = new Notes();
    Cache<Object, Object> cache = stores.open(stores.builder().nearTier(0).listener(notes));

    cache.set("k", "value");
    cache.get("k");
    cache.get("absent");
    cache.add("k", "other");

    assertThat(notes.told).containsExactly("set", "hit", "miss", "set");
  }

  @Test
  void listener_hitOfTheNearTier_isNotTold() {
    Notes notes = new Notes();
    Cache<Object, Object> cache = stores.open(stores.builder().nearTier(1 << 20).listener(notes));
    cache.set("k", "value");
    cache.get("k");

    assertThat(notes.told).containsExactly("set");
    assertThat(counts(cache).nearHits()).isEqualTo(1);
  }

  @Test
  void listener_thatThrows_changesNothing() {
    Notes second = new Notes();
    CacheListener failing =
        new CacheListener() {
          @Override
          public void onSet(Duration took) {
            throw new IllegalStateException("from a listener");
          }
        };
    Cache<Object, Object> cache =
        stores.open(stores.builder().nearTier(0).listener(failing).listener(second));

    assertThat(cache.set("k", "value")).isEqualTo(WriteResult.STORED);
    assertThat(cache.get("k")).isEqualTo("value");
    assertThat(second.told).containsExactly("set", "hit");
  }

  @Test
  void listener_busyDatabase_isAFailureOfBothKindsOfCache() throws Exception {
    Notes notes = new Notes();
    Cache<Object, Object> cache =
        stores.open(stores.builder().busyTimeout(Duration.ofMillis(5)).listener(notes));
    try (ForeignLock lock = ForeignLock.on(stores.directory())) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> cache.set("k", "value")).isInstanceOf(CacheTimeoutException.class);
    }

    assertThat(notes.told).containsExactly("CacheTimeoutException");
    assertThat(counts(cache).timeouts()).isEqualTo(1);
    assertThat(counts(cache).sets()).isZero();
    assertThat(counts(cache).failures()).isZero();
  }

  @Test
  void counts_lostValueFile_isADamageAndAMiss() throws Exception {
    stores.expectDamage();
    Cache<Object, Object> cache = stores.open();
    cache.set("large", new byte[100_000]);
    Files.delete(Stores.valueFiles(stores.directory()).get(0));

    assertThat(cache.get("large")).isNull();
    assertThat(cache.read("large")).isEmpty();
    assertThat(counts(cache).damages()).isEqualTo(2);
    assertThat(counts(cache).misses()).isEqualTo(2);
  }

  @Test
  void counts_damagedDatabase_isAFailure() throws Exception {
    stores.expectDamage();
    Notes notes = new Notes();
    Cache<Object, Object> cache = stores.open(stores.builder().nearTier(0).listener(notes));
    Stores.rows(stores.directory(), "DROP TABLE Cache");

    assertThatThrownBy(() -> cache.get("k")).isInstanceOf(CacheStorageException.class);
    assertThatThrownBy(() -> cache.set("k", 1)).isInstanceOf(CacheStorageException.class);
    assertThat(counts(cache).failures()).isEqualTo(2);
    assertThat(notes.told).containsExactly("CacheStorageException", "CacheStorageException");
  }
}
