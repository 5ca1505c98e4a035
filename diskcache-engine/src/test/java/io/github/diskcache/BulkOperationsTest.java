// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
}
