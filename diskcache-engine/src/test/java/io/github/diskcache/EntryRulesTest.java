// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rules of the model about keys, numbers, queues and iteration that no case spells out. */
class EntryRulesTest {
  private static final WriteOptions EXPIRED = WriteOptions.ttl(Duration.ZERO);

  @RegisterExtension final Stores stores = new Stores();

  @Test
  void increment_initialSumLeaves64Bits_storesNothing() {
    Cache<Object, Object> cache = stores.open();

    assertThatThrownBy(() -> cache.increment("k", 1, Long.MAX_VALUE))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> cache.decrement("k", Long.MIN_VALUE))
        .isInstanceOf(ArithmeticException.class);
    assertThat(cache.size()).isZero();
    assertThat(cache.increment("k", 0, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> cache.increment("k")).isInstanceOf(ArithmeticException.class);
    assertThat(cache.get("k")).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void increment_policyNone_changesTheTimeOfStoringOnly() throws Exception {
    Cache<Object, Object> cache = stores.open(stores.builder().evictionPolicy(EvictionPolicy.NONE));
    cache.set("n", 1);
    double set = Shard.seconds(stores.clock().instant());
    stores.clock().advance(Duration.ofSeconds(5));

    cache.increment("n");

    assertThat(
            Stores.rows(
                stores.directory(),
                "SELECT store_time - ?, access_time - ?, access_count FROM Cache",
                set,
                set))
        .containsExactly(List.of(5.0, 0.0, 0));
  }

  @Test
  void set_formOfAnEqualKey_staysThatOfTheFirst() {
    Cache<Object, Object> cache = stores.open();
    cache.set(2.0, "double");
    cache.set(2, "integer");
    cache.increment(7.0);
    cache.add(7, 1);

    assertThat(cache.keys()).containsExactly(2.0, 7.0);
    cache.delete(2);
    cache.set(2, "again");
    assertThat(cache.keys()).containsExactly(7.0, 2L);
  }

  @Test
  void set_expiredEntry_keepsItsPlaceAndDropsTheRest() {
    Cache<Object, Object> cache = stores.open(stores.builder().setting(Setting.CULL_LIMIT, 0));
    cache.set("a", new byte[40_000], EXPIRED.tag("t"));
    cache.set("b", 1);

    cache.set("a", 2);

    assertThat(cache.keys()).containsExactly("a", "b");
    assertThat(cache.entry("a")).contains(new Entry<>(2L, null, null));
  }

  @Test
  void keys_sortedText_isInOrderOfCodePoints() {
    Cache<Object, Object> cache = stores.open();
    for (String key : List.of("😀", "\uFFFD", "é", "z", "Z", "", "a\0", "a")) {
      cache.set(key, 1);
    }

    assertThat(cache.keys(KeyOrder.SORTED))
        .containsExactly("", "Z", "a", "a\0", "z", "é", "\uFFFD", "😀");
  }

  @Test
  void keys_sortedOverPages_tiesComeByTheirKind() {
    Cache<Object, Object> cache = stores.open();
    byte[] pickleOfNull = {(byte) 0x80, 5, 0x4e, 0x2e};
    // The pickle of null is last of a page of 100, the same bytes first of the next one.
    for (int i = 0; i < 99; i++) {
      cache.set(i, i);
    }
    cache.set(pickleOfNull, "bytes");
    cache.set(null, "null");

    List<Object> sorted = new ArrayList<>();
    cache.keys(KeyOrder.SORTED).forEach(sorted::add);
    assertThat(sorted).hasSize(101);
    assertThat(sorted.get(99)).isNull();
    assertThat(sorted.get(100)).isEqualTo(pickleOfNull);
    List<Object> reversed = new ArrayList<>();
    cache.keys(KeyOrder.SORTED_REVERSED).forEach(reversed::add);
    assertThat(reversed.get(0)).isEqualTo(pickleOfNull);
    assertThat(reversed.get(1)).isNull();
    assertThat(reversed).hasSize(101);
  }

  @Test
  void keys_pageFetchedBeforeClear_goesOnToItsEndAtMost() {
    Cache<Object, Object> cache = stores.open();
    cache.transact(() -> IntStream.range(0, 250).forEach(i -> cache.set(i, i)));
    Iterator<Object> keys = cache.keys().iterator();
    keys.next();
    cache.clear();

    int more = 0;
    while (keys.hasNext()) {
      keys.next();
      more++;
    }
    assertThat(more).isLessThanOrEqualTo(99);
  }

  @Test
  void push_expiredElementAtTheEnd_stillDecidesTheKey() {
    Cache<Object, Object> cache = stores.open(stores.builder().setting(Setting.CULL_LIMIT, 0));
    cache.queue().push("expired", Side.BACK, EXPIRED);
    stores.clock().advance(Duration.ofSeconds(1));

    assertThat(cache.queue().push("back")).isEqualTo(500_000_000_000_001L);
    assertThat(cache.queue().push("front", Side.FRONT, WriteOptions.NONE))
        .isEqualTo(499_999_999_999_999L);
  }

  @Test
  void push_realKeyInRange_takesPart() {
    Cache<Object, Object> cache = stores.open();
    cache.set(500_000_000_000_007.0, "real");

    assertThat(cache.queue().push("next")).isEqualTo(500_000_000_000_008L);
    assertThat(cache.queue().pull()).map(KeyedEntry::value).contains("real");
  }

  @Test
  void pull_otherKeys_takeNoPart() {
    Cache<Object, Object> cache = stores.open();
    for (Object key :
        List.of(0, -5, 999_999_999_999_999L, 1L << 60, "500000000000000", "q", "q-1", "q-12")) {
      cache.set(key, "other");
    }

    assertThat(cache.queue().pull()).isEmpty();
    assertThat(cache.queue("q").peek()).isEmpty();
    assertThat(cache.queue().push("x")).isEqualTo(500_000_000_000_000L);
    assertThat(cache.queue("q").push("x")).isEqualTo("q-500000000000000");
  }

  @Test
  void first_fileLost_dropsTheEntryAndReturnsTheNext() throws Exception {
    Cache<Object, Object> cache = stores.open();
    cache.set("lost", new byte[40_000]);
    cache.set("next", 1);
    Files.delete(Stores.valueFiles(stores.directory()).get(0));

    assertThat(cache.popFirst()).map(KeyedEntry::key).contains("next");
    assertThat(cache.size()).isZero();
  }

  @Test
  void require_missingExpiredOrLost_namesTheKey() throws Exception {
    Cache<Object, Object> cache = stores.open(stores.builder().setting(Setting.CULL_LIMIT, 0));
    cache.set("expired", 1, EXPIRED);
    cache.set("lost", new byte[40_000]);
    Files.delete(Stores.valueFiles(stores.directory()).get(0));
    stores.expectDamage();

    for (String key : List.of("missing", "expired", "lost")) {
      assertThatThrownBy(() -> cache.require(key))
          .isInstanceOf(NoSuchElementException.class)
          .hasMessageContaining(key);
    }
    cache.set("null", null);
    assertThat(cache.require("null")).isNull();
  }

  @Test
  void stats_everyWayOfReading_countsOnce() throws Exception {
    Cache<Object, Object> cache = stores.open();
    cache.maintenance().stats();
    cache.set("k", "v");

    cache.get("k");
    cache.entry("k");
    cache.require("k");
    cache.read("k").orElseThrow().close();
    cache.getAll(List.of("k", "missing"));
    cache.get("missing", "fallback");

    assertThat(cache.maintenance().resetStats()).isEqualTo(new CacheStats(5, 2));
    assertThat(cache.maintenance().stats()).isEqualTo(CacheStats.ZERO);
  }

  @Test
  void transact_inside_seesItsOwnCountAndVolume() {
    Cache<Object, Object> cache = stores.open();
    long empty = cache.volume();

    cache.transact(
        () -> {
          cache.setAll(Map.of(1, new byte[40_000], 2, new byte[40_000]));
          assertThat(cache.size()).isEqualTo(2);
          assertThat(cache.volume()).isEqualTo(empty + 80_000);
          assertThat(cache.clear()).isEqualTo(2);
          assertThat(cache.size()).isZero();
        });

    assertThat(cache.volume()).isEqualTo(empty);
  }

  @Test
  void transact_pulledAndOverwrittenFiles_comeBackWhenItRollsBack() throws Exception {
    Cache<Object, Object> cache = stores.open();
    byte[] large = new byte[40_000];
    cache.queue().push(large);
    cache.set("replaced", large);
    cache.set("evicted", large, WriteOptions.tagged("t"));
    cache.set("first", large);

    assertThatThrownBy(
            () ->
                cache.transact(
                    () -> {
                      cache.queue().pull();
                      cache.set("replaced", new byte[50_000]);
                      cache.evict("t");
                      cache.popLast();
                      cache.set("new", large);
                      cache.clear();
                      throw new IllegalStateException("stop");
                    }))
        .hasMessage("stop");

    assertThat(cache.size()).isEqualTo(4);
    assertThat(Stores.valueFiles(stores.directory())).hasSize(4);
    for (Object key : cache.keys()) {
      assertThat(cache.get(key)).isEqualTo(large);
    }
  }
}
