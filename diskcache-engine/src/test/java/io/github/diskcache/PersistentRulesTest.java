// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rules of the model about deques, indexes and namespaces that no case spells out. */
class PersistentRulesTest {
  @RegisterExtension final Stores stores = new Stores();

  @Test
  void deque_negativeIndexes_countFromTheBack() {
    Deque<Object> deque = stores.openDeque();
    deque.extend(List.of("a", "b", "c"));

    assertThat(deque.get(-1)).isEqualTo("c");
    assertThat(deque.set(-3, "x")).isEqualTo("a");
    assertThat(deque.remove(-2)).isEqualTo("b");
    assertThat(deque).containsExactly("x", "c");
    assertThatThrownBy(() -> deque.get(-3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> deque.set(2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(deque).containsExactly("x", "c");
  }

  @Test
  void deque_extendLeft_reverses() {
    Deque<Object> deque = stores.openDeque();
    deque.extend(List.of(0L));
    deque.extendLeft(List.of(1L, 2L, 3L));

    assertThat(deque).containsExactly(3L, 2L, 1L, 0L);
  }

  @Test
  void deque_countRemoveIndex_areByMeaning() {
    Deque<Object> deque = stores.openDeque();
    deque.extend(Arrays.asList(1, 2.0, null, "1", 1.0, new byte[] {1}, 1, List.of(1L)));

    assertThat(deque.count(1L)).isEqualTo(3);
    assertThat(deque.count(null)).isEqualTo(1);
    assertThat(deque.indexOf(2)).isEqualTo(1);
    assertThat(deque.indexOf(new byte[] {1})).isEqualTo(5);
    assertThat(deque.indexOf(List.of(1.0))).isEqualTo(7);
    assertThat(deque.remove((Object) 1)).isTrue();
    assertThat(deque.removeLastOccurrence(1)).isTrue();
    assertThat(deque.removeFirstOccurrence("2")).isFalse();
    assertThat(deque.size()).isEqualTo(6);
    assertThat(deque.indexOf(1)).isEqualTo(3);
  }

  @Test
  void deque_filesInElements_goWithThem() throws Exception {
    Deque<Object> deque = stores.openDeque();
    String large = "x".repeat(40_000);
    deque.extend(List.of(large + 1, large + 2, large + 3, large + 4, large + 5));

    deque.setMaxLength(4);
    deque.append(large + 6);
    deque.set(0, "small");
    deque.remove((Object) (large + 4));
    deque.pollLast();

    assertThat(deque).containsExactly("small", large + 5);
    assertThat(Stores.valueFiles(stores.directory())).hasSize(1);
    deque.clear();
    assertThat(Stores.valueFiles(stores.directory())).isEmpty();
  }

  @Test
  void deque_randomOperations_againstAList() {
    long seed = System.nanoTime();
    System.out.println("PersistentRulesTest: seed " + seed);
    Random random = new Random(seed);
    Deque<Object> deque = stores.openDeque();
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      Object element = (long) random.nextInt(5);
      switch (random.nextInt(9)) {
        case 0, 1 -> {
          deque.append(element);
          list.add(element);
        }
        case 2, 3 -> {
          deque.appendLeft(element);
          list.add(0, element);
        }
        case 4 -> {
          int steps = random.nextInt(21) - 10;
          deque.rotate(steps);
          if (!list.isEmpty()) {
            Collections.rotate(list, steps);
          }
        }
        case 5 -> {
          deque.reverse();
          Collections.reverse(list);
        }
        case 6 -> assertThat(deque.removeFirstOccurrence(element)).isEqualTo(list.remove(element));
        case 7 -> assertThat(deque.pollFirst()).isEqualTo(list.isEmpty() ? null : list.remove(0));
        default -> assertThat(deque.count(element)).isEqualTo(Collections.frequency(list, element));
      }
      if (i % 20 == 0) {
        assertThat(deque).as("seed %s, step %s", seed, i).containsExactlyElementsOf(list);
        assertThat((Object) deque).isEqualTo(list);
      }
    }
  }

  @Test
  void index_iterator_keepsItsBoundAndSeesNewValues() {
    Index<Object, Object> index = stores.openIndex();
    IntStream.range(0, 5).forEach(i -> index.put(i, "old"));
    Iterator<Map.Entry<Object, Object>> entries = index.entrySet().iterator();
    entries.next();

    index.put(2, "new");
    index.put(9, "added");
    index.remove(4);

    Map<Object, Object> rest = new LinkedHashMap<>();
    entries.forEachRemaining(entry -> rest.put(entry.getKey(), entry.getValue()));
    assertThat(rest).containsExactlyEntriesOf(newest());
  }

  private static Map<Object, Object> newest() {
    Map<Object, Object> expected = new LinkedHashMap<>();
    expected.put(1L, "old");
    expected.put(2L, "new");
    expected.put(3L, "old");
    return expected;
  }

  @Test
  void index_pop_ofBothEndsAndNothing() {
    Index<Object, Object> index = stores.openIndex();
    index.putAll(Map.of("only", 1));
    index.put("null", null);

    assertThat(index.popLast()).isEqualTo(new java.util.AbstractMap.SimpleEntry<>("null", null));
    assertThat(index.popFirst().getKey()).isEqualTo("only");
    assertThat(index.pollFirstEntry()).isNull();
    assertThatThrownBy(index::popFirst).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(index::popLast).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void namespace_touch_anyTtl_isThatFromNow() {
    NamespacedCache<Object> cache = NamespacedCache.on(stores.open());
    cache.set("k", 1);

    assertThat(cache.touch("k", Duration.ofHours(1))).isTrue();
    stores.clock().advance(Duration.ofMinutes(30));
    assertThat(cache.hasKey("k")).isTrue();
    assertThat(cache.touch("k")).isTrue();
    stores.clock().advance(Duration.ofMinutes(5));
    assertThat(cache.hasKey("k")).isFalse();
    cache.set("k", 1);
    assertThat(cache.touch("k", Duration.ZERO)).isTrue();
    assertThat(cache.get("k")).isNull();
    assertThat(cache.touch("k", Duration.ofHours(1))).isFalse();
  }

  @Test
  void namespace_increment_keepsExpiryAndRefusesNoNumber() {
    NamespacedCache<Object> cache = NamespacedCache.on(stores.open());
    cache.set("n", 1);
    cache.set("null", null);

    assertThat(cache.increment("n", -3)).isEqualTo(-2);
    assertThatThrownBy(() -> cache.increment("null", 1)).isInstanceOf(CacheTypeException.class);
    stores.clock().advance(Duration.ofMinutes(6));
    assertThatThrownBy(() -> cache.increment("n", 1))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining(":1:n");
  }

  @Test
  void namespace_incrementVersion_downAndMissing() {
    NamespacedCache<Object> cache = NamespacedCache.on(stores.open()).version(3);
    cache.set("k", "v", WriteOptions.tagged("t"));

    assertThat(cache.incrementVersion("k", -1)).isEqualTo(2);
    assertThat(cache.hasKey("k")).isFalse();
    assertThat(cache.version(2).entry("k").orElseThrow().tag()).isNull();
    assertThatThrownBy(() -> cache.incrementVersion("k", 1))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void namespace_prefixesAndVersions_keepApart() {
    NamespacedCache<Object> plain = NamespacedCache.on(stores.open());
    NamespacedCache<Object> other = plain.prefix("p");
    plain.set("k", "plain");
    other.set("k", "other");

    assertThat(plain.getMany(List.of("k", "missing"))).isEqualTo(Map.of("k", "plain"));
    assertThat(other.popEntry("k")).map(Entry::value).contains("other");
    assertThat(other.delete("k")).isFalse();
    assertThat(plain.cache().keys()).containsExactly(":1:k");
  }
}
