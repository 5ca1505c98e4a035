// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Eviction policies: group F of the conformance cases. */
class PolicyConformanceTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final long LIMIT = 10_100_000;
  private static final byte[] MEGABYTE = new byte[1_000_000];

  @RegisterExtension final Stores stores = new Stores();

  /** A cache that ten values of a megabyte fill, set one second apart under 0 to 9. */
  private Cache<Object, Object> full(EvictionPolicy policy, int cullLimit) {
    Cache<Object, Object> cache =
        stores.open(
            stores
                .builder()
                .evictionPolicy(policy)
                .sizeLimit(LIMIT)
                .setting(Setting.CULL_LIMIT, cullLimit));
    for (int i = 0; i < 10; i++) {
      stores.clock().advance(SECOND);
      cache.set(i, MEGABYTE);
    }
    stores.clock().advance(SECOND);
    return cache;
  }

  private void get(Cache<Object, Object> cache, long key, int times) {
    for (int i = 0; i < times; i++) {
      stores.clock().advance(SECOND);
      assertThat(cache.contains(key)).isTrue();
      assertThat(cache.get(key)).isNotNull();
    }
  }

  /** A column of an entry, after what reads have left in memory has been written. */
  private Object column(Cache<Object, Object> cache, String column, Object key)
      throws SQLException {
    cache.maintenance().resetStats();
    return Stores.rows(cache.directory(), "SELECT " + column + " FROM Cache WHERE key = ?", key)
        .get(0)
        .get(0);
  }

  private double secondsNow() {
    return Shard.seconds(stores.clock().instant());
  }

  @Test
  void C79_leastRecentlyStored_oldestRewritten_evictsTheNextOldest() {
    Cache<Object, Object> cache = full(EvictionPolicy.LEAST_RECENTLY_STORED, 1);
    cache.set(0, MEGABYTE);
    get(cache, 1, 3);
    stores.clock().advance(SECOND);

    cache.set(10, MEGABYTE);

    assertThat(cache.keys()).containsExactly(0L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
  }

  @Test
  void C80_leastRecentlyUsed_someRead_evictsTheUnread() {
    Cache<Object, Object> cache = full(EvictionPolicy.LEAST_RECENTLY_USED, 5);
    for (long key : List.of(0L, 1L, 7L, 8L, 9L)) {
      get(cache, key, 1);
    }
    stores.clock().advance(SECOND);

    cache.set(10, MEGABYTE);

    assertThat(cache.keys()).containsExactly(0L, 1L, 7L, 8L, 9L, 10L);
  }

  @Test
  void C80_leastRecentlyUsed_readAsAStream_isAUseToo() throws Exception {
    Cache<Object, Object> cache = full(EvictionPolicy.LEAST_RECENTLY_USED, 1);
    cache.read(0L).orElseThrow().close();
    stores.clock().advance(SECOND);

    cache.set(10, MEGABYTE);

    assertThat(cache.keys()).containsExactly(0L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
  }

  @Test
  void C81_leastFrequentlyUsed_someRead_evictsTheUnread() {
    Cache<Object, Object> cache = full(EvictionPolicy.LEAST_FREQUENTLY_USED, 5);
    int reads = 5;
    for (long key : List.of(0L, 1L, 7L, 8L, 9L)) {
      get(cache, key, reads--);
    }
    stores.clock().advance(SECOND);

    cache.set(10, MEGABYTE);

    assertThat(cache.keys()).containsExactly(0L, 1L, 7L, 8L, 9L, 10L);
  }

  @Test
  void set_leastFrequentlyUsedAllRead_evictsTheNewEntryItself() {
    Cache<Object, Object> cache = full(EvictionPolicy.LEAST_FREQUENTLY_USED, 1);
    LongStream.range(0, 10).forEach(key -> get(cache, key, 1));

    assertThat(cache.set(10, MEGABYTE)).isEqualTo(WriteResult.EVICTED);
    assertThat(cache.size()).isEqualTo(10);
    assertThat(cache.contains(10)).isFalse();
  }

  @Test
  void C83_leastRecentlyUsed_verbs_onlyGetAndIncrementAreUses() throws Exception {
    Cache<Object, Object> cache =
        stores.open(stores.builder().evictionPolicy(EvictionPolicy.LEAST_RECENTLY_USED));
    cache.set("k", 1);
    double set = secondsNow();
    stores.clock().advance(SECOND);

    cache.contains("k");
    cache.touch("k");
    cache.first();
    cache.last();
    cache.add("k", 2);
    assertThat(cache.keys()).containsExactly("k");
    assertThat(column(cache, "access_time", "k")).isEqualTo(set);

    cache.get("k");
    assertThat(column(cache, "access_time", "k")).isEqualTo(secondsNow());
    stores.clock().advance(SECOND);
    cache.increment("k");
    assertThat(column(cache, "access_time", "k")).isEqualTo(secondsNow());
  }

  @DisabledIfSystemProperty(
      named = "diskcache.intents",
      matches = "true",
      disabledReason = "Reading what waits counts as no use")
  @Test
  void C84_leastFrequentlyUsed_getsAndIncrement_areCountedUntilOverwritten() throws Exception {
    Cache<Object, Object> cache =
        stores.open(stores.builder().evictionPolicy(EvictionPolicy.LEAST_FREQUENTLY_USED));
    cache.set("k", 1);
    get(cache, "k");
    cache.increment("k");
    assertThat(column(cache, "access_count", "k")).isEqualTo(4);

    get(cache, "k");
    cache.set("k", 5);

    assertThat(column(cache, "access_count", "k")).isEqualTo(0);
    cache.get("k");
    assertThat(column(cache, "access_count", "k")).isEqualTo(1);
  }

  private static void get(Cache<Object, Object> cache, String key) {
    for (int i = 0; i < 3; i++) {
      cache.get(key);
    }
  }

  @DisabledIfSystemProperty(
      named = "diskcache.intents",
      matches = "true",
      disabledReason = "Reading what waits counts as no use")
  @Test
  void get_usesNotWrittenYet_areWrittenWhenTheCacheCloses() throws Exception {
    Cache<Object, Object> cache =
        stores.open(stores.builder().evictionPolicy(EvictionPolicy.LEAST_FREQUENTLY_USED));
    cache.set("k", 1);
    get(cache, "k");

    cache.close();

    assertThat(Stores.rows(stores.directory(), "SELECT access_count FROM Cache"))
        .containsExactly(List.of(3));
  }

  @DisabledIfSystemProperty(
      named = "diskcache.intents",
      matches = "true",
      disabledReason = "Reading what waits counts as no use")
  @Test
  void get_usesWrittenByATransactionThatRollsBack_areNotLost() throws Exception {
    Cache<Object, Object> cache =
        stores.open(stores.builder().evictionPolicy(EvictionPolicy.LEAST_FREQUENTLY_USED));
    cache.maintenance().change(Setting.STATISTICS, true);
    cache.set("k", 1);
    cache.set("n", 1);
    get(cache, "k");
    cache.get("missing");

    assertThat(
            catchThrowable(
                () ->
                    cache.transact(
                        () -> {
                          cache.increment("n");
                          throw new IllegalStateException("stop");
                        })))
        .hasMessage("stop");

    assertThat(cache.maintenance().stats()).isEqualTo(new CacheStats(3, 1));
    assertThat(Stores.rows(stores.directory(), "SELECT access_count FROM Cache WHERE key = 'k'"))
        .containsExactly(List.of(3));
  }

  @Test
  void C85_none_limitExceeded_removesExpiredEntriesOnly() {
    Cache<Object, Object> cache = full(EvictionPolicy.NONE, 10);
    cache.set("expired", MEGABYTE, WriteOptions.ttl(SECOND));
    stores.clock().advance(SECOND.multipliedBy(2));
    assertThat(cache.volume()).isGreaterThan(LIMIT);

    assertThat(cache.set(10, MEGABYTE)).isEqualTo(WriteResult.STORED);

    assertThat(cache.keys())
        .containsExactlyElementsOf(LongStream.rangeClosed(0, 10).boxed().toList());
    assertThat(cache.cull()).isZero();
  }

  @Test
  void C86_change_policyOfAFullCache_evictsByTheNewOne() {
    Cache<Object, Object> cache = full(EvictionPolicy.LEAST_RECENTLY_STORED, 5);
    cache.maintenance().change(Setting.EVICTION_POLICY, EvictionPolicy.LEAST_RECENTLY_USED);
    for (long key : List.of(0L, 1L, 7L, 8L, 9L)) {
      get(cache, key, 1);
    }
    stores.clock().advance(SECOND);

    cache.set(10, MEGABYTE);

    assertThat(cache.keys()).containsExactly(0L, 1L, 7L, 8L, 9L, 10L);
  }

  @Test
  void C86_change_policy_keepsIndexesOfPythonAndMakesNone() throws Exception {
    stores.open().close();
    String indexes = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE INDEX%' ORDER BY name";
    Stores.rows(stores.directory(), "CREATE INDEX Cache_store_time ON Cache (store_time)");
    Cache<Object, Object> cache = stores.open();

    cache.maintenance().change(Setting.EVICTION_POLICY, EvictionPolicy.LEAST_RECENTLY_USED);
    cache.close();
    stores.open(stores.builder().evictionPolicy(EvictionPolicy.LEAST_FREQUENTLY_USED)).close();

    assertThat(Stores.rows(stores.directory(), indexes))
        .containsExactly(List.of("Cache_expire_time"), List.of("Cache_store_time"));
    assertThat(stores.open().maintenance().settings().evictionPolicy())
        .isEqualTo(EvictionPolicy.LEAST_FREQUENTLY_USED);
  }

  private static Stream<EvictionPolicy> evicting() {
    return EvictionPolicy.standard().stream().filter(policy -> !policy.equals(EvictionPolicy.NONE));
  }

  @ParameterizedTest
  @MethodSource("evicting")
  void cull_moreEntriesThanAreSorted_evictsMostlyTheFirstInOrder(EvictionPolicy policy) {
    int rows = 3 * Culler.EXACT_ROWS;
    Cache<Object, Object> cache =
        stores.open(stores.builder().evictionPolicy(policy).setting(Setting.CULL_LIMIT, 0));
    cache.transact(
        () -> {
          for (int i = 0; i < rows; i++) {
            stores.clock().advance(SECOND);
            cache.set(i, new byte[1000]);
          }
        });
    if (policy.noticesReads()) {
      stores.clock().advance(SECOND);
      for (int i = rows / 2; i < rows; i++) {
        cache.get(i);
      }
    }
    long limit = cache.volume() * 4 / 5;

    cache.maintenance().change(Setting.SIZE_LIMIT, limit);
    long evicted = cache.cull();

    Set<Object> left = new HashSet<>();
    cache.keys().forEach(left::add);
    long secondHalfEvicted =
        LongStream.range(rows / 2, rows).filter(key -> !left.contains(key)).count();
    assertThat(cache.volume()).isLessThanOrEqualTo(limit);
    assertThat(evicted).isGreaterThan(rows / 10).isEqualTo(rows - left.size());
    assertThat(secondHalfEvicted).isLessThan(evicted / 20);
  }

  @Test
  void cull_pythonsPolicyIndexThere_evictsExactlyInOrderAtAnySize() throws Exception {
    int rows = 2 * Culler.EXACT_ROWS;
    Cache<Object, Object> cache = stores.open(stores.builder().setting(Setting.CULL_LIMIT, 0));
    Stores.rows(stores.directory(), "CREATE INDEX Cache_store_time ON Cache (store_time)");
    cache.transact(
        () -> {
          for (int i = 0; i < rows; i++) {
            stores.clock().advance(SECOND);
            cache.set(i, new byte[1000]);
          }
        });

    cache.maintenance().change(Setting.SIZE_LIMIT, cache.volume() / 2);
    long evicted = cache.cull();

    assertThat(cache.keys())
        .containsExactlyElementsOf(LongStream.range(evicted, rows).boxed().toList());
  }

  private static final EvictionPolicy IDLE =
      EvictionPolicy.of("lru-gt-1s", EvictionOrder.USED_LONGEST_AGO).unusedFor(SECOND);

  @Test
  void C87_ownPolicy_unusedForASecond_sparesWhatIsYounger() {
    Cache<Object, Object> cache =
        stores.open(
            stores.builder().evictionPolicy(IDLE).sizeLimit(0).setting(Setting.CULL_LIMIT, 0));
    for (int i = 0; i < 30; i++) {
      cache.set(i, i);
    }

    assertThat(cache.cull()).isZero();
    stores.clock().advance(Duration.ofMillis(1100));
    assertThat(cache.get(7)).isEqualTo(7L);

    assertThat(cache.cull()).isEqualTo(29);
    assertThat(cache.keys()).containsExactly(7L);
  }

  @Test
  void C87_ownPolicy_writesOverTheLimit_evictByItToo() {
    Cache<Object, Object> cache = full(IDLE, 5);
    get(cache, 0, 1);

    cache.set(10, MEGABYTE);

    assertThat(cache.keys()).containsExactly(0L, 6L, 7L, 8L, 9L, 10L);
  }

  @Test
  void C87_ownPolicy_reopened_hasToBeGivenAgain() throws Exception {
    stores.open(stores.builder().evictionPolicy(IDLE)).close();
    assertThat(Stores.rows(stores.directory(), POLICY)).containsExactly(List.of("lru-gt-1s"));

    assertThat(catchThrowable(() -> stores.open()))
        .isInstanceOf(CacheOpenException.class)
        .hasMessageContaining("lru-gt-1s");
    assertThat(Stores.rows(stores.directory(), POLICY)).containsExactly(List.of("lru-gt-1s"));

    Cache<Object, Object> again = stores.open(stores.builder().evictionPolicy(IDLE));
    assertThat(again.maintenance().settings().evictionPolicy()).isEqualTo(IDLE);
    assertThat(catchThrowable(() -> stores.open()))
        .isInstanceOf(CacheOpenException.class)
        .hasMessageContaining("lru-gt-1s");
    assertThat(catchThrowable(() -> stores.open(stores.builder().readOnly())))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("lru-gt-1s");

    Cache<Object, Object> other =
        stores.open(
            stores
                .builder()
                .evictionPolicy(EvictionPolicy.LEAST_RECENTLY_USED)
                .setting(Setting.STATISTICS, true)
                .setting(Setting.TAG_INDEX, true));
    assertThat(other.maintenance().settings().evictionPolicy())
        .isEqualTo(EvictionPolicy.LEAST_RECENTLY_USED);
  }

  private static final String POLICY = "SELECT value FROM Settings WHERE key = 'eviction_policy'";

  @Test
  void change_toOwnPolicy_isUsedAtOnceAndStoredByName() throws Exception {
    Cache<Object, Object> cache = stores.open(stores.builder().sizeLimit(0));
    cache.maintenance().change(Setting.EVICTION_POLICY, IDLE);

    assertThat(cache.set("k", 1)).isEqualTo(WriteResult.STORED);
    assertThat(cache.maintenance().reload().evictionPolicy()).isEqualTo(IDLE);
    assertThat(Stores.rows(stores.directory(), POLICY)).containsExactly(List.of("lru-gt-1s"));
  }

  @Test
  void cull_ordersOfOwnPolicies_removeTheFirstInOrder() {
    assertFirst(EvictionOrder.EXPIRES_SOONEST, "soon");
    assertFirst(EvictionOrder.LARGEST_FILE, "large");
    assertFirst(EvictionOrder.STORED_LONGEST_AGO, "first");
  }

  /** Ten go at once, and there are twelve fillers: only the very first is of interest. */
  private void assertFirst(EvictionOrder order, String expected) {
    Cache<Object, Object> cache =
        stores.opened(
            Cache.builder(stores.directory(order.name()))
                .clock(stores.clock())
                .evictionPolicy(EvictionPolicy.of("own", order))
                .setting(Setting.CULL_LIMIT, 1)
                .open());
    cache.set("first", 1);
    stores.clock().advance(SECOND);
    cache.set("large", MEGABYTE);
    cache.set("larger than none", new byte[50_000]);
    cache.set("soon", 1, WriteOptions.ttl(Duration.ofMinutes(1)));
    cache.set("late", 1, WriteOptions.ttl(Duration.ofMinutes(2)));

    cache.maintenance().change(Setting.SIZE_LIMIT, 0);
    cache.set("late", 1, WriteOptions.ttl(Duration.ofMinutes(2)));

    assertThat(cache.contains(expected)).as(order.name()).isFalse();
    assertThat(cache.size()).isEqualTo(4);
  }

  @Test
  void cull_policySparesATag_leavesItsEntries() {
    byte[] bytes = {1};
    EvictionPolicy sparing =
        EvictionPolicy.of("keep", EvictionOrder.STORED_LONGEST_AGO).sparing("keep").sparing(bytes);
    Cache<Object, Object> cache =
        stores.open(
            stores.builder().evictionPolicy(sparing).sizeLimit(0).setting(Setting.CULL_LIMIT, 0));
    cache.set("kept", 1, WriteOptions.tagged("keep"));
    cache.set("kept too", 1, WriteOptions.tagged(bytes));
    cache.set("other", 1, WriteOptions.tagged("other"));
    cache.set("none", 1);

    assertThat(cache.cull()).isEqualTo(2);
    assertThat(cache.keys()).containsExactly("kept", "kept too");
    assertThat(sparing)
        .isEqualTo(
            EvictionPolicy.of("keep", EvictionOrder.STORED_LONGEST_AGO)
                .sparing("keep")
                .sparing(new byte[] {1}));
  }

  @Test
  void cull_storedForATime_sparesWhatIsYounger() {
    EvictionPolicy settled =
        EvictionPolicy.of("settled", EvictionOrder.USED_LEAST_OFTEN).storedFor(SECOND);
    Cache<Object, Object> cache =
        stores.open(
            stores.builder().evictionPolicy(settled).sizeLimit(0).setting(Setting.CULL_LIMIT, 0));
    cache.set("old", 1);
    stores.clock().advance(SECOND.multipliedBy(2));
    cache.set("young", 1);

    assertThat(cache.cull()).isEqualTo(1);
    assertThat(cache.keys()).containsExactly("young");
  }

  @DisabledIfSystemProperty(
      named = "diskcache.intents",
      matches = "true",
      disabledReason = "What is evicted is known only once it is written")
  @ParameterizedTest
  @MethodSource("evicting")
  void cull_heldEntry_isSparedUntilItsTime(EvictionPolicy policy) {
    Cache<Object, Object> cache =
        stores.open(
            stores.builder().evictionPolicy(policy).sizeLimit(0).setting(Setting.CULL_LIMIT, 10));
    assertThat(cache.set("held", 1, WriteOptions.NONE.heldFor(SECOND)))
        .isEqualTo(WriteResult.STORED);
    cache.get("held");
    assertThat(cache.set("other", 1)).isEqualTo(WriteResult.EVICTED);
    assertThat(cache.cull()).isZero();
    assertThat(cache.keys()).containsExactly("held");

    stores.clock().advance(SECOND);
    assertThat(cache.cull()).isEqualTo(1);
  }

  @Test
  void cull_nearlyAllSparedInALargeCache_findsTheRest() {
    EvictionPolicy sparing =
        EvictionPolicy.of("keep", EvictionOrder.STORED_LONGEST_AGO).sparing("keep");
    Cache<Object, Object> cache =
        stores.open(stores.builder().evictionPolicy(sparing).setting(Setting.CULL_LIMIT, 0));
    cache.transact(
        () -> {
          for (int i = 0; i < 2 * Culler.EXACT_ROWS; i++) {
            cache.set(i, i, i == 777 ? WriteOptions.NONE : WriteOptions.tagged("keep"));
          }
        });
    cache.maintenance().change(Setting.SIZE_LIMIT, 0);

    assertThat(cache.cull()).isEqualTo(1);
    assertThat(cache.contains(777)).isFalse();
  }

  @Test
  void of_nameThatIsNone_isRefused() {
    for (String name : List.of("", "LRU", "a b", "'; DROP TABLE Cache", "none", "x".repeat(65))) {
      assertThat(catchThrowable(() -> EvictionPolicy.of(name, EvictionOrder.LARGEST_FILE)))
          .as(name)
          .isInstanceOf(CacheSettingException.class);
    }
    assertThat(catchThrowable(() -> EvictionPolicy.NONE.unusedFor(SECOND)))
        .isInstanceOf(CacheSettingException.class);
    assertThat(catchThrowable(() -> IDLE.unusedFor(SECOND.negated())))
        .isInstanceOf(CacheSettingException.class);
    assertThat(catchThrowable(() -> WriteOptions.NONE.heldFor(Duration.ofHours(2))))
        .isInstanceOf(CacheSettingException.class);
  }
}
