// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a near tier answers from the heap, and that it does so no longer once anybody has written.
 * That an answer came from the heap shows where a statement of the test's own has changed the row,
 * which a near tier cannot know.
 */
class NearTierTest {
  private static final long BYTES = 1 << 20;
  private static final WriteOptions TAGGED = WriteOptions.NONE.tag("red");
  private static final String LARGE = "large ".repeat(10_000);

  @RegisterExtension final Stores stores = new Stores();

  record Point(int x, String name) {}

  static final class Bean {
    public int x;
  }

  /** An entry that compares bytes by content. */
  private static Optional<List<Object>> parts(Cache<Object, Object> cache, Object key) {
    return cache
        .entry(key)
        .map(
            entry ->
                Arrays.asList(
                    entry.value() instanceof byte[] bytes ? bytes.length : entry.value(),
                    entry.expiry(),
                    entry.tag()));
  }

  private Cache<Object, Object> near() {
    return stores.open(stores.builder().nearTier(BYTES));
  }

  /** Changes a row behind the back of all caches. */
  private void tamper(String value) throws Exception {
    Stores.rows(stores.directory(), "UPDATE Cache SET value = ?", value);
  }

  @Test
  void get_again_isAnsweredFromTheHeap() throws Exception {
    Cache<Object, Object> cache = near();
    cache.set("k", "stored", TAGGED);
    tamper("changed");

    assertThat(cache.get("k")).isEqualTo("stored");
    assertThat(cache.entry("k")).contains(new Entry<>("stored", null, "red"));
    assertThat(cache.contains("k")).isTrue();
    assertThat(cache.retrying().get("k")).isEqualTo("stored");
  }

  @Test
  void get_afterFirstRead_isAnsweredFromTheHeap() throws Exception {
    stores.open(stores.builder().nearTier(0)).set("k", "stored");
    Cache<Object, Object> cache = near();
    assertThat(cache.get("k")).isEqualTo("stored");
    tamper("changed");

    assertThat(cache.get("k")).isEqualTo("stored");
  }

  @Test
  void get_ofAnAbsentKeyAgain_isAnsweredFromTheHeap() throws Exception {
    Cache<Object, Object> cache = near();
    Cache<Object, Object> other = stores.open(stores.builder().nearTier(0));
    assertThat(cache.get("k")).isNull();
    Stores.rows(
        stores.directory(),
        "INSERT INTO Cache (key, raw, store_time, access_time, mode, value)"
            + " VALUES ('k', 1, 0, 0, 1, 'hidden')");
    assertThat(cache.get("k")).isNull();
    assertThat(cache.contains("k")).isFalse();

    other.set("k", "stored");

    assertThat(cache.get("k")).isEqualTo("stored");
  }

  /** Everything that changes what keys have, by another cache of this process. */
  static List<Consumer<Cache<Object, Object>>> changes() {
    return List.of(
        cache -> cache.set("a", "new"),
        cache -> cache.set("a", LARGE),
        cache -> cache.set("file", "small"),
        cache -> cache.setStream("a", new ByteArrayInputStream(new byte[0]), TAGGED),
        cache -> cache.setAll(Map.of("a", 1L, "b", 2L)),
        cache -> cache.add("absent", "new"),
        cache -> cache.delete("a"),
        cache -> cache.deleteAll(List.of("a", "b", "file")),
        cache -> cache.pop("a"),
        cache -> cache.touch("a", Duration.ofSeconds(1)),
        cache -> cache.touch("short"),
        cache -> cache.increment("number"),
        cache -> cache.increment("absent", 1.5, 0),
        cache -> cache.evict("red"),
        cache -> cache.expire(Instant.parse("2100-01-01T00:00:00Z")),
        cache -> {
          cache.maintenance().change(Setting.SIZE_LIMIT, 0);
          cache.cull();
        },
        Cache::clear,
        cache ->
            cache.transact(
                () -> {
                  cache.set("a", "one");
                  cache.delete("b");
                }),
        cache ->
            cache.transact(
                () -> {
                  cache.set("a", "first");
                  cache.delete("a");
                }));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void get_afterAChangeByAnotherCache_isWhatTheDatabaseHas(Consumer<Cache<Object, Object>> change) {
    Cache<Object, Object> plain = stores.open(stores.builder().nearTier(0));
    plain.set("a", "old", TAGGED);
    plain.set("b", List.of(1L), TAGGED);
    plain.set("file", LARGE, TAGGED);
    plain.set("number", 7L);
    plain.set("short", "soon", WriteOptions.ttl(Duration.ofSeconds(5)));
    Cache<Object, Object> near = near();
    List<String> keys = List.of("a", "b", "file", "number", "short", "absent");
    for (String key : keys) {
      assertThat(near.entry(key)).isEqualTo(plain.entry(key));
    }

    change.accept(plain);

    for (String key : keys) {
      assertThat(parts(near, key)).as(key).isEqualTo(parts(plain, key));
    }
    stores.clock().advance(Duration.ofSeconds(10));
    for (String key : keys) {
      assertThat(parts(near, key)).as(key + ", later").isEqualTo(parts(plain, key));
    }
  }

  /** And by itself, which keeps what it writes. */
  @ParameterizedTest
  @MethodSource("changes")
  void get_afterAChangeOfItsOwn_isWhatTheDatabaseHas(Consumer<Cache<Object, Object>> change) {
    Cache<Object, Object> near = near();
    near.set("a", "old", TAGGED);
    near.set("b", List.of(1L), TAGGED);
    near.set("number", 7L);
    near.get("absent");

    change.accept(near);

    Cache<Object, Object> plain = stores.open(stores.builder().nearTier(0));
    for (String key : List.of("a", "b", "file", "number", "short", "absent")) {
      assertThat(parts(near, key)).as(key).isEqualTo(parts(plain, key));
    }
  }

  @Test
  void queueAndDeque_changes_areSeenByKey() {
    Cache<Object, Object> near = near();
    Cache<Object, Object> plain = stores.open(stores.builder().nearTier(0));
    Object first = plain.queue().push("one");
    Object second = plain.queue().push("two");
    assertThat(near.get(first)).isEqualTo("one");
    assertThat(near.get(second)).isEqualTo("two");

    plain.deque().reverse();
    assertThat(near.get(first)).isEqualTo(plain.get(first));
    assertThat(near.get(second)).isEqualTo(plain.get(second));
    plain.deque().rotate(1);
    assertThat(near.get(first)).isEqualTo(plain.get(first));
    plain.popFirst();
    plain.queue().pull();
    assertThat(near.get(first)).isNull();
    assertThat(near.get(second)).isNull();
  }

  @Test
  void transaction_ownChange_isSeenByItAloneUntilItsEnd() throws Exception {
    Cache<Object, Object> cache = near();
    cache.set("k", "old");
    List<Object> seenByOthers = new ArrayList<>();

    cache.transact(
        () -> {
          cache.set("k", "new");
          assertThat(cache.get("k")).isEqualTo("new");
          seenByOthers.add(CompletableFuture.supplyAsync(() -> cache.get("k")).join());
        });

    assertThat(seenByOthers).containsExactly("old");
    assertThat(cache.get("k")).isEqualTo("new");
  }

  @Test
  void transaction_rolledBack_leavesTheOldValue() {
    Cache<Object, Object> cache = near();
    cache.set("k", "old");

    assertThatThrownBy(
            () ->
                cache.transact(
                    () -> {
                      cache.set("k", "new");
                      cache.delete("other");
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");

    assertThat(cache.get("k")).isEqualTo("old");
  }

  @Test
  void get_afterItsTime_isAMiss() {
    Cache<Object, Object> cache = near();
    cache.set("k", "v", WriteOptions.ttl(Duration.ofSeconds(5)));
    assertThat(cache.get("k")).isEqualTo("v");
    stores.clock().advance(Duration.ofMillis(4_999));
    assertThat(cache.get("k")).isEqualTo("v");

    stores.clock().advance(Duration.ofMillis(1));

    assertThat(cache.get("k")).isNull();
  }

  @Test
  void get_whatMayChange_isTheCallersOwn() {
    Cache<Object, Object> cache = near();
    byte[] stored = {1, 2};
    cache.set("bytes", stored);
    stored[0] = 9;
    cache.set("list", new ArrayList<>(List.of(1L)));

    for (int i = 0; i < 3; i++) {
      byte[] bytes = (byte[]) cache.get("bytes");
      assertThat(bytes).containsExactly(1, 2);
      bytes[0] = 7;
      @SuppressWarnings("unchecked")
      List<Object> list = (List<Object>) cache.get("list");
      assertThat(list).containsExactly(1L);
      list.add("mine");
    }
  }

  @Test
  void get_typedValues_sharesWhatCannotChange() {
    Cache<String, Point> points =
        stores.opened(stores.builder().nearTier(BYTES).open(String.class, Point.class));
    points.set("p", new Point(1, "one"));
    assertThat(points.get("p")).isEqualTo(new Point(1, "one")).isSameAs(points.get("p"));

    Cache<String, Bean> beans =
        stores.opened(
            Cache.builder(stores.directory("beans"))
                .nearTier(BYTES)
                .open(String.class, Bean.class));
    Bean bean = new Bean();
    bean.x = 5;
    beans.set("b", bean);
    beans.get("b").x = 6;
    assertThat(beans.get("b").x).isEqualTo(5);
  }

  @Test
  void get_keysThatAreOneRow_areOneEntry() {
    Cache<Object, Object> cache = near();
    cache.set(1, "integer");
    assertThat(cache.get(1)).isEqualTo("integer");
    assertThat(cache.get(1L)).isEqualTo("integer");
    assertThat(cache.get(1.0)).isEqualTo("integer");

    cache.set(1.0, "double");

    assertThat(cache.get(1)).isEqualTo("double");
    assertThat(cache.get(1L)).isEqualTo("double");
    cache.set(0.0, "zero");
    assertThat(cache.get(-0.0)).isEqualTo("zero");
    cache.delete(0);
    assertThat(cache.get(-0.0)).isNull();
  }

  @Test
  void heap_moreThanItsBytes_holdsNoMore() {
    Cache<Object, Object> cache = near();
    String kilobyte = "x".repeat(1024);
    for (int i = 0; i < 5_000; i++) {
      cache.set(i, kilobyte);
    }

    // Some 2,300 bytes each: two per character, and what an entry costs.
    assertThat(((RoutedCache<?, ?>) cache).near().size()).isBetween(1L, BYTES / 2_000);
    for (int i = 0; i < 5_000; i += 100) {
      assertThat(cache.get(i)).isEqualTo(kilobyte);
    }
  }

  @Test
  void get_counted_countsHitsAndMissesOfTheHeapToo() {
    Cache<Object, Object> cache = near();
    cache.maintenance().stats();
    cache.set("k", "v");
    for (int i = 0; i < 5; i++) {
      cache.get("k");
      cache.get("absent");
    }

    assertThat(cache.maintenance().stats()).isEqualTo(new CacheStats(5, 5));
  }

  @Test
  void cull_readThroughTheHeap_keepsWhatWasUsed() {
    Cache<Object, Object> cache =
        stores.open(
            stores
                .builder()
                .nearTier(BYTES)
                .evictionPolicy(EvictionPolicy.LEAST_RECENTLY_USED)
                .setting(Setting.CULL_LIMIT, 0));
    for (int i = 0; i < 100; i++) {
      cache.set(i, "x".repeat(1000));
      stores.clock().advance(Duration.ofSeconds(1));
    }
    for (int i = 0; i < 10; i++) {
      assertThat(cache.get(i)).isNotNull();
    }
    cache.maintenance().change(Setting.SIZE_LIMIT, cache.volume() - 20_000);
    cache.cull();

    for (int i = 0; i < 10; i++) {
      assertThat(cache.contains(i)).as("used, %s", i).isTrue();
    }
    assertThat(cache.contains(10)).isFalse();
  }

  @Test
  void get_slotLeftOddByADeadWriter_goesToTheDatabaseUntilTheNextWriter() throws Exception {
    Cache<Object, Object> cache = near();
    cache.set("k", "old");
    SharedWords words = Stores.shard(cache).database().words();
    int slot = NearSlots.of(new EncodedKey("k", true));
    SharedWords.setSlot(words.slots(), slot, SharedWords.slot(words.slots(), slot) + 1);
    tamper("changed");
    assertThat(cache.get("k")).isEqualTo("changed");
    tamper("changed again");
    assertThat(cache.get("k")).as("nothing is kept meanwhile").isEqualTo("changed again");

    cache.set("k", "new");
    tamper("unseen");

    assertThat(cache.get("k")).isEqualTo("new");
  }

  @Test
  void open_slotsLeftOdd_settlesThem() throws Exception {
    Cache<Object, Object> first = near();
    first.set("k", "v");
    SharedWords words = Stores.shard(first).database().words();
    int slot = NearSlots.of(new EncodedKey("k", true));
    SharedWords.setSlot(words.slots(), slot, SharedWords.slot(words.slots(), slot) + 1);
    words.set(SharedWords.EPOCH, words.get(SharedWords.EPOCH) + 1);
    first.close();

    Cache<Object, Object> cache = near();
    assertThat(cache.get("k")).isEqualTo("v");
    tamper("unseen");

    assertThat(cache.get("k")).isEqualTo("v");
  }

  @Test
  void fanoutCache_nearTier_isCoherentOverItsShards() {
    FanoutCache<Object, Object> near =
        stores.openFanout(stores.builder().nearTier(BYTES).busyTimeout(Duration.ofMinutes(1)), 4);
    FanoutCache<Object, Object> plain =
        stores.openFanout(stores.builder().busyTimeout(Duration.ofMinutes(1)), 4);
    Map<Object, Object> expected = new HashMap<>();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 100; i++) {
        (i % 2 == 0 ? plain : near).set(i, "round " + round, TAGGED);
        expected.put(i, "round " + round);
      }
      expected.forEach((key, value) -> assertThat(near.get(key)).isEqualTo(value));
    }

    plain.evict("red");

    expected.forEach((key, value) -> assertThat(near.get(key)).isNull());
  }

  @Test
  void get_closed_isRefused() {
    Cache<Object, Object> cache = near();
    cache.set("k", "v");
    cache.get("k");
    cache.close();

    assertThatThrownBy(() -> cache.get("k")).isInstanceOf(CacheClosedException.class);
  }

  @Test
  void foreignWriters_aStatementOfAnother_isSeenAfterTheBound() throws Exception {
    Cache<Object, Object> cache =
        stores.open(stores.builder().nearTier(BYTES).foreignWriters(Duration.ofNanos(1)));
    Cache<Object, Object> undeclared = near();
    cache.set("k", "ours");
    assertThat(cache.get("k")).isEqualTo("ours");
    for (int i = 0; i < 5; i++) {
      tamper("theirs " + i);
      assertThat(cache.get("k")).isEqualTo("theirs " + i);
      // A write of ours explains its own change, and must not hide theirs.
      undeclared.set("other", i);
      assertThat(undeclared.get("k")).isEqualTo("theirs " + i);
      assertThat(cache.get("k")).isEqualTo("theirs " + i);
    }
    Stores.rows(stores.directory(), "DELETE FROM Cache WHERE key = 'k'");
    assertThat(cache.get("k")).isNull();
    stores.expectDamage();
  }

  @Test
  void foreignWriters_python_isSeen() {
    Optional<PythonCache> python = PythonCache.start();
    assumeTrue(python.isPresent(), PythonCache.ABSENT);
    try (PythonCache other = python.orElseThrow()) {
      Cache<Object, Object> cache =
          stores.open(stores.builder().nearTier(BYTES).foreignWriters(Duration.ofNanos(1)));
      other.run("cache = diskcache.Cache('" + stores.directory() + "')");
      for (int i = 0; i < 20; i++) {
        other.run("cache['k'] = " + i);
        assertThat(cache.get("k")).isEqualTo((long) i);
        cache.set("mine", i);
        assertThat(other.eval("cache['mine']")).isEqualTo(String.valueOf(i));
      }
      other.run("del cache['k']");
      assertThat(cache.get("k")).isNull();
      assertThat(other.eval("len(cache.check())")).isEqualTo("0");
      other.run("cache.close()");
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.diskcache.EvictionPolicy#standard")
  void set_eachPolicy_isReadBack(EvictionPolicy policy) {
    Cache<Object, Object> cache =
        stores.open(stores.builder().nearTier(BYTES).evictionPolicy(policy));
    for (int i = 0; i < 50; i++) {
      cache.set("k", i);
      assertThat(cache.get("k")).isEqualTo((long) i);
      assertThat(cache.get("k")).isEqualTo((long) i);
    }
  }

  @Test
  void builder_nonsense_isRefused() {
    assertThatThrownBy(() -> stores.builder().nearTier(-1))
        .isInstanceOf(CacheSettingException.class);
    assertThatThrownBy(() -> stores.builder().foreignWriters(Duration.ZERO))
        .isInstanceOf(CacheSettingException.class);
  }
}
