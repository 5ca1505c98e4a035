// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations on many keys, on a plain cache (0 shards) and on a fan-out cache. */
class BulkOperationsTest {
  @RegisterExtension final Stores stores = new Stores();

  private Cache<Object, Object> open(int shards) {
    return shards == 0 ? stores.open() : stores.openFanout(stores.builder(), shards);
  }

  private static Map<Object, Object> numbers(int count) {
    Map<Object, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      values.put((long) i, i % 10 == 0 ? "x".repeat(40_000) : "value " + i);
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void setAll_manyValues_areAllThere(int shards) {
    Cache<Object, Object> cache = open(shards);
    Map<Object, Object> values = numbers(150);

    assertThat(cache.setAll(values)).isEqualTo(150);

    assertThat(cache.size()).isEqualTo(150);
    assertThat(cache.getAll(values.keySet())).isEqualTo(values);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void setAll_oneValueCannotBeStored_nothingIsWritten(int shards) throws Exception {
    Cache<Object, Object> cache = open(shards);
    Map<Object, Object> values = numbers(20);
    values.put("last", new Object());

    assertThatThrownBy(() -> cache.setAll(values)).isInstanceOf(CacheTypeException.class);

    assertThat(cache.size()).isZero();
    assertThat(Stores.valueFiles(stores.directory())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void setAll_options_applyToEachEntry(int shards) {
    Cache<Object, Object> cache = open(shards);

    cache.setAll(numbers(5), WriteOptions.ttl(Duration.ofSeconds(10)).tag("t"));

    assertThat(cache.entry(3L).orElseThrow().tag()).isEqualTo("t");
    stores.clock().advance(Duration.ofSeconds(11));
    assertThat(cache.getAll(numbers(5).keySet())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void getAll_someMissing_returnsPresentInOrderNullsIncluded(int shards) {
    Cache<Object, Object> cache = open(shards);
    cache.set("a", 1);
    cache.set("n", null);

    Map<Object, Object> found = cache.getAll(List.of("n", "missing", "a"));

    assertThat(found.keySet()).containsExactly("n", "a");
    assertThat(found).containsEntry("n", null).containsEntry("a", 1L);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void deleteAll_someMissing_countsTheDeleted(int shards) throws Exception {
    Cache<Object, Object> cache = open(shards);
    cache.setAll(numbers(30));

    assertThat(cache.deleteAll(Arrays.asList(0L, 10L, 20L, 99L, null))).isEqualTo(3);

    assertThat(cache.size()).isEqualTo(27);
    assertThat(Stores.valueFiles(stores.directory())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void keysTagged_manyTags_returnsThoseOfTheTag(int shards) {
    Cache<Object, Object> cache = open(shards);
    for (long i = 0; i < 450; i++) {
      cache.set(i, i, WriteOptions.tagged(i % 3));
    }

    assertThat(cache.keysTagged(1))
        .containsExactlyInAnyOrderElementsOf(
            Stream.iterate(1L, i -> i < 450, i -> i + 3).map(Object.class::cast).toList());
    assertThat(cache.keysTagged(1.0)).hasSize(150);
    assertThat(cache.keysTagged("1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void entriesTagged_manyTags_returnsLiveEntriesOfTheTag(int shards) {
    Cache<Object, Object> cache = open(shards);
    for (long i = 0; i < 450; i++) {
      cache.set(i, i % 2 == 0 ? "x".repeat(40_000) : "small", WriteOptions.tagged(i % 3));
    }
    cache.set("expired", 1, WriteOptions.ttl(Duration.ZERO).tag(1));

    List<Object> keys = new ArrayList<>();
    for (KeyedEntry<Object, Object> entry : cache.entriesTagged(1.0)) {
      keys.add(entry.key());
      assertThat(entry.tag()).isEqualTo(1L);
      assertThat(entry.value()).isEqualTo(cache.get(entry.key()));
    }
    assertThat(keys)
        .containsExactlyInAnyOrderElementsOf(
            Stream.iterate(1L, i -> i < 450, i -> i + 3).map(Object.class::cast).toList());
    assertThat(cache.entriesTagged("1")).isEmpty();
    assertThat(cache.maintenance().countTagged(1.0)).isEqualTo(151);
    assertThat(cache.maintenance().countTagged("1")).isZero();
  }

  @Test
  void entriesTagged_changesMeanwhile_returnsWhatStillCarriesTheTag() {
    Cache<Object, Object> cache = open(0);
    for (long i = 0; i < 300; i++) {
      cache.set(i, "old", WriteOptions.tagged("t"));
    }
    Iterator<KeyedEntry<Object, Object>> entries = cache.entriesTagged("t").iterator();
    for (int i = 0; i < 20; i++) {
      assertThat(entries.next().key()).isEqualTo((long) i);
    }

    cache.set(21, "new", WriteOptions.tagged("t"));
    cache.set(22, "new", WriteOptions.tagged("other"));
    cache.delete(23);
    cache.set("added", 1, WriteOptions.tagged("t"));

    assertThat(entries.next().key()).isEqualTo(20L);
    assertThat(entries.next().value()).isEqualTo("new");
    assertThat(entries.next().key()).isEqualTo(24L);
    List<Object> rest = new ArrayList<>();
    entries.forEachRemaining(entry -> rest.add(entry.key()));
    assertThat(rest).hasSize(275).doesNotContain("added").last().isEqualTo(299L);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void evict_storedUntil_leavesWhatWasStoredLater(int shards) {
    Cache<Object, Object> cache = open(shards);
    for (int i = 0; i < 250; i++) {
      cache.set(i, 1, WriteOptions.tagged("t"));
    }
    cache.set("other", 1, WriteOptions.tagged("other"));
    Instant floor = stores.clock().instant();
    stores.clock().advance(Duration.ofMillis(1));
    cache.set(7, 1, WriteOptions.tagged("t"));
    cache.increment(8);
    cache.touch(9, Duration.ofHours(1));
    cache.set("new", 1, WriteOptions.tagged("t"));

    assertThat(cache.evict("t", floor.minusMillis(1))).isZero();
    assertThat(cache.evict("t", floor)).isEqualTo(248);

    assertThat(cache.keys()).containsExactlyInAnyOrder(7L, 8L, "other", "new");
  }
}
