// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The index as python-diskcache has it, and as a concurrent map. */
class IndexConformanceTest {
  @RegisterExtension final Stores stores = new Stores();

  private Index<Object, Object> abc() {
    Index<Object, Object> index = stores.openIndex();
    index.put("a", 1);
    index.put("b", 2);
    index.put("c", 3);
    return index;
  }

  private static Map<Object, Object> ordered(Object... keysAndValues) {
    Map<Object, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  @Test
  void C139_fanoutIndex_isOpenedOnceAndClosedWithTheCache() {
    FanoutCache<Object, Object> fanout =
        stores.openFanout(Cache.builder(stores.directory("fan")), 2);
    Index<Object, Object> index = fanout.index("x");
    index.put("k", "v");

    assertThat(fanout.index("x")).isSameAs(index);
    assertThat(index.cache().maintenance().settings().evictionPolicy())
        .isEqualTo(EvictionPolicy.NONE);
    fanout.close();
    assertThatThrownBy(index::size).isInstanceOf(CacheClosedException.class);
  }

  @Test
  void C146_popItems() {
    Index<Object, Object> index = abc();

    assertThat(index.firstEntry()).isEqualTo(entry("a", 1L));
    assertThat(index.lastEntry()).isEqualTo(entry("c", 3L));
    assertThat(index.popLast()).isEqualTo(entry("c", 3L));
    assertThat(index.popFirst()).isEqualTo(entry("a", 1L));
    assertThat(index.pollFirstEntry()).isEqualTo(entry("b", 2L));
    assertThat(index.pollLastEntry()).isNull();
    assertThat(index.firstEntry()).isNull();
    assertThat(index.lastEntry()).isNull();
    assertThatThrownBy(index::popLast)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("Cannot pop last entry of index [")
        .hasMessageContaining("it is empty");
    assertThatThrownBy(index::popFirst).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void C146_setdefault_storedNull_isRespected() {
    Index<Object, Object> index = stores.openIndex();
    index.put("k", null);

    assertThat(index.putIfAbsent("k", "default")).isNull();
    assertThat(index.computeIfAbsent("k", key -> "default")).isNull();
    assertThat(index.getOrDefault("k", "default")).isNull();
    assertThat(index.containsKey("k")).isTrue();
    assertThat(index).hasSize(1);
  }

  @Test
  void C146_remove_absentKey_isNull() {
    Index<Object, Object> index = abc();
    index.put("null", null);

    assertThat(index.remove("z")).isNull();
    assertThat(index.remove("null")).isNull();
    assertThat(index.remove("a")).isEqualTo(1L);
    assertThat(index).hasSize(2);
  }

  @Test
  void C147_equality_withMapsThatKeepOrder_dependsOnOrder() throws Exception {
    Index<Object, Object> index = stores.openIndex();
    index.put("b", 2);
    index.put("a", 1);

    assertThat(index.equals(ordered("b", 2, "a", 1))).isTrue();
    assertThat(index.equals(ordered("a", 1, "b", 2))).isFalse();
    assertThat(index.equals(new TreeMap<>(ordered("a", 1, "b", 2)))).isFalse();
    Index<Object, Object> same = stores.openIndex(Cache.builder(stores.directory("same")));
    same.putAll(ordered("b", 2.0, "a", 1));
    assertThat(index.equals(same)).isTrue();
    assertThat(index.hashCode()).isEqualTo(same.hashCode());
    same.remove("b");
    same.put("b", 2);
    assertThat(index.equals(same)).isFalse();
  }

  @Test
  void C147_equality_withOtherMaps_doesNotDependOnOrder() {
    Index<Object, Object> index = stores.openIndex();
    index.put("b", 2);
    index.put("a", null);
    Map<Object, Object> map = new HashMap<>();
    map.put("a", null);
    map.put("b", 2);

    assertThat(index.equals(map)).isTrue();
    assertThat(index.hashCode())
        .isEqualTo(new HashMap<>(Map.of("b", 2L)).hashCode() + "a".hashCode());
    map.put("a", 0);
    assertThat(index.equals(map)).isFalse();
    map.remove("a");
    assertThat(index.equals(map)).isFalse();
    map.put("c", null);
    assertThat(index.equals(map)).isFalse();
    assertThat(index.equals(Map.of("b", 2, new Object(), 1))).isFalse();
    assertThat(index.equals(List.of())).isFalse();
  }

  @Test
  void C147_overwriting_keepsThePlace() {
    Index<Object, Object> index = abc();

    assertThat(index.put("a", "new")).isEqualTo(1L);

    assertThat(index.keySet()).containsExactly("a", "b", "c");
    assertThat(index.values()).containsExactly("new", 2L, 3L);
  }

  @Test
  void C147_iterator_keysAddedAfterItBegan_areNotSeen() {
    Index<Object, Object> index = abc();
    Iterator<Object> forth = index.keySet().iterator();
    Iterator<Map.Entry<Object, Object>> back = index.descendingEntries().iterator();
    index.put("d", 4);

    assertThat(forth).toIterable().containsExactly("a", "b", "c");
    assertThat(back).toIterable().containsExactly(entry("c", 3L), entry("b", 2L), entry("a", 1L));
    assertThat(index.keySet()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void iterator_keysRemovedMeanwhile_arePassedOver() {
    Index<Object, Object> index = abc();
    index.put("d", 4);
    Iterator<Map.Entry<Object, Object>> entries = index.entrySet().iterator();

    assertThat(entries.next()).isEqualTo(entry("a", 1L));
    assertThat(entries.next()).isEqualTo(entry("b", 2L));
    index.remove("c");
    index.put("d", "new");
    assertThat(entries.next()).isEqualTo(entry("d", "new"));
    assertThat(entries.hasNext()).isFalse();
    assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void iterator_remove_removesWhatWasReturned() {
    Index<Object, Object> index = abc();
    Iterator<Object> values = index.values().iterator();

    assertThatThrownBy(values::remove).isInstanceOf(IllegalStateException.class);
    values.next();
    values.next();
    assertThat(values.hasNext()).isTrue();
    values.remove();
    assertThatThrownBy(values::remove).isInstanceOf(IllegalStateException.class);
    assertThat(index.keySet()).containsExactly("a", "c");
    assertThat(index.values().removeIf(value -> value.equals(3L))).isTrue();
    assertThat(index.keySet().removeAll(List.of("a", "z"))).isTrue();
    assertThat(index).isEmpty();
  }

  @Test
  void iterator_remove_replacedSince_leavesTheNewOne() {
    Index<Object, Object> index = abc();
    Iterator<Object> keys = index.keySet().iterator();
    keys.next();
    stores.clock().advance(Duration.ofSeconds(1));
    index.put("a", "new");

    keys.remove();

    assertThat(index.get("a")).isEqualTo("new");
  }

  @Test
  void iterator_manyEntriesWhileOthersChange_eachOnce() {
    Index<Object, Object> index = stores.openIndex();
    index.putAll(numbered(1000));

    List<Object> seen = new ArrayList<>();
    for (Map.Entry<Object, Object> entry : index.entrySet()) {
      seen.add(entry.getKey());
      if ((Long) entry.getKey() % 7 == 0) {
        entry.setValue("changed");
        index.remove((Long) entry.getKey() + 3);
      }
    }

    List<Long> expected = LongStream.range(0, 1000).filter(i -> i % 7 != 3).boxed().toList();
    assertThat(seen).containsExactlyElementsOf(expected);
    assertThat(index.get(7)).isEqualTo("changed");
    assertThat(index.get(8)).isEqualTo(8L);
  }

  private static Map<Object, Object> numbered(int count) {
    Map<Object, Object> map = new LinkedHashMap<>();
    IntStream.range(0, count).forEach(i -> map.put(i, i));
    return map;
  }

  @Test
  void views_areLive() {
    Index<Object, Object> index = abc();
    index.put("n", null);

    assertThat(index.keySet().contains("n")).isTrue();
    assertThat(index.keySet().contains("z")).isFalse();
    assertThat(index.values().contains(null)).isTrue();
    assertThat(index.values().contains(2)).isTrue();
    assertThat(index.containsValue(9)).isFalse();
    assertThat(index.entrySet().contains(entry("b", 2))).isTrue();
    assertThat(index.entrySet().contains(entry("b", 3))).isFalse();
    assertThat(index.entrySet().remove(entry("b", 3))).isFalse();
    assertThat(index.entrySet().remove(entry("b", 2.0))).isTrue();
    assertThat(index.keySet().remove("n")).isTrue();
    assertThat(index.keySet().remove("n")).isFalse();
    assertThat(index.values().remove(3)).isTrue();
    assertThat(index.entrySet()).containsExactly(entry("a", 1L));
    assertThat(index.keySet().stream().map(Object::toString)).containsExactly("a");
    index.values().clear();
    assertThat(index.isEmpty()).isTrue();
    assertThatThrownBy(() -> index.keySet().add("k"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void views_equalOtherSets() {
    Index<Object, Object> index = abc();

    assertThat(index.keySet()).isEqualTo(java.util.Set.of("c", "b", "a"));
    assertThat(index.entrySet()).isEqualTo(Map.of("a", 1L, "b", 2L, "c", 3L).entrySet());
    assertThat(index.keySet().toArray()).containsExactly("a", "b", "c");
  }

  @Test
  void keys_areOneByMeaning() {
    Index<Object, Object> index = stores.openIndex();
    index.put(1, "i");
    index.put(1.0, "f");
    index.put(true, "b");
    index.put(null, "n");
    index.put(Tuple.of(1, "x"), "t");

    assertThat(index.keySet()).containsExactly(1L, true, null, Tuple.of(1L, "x"));
    assertThat(index.get(1L)).isEqualTo("f");
    assertThat(index.get(null)).isEqualTo("n");
    assertThatThrownBy(() -> index.get(new Object())).isInstanceOf(CacheTypeException.class);
  }

  @Test
  void putIfAbsent_replace_remove_decideByValue() {
    Index<Object, Object> index = abc();

    assertThat(index.putIfAbsent("a", 9)).isEqualTo(1L);
    assertThat(index.putIfAbsent("d", 4)).isNull();
    assertThat(index.replace("z", 9)).isNull();
    assertThat(index.containsKey("z")).isFalse();
    assertThat(index.replace("a", 7)).isEqualTo(1L);
    assertThat(index.replace("a", 8, 9)).isFalse();
    assertThat(index.replace("a", 7.0, null)).isTrue();
    assertThat(index.replace("a", null, 1)).isTrue();
    assertThat(index.replace("z", null, 1)).isFalse();
    assertThat(index.remove("a", 2)).isFalse();
    assertThat(index.remove("z", null)).isFalse();
    assertThat(index.remove("a", 1)).isTrue();
    assertThat(index.entrySet()).containsExactly(entry("b", 2L), entry("c", 3L), entry("d", 4L));
  }

  @Test
  void replace_largeValue_leavesOneFile() throws Exception {
    Index<Object, Object> index = stores.openIndex();
    index.put("k", "x".repeat(40_000));

    assertThat(index.replace("k", "other", "y".repeat(40_000))).isFalse();
    assertThat(Stores.valueFiles(stores.directory())).hasSize(1);
    assertThat(index.put("k", "z".repeat(40_000))).isEqualTo("x".repeat(40_000));
    assertThat(Stores.valueFiles(stores.directory())).hasSize(1);
  }

  @Test
  void computeMethods_followTheContractOfMaps() {
    Index<Object, Object> index = abc();
    index.put("n", null);

    assertThat(index.computeIfAbsent("a", key -> 9)).isEqualTo(1L);
    assertThat(index.computeIfAbsent("d", key -> key + "!")).isEqualTo("d!");
    assertThat(index.computeIfAbsent("z", key -> null)).isNull();
    assertThat(index.computeIfPresent("z", (key, value) -> 9)).isNull();
    assertThat(index.computeIfPresent("a", (key, value) -> (Long) value + 1)).isEqualTo(2L);
    assertThat(index.computeIfPresent("b", (key, value) -> null)).isNull();
    assertThat(index.compute("e", (key, value) -> value == null ? "new" : "old")).isEqualTo("new");
    assertThat(index.compute("e", (key, value) -> value + "er")).isEqualTo("newer");
    assertThat(index.compute("e", (key, value) -> null)).isNull();
    assertThat(index.merge("c", 4L, (a, b) -> (Long) a + (Long) b)).isEqualTo(7L);
    assertThat(index.merge("f", 5L, (a, b) -> (Long) a + (Long) b)).isEqualTo(5L);
    assertThat(index.merge("c", 5L, (a, b) -> null)).isNull();
    assertThat(index.merge("n", 6L, (a, b) -> "never")).isEqualTo(6L);
    assertThat(index.entrySet())
        .containsExactly(entry("a", 2L), entry("n", 6L), entry("d", "d!"), entry("f", 5L));
  }

  @Test
  void compute_exception_changesNothing() {
    Index<Object, Object> index = abc();

    assertThatThrownBy(
            () ->
                index.compute(
                    "a",
                    (key, value) -> {
                      index.put("b", "changed");
                      throw new IllegalStateException("stop");
                    }))
        .hasMessage("stop");

    assertThat(index.get("a")).isEqualTo(1L);
    assertThat(index.get("b")).isEqualTo(2L);
  }

  @Test
  void computeIfPresent_storedNull_isGivenToTheFunction() {
    Index<Object, Object> index = stores.openIndex();
    index.put("n", null);

    assertThat(index.computeIfPresent("n", (key, value) -> "was " + value)).isEqualTo("was null");
    assertThat(index.get("n")).isEqualTo("was null");
  }

  @Test
  void merge_manyThreads_losesNothing() throws Exception {
    Index<Object, Object> index = stores.openIndex();
    AtomicInteger calls = new AtomicInteger();

    List<Background<Object>> mergers =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    Background.start(
                        () -> {
                          for (int n = 0; n < 50; n++) {
                            index.merge(
                                "sum",
                                1L,
                                (a, b) -> {
                                  calls.incrementAndGet();
                                  return (Long) a + (Long) b;
                                });
                          }
                          return null;
                        }))
            .toList();
    for (Background<Object> merger : mergers) {
      merger.result();
    }

    assertThat(index.get("sum")).isEqualTo(200L);
    assertThat(calls).hasValue(199);
  }

  @Test
  void computeIfAbsent_manyThreads_computesOnce() throws Exception {
    Index<Object, Object> index = stores.openIndex();
    AtomicInteger calls = new AtomicInteger();

    List<Background<Object>> all =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    Background.start(
                        () ->
                            index.computeIfAbsent("k", key -> "value " + calls.incrementAndGet())))
            .toList();

    for (Background<Object> one : all) {
      assertThat(one.result()).isEqualTo("value 1");
    }
    assertThat(calls).hasValue(1);
  }

  @Test
  void putAllReplaceAllForEach() {
    Index<Object, Object> index = stores.openIndex();
    index.putAll(numbered(250));
    index.put("n", null);

    index.replaceAll((key, value) -> value == null ? "null" : (Long) value * 2);

    assertThat(index).hasSize(251);
    Map<Object, Object> seen = new LinkedHashMap<>();
    index.forEach(seen::put);
    assertThat(seen).containsEntry(249L, 498L).containsEntry("n", "null").hasSize(251);
    assertThat(new ArrayList<>(seen.keySet())).startsWith(0L, 1L, 2L).endsWith(249L, "n");
  }

  @Test
  void queues_areEntriesOfTheIndex() {
    Index<Object, Object> index = abc();

    assertThat(index.queue().push("x")).isEqualTo(500_000_000_000_000L);
    assertThat(index.queue("q").push("y")).isEqualTo("q-500000000000000");
    assertThat(index.keySet())
        .containsExactly("a", "b", "c", 500_000_000_000_000L, "q-500000000000000");
    assertThat(index.queue("q").pull().orElseThrow().value()).isEqualTo("y");
    assertThat(index.queue().peek().orElseThrow().value()).isEqualTo("x");
    assertThat(index.remove(500_000_000_000_000L)).isEqualTo("x");
  }

  @Test
  void on_cacheWithExpiringEntries_doesNotReturnTheExpired() {
    Cache<Object, Object> cache = stores.open();
    cache.set("soon", 1, WriteOptions.ttl(Duration.ofSeconds(1)));
    cache.set("never", 2);
    Index<Object, Object> index = Index.on(cache);
    stores.clock().advance(Duration.ofSeconds(2));

    assertThat(index.keySet().iterator()).toIterable().containsExactly("never");
    assertThat(index.containsKey("soon")).isFalse();
    assertThat(index.size()).isEqualTo(2);
    assertThat(index.firstEntry()).isEqualTo(entry("never", 2L));
    assertThat(index.size()).isEqualTo(1);
    index.close();
    assertThat(cache.get("never")).isEqualTo(2L);
    assertThat(index.cache()).isSameAs(cache);
  }

  @Test
  void open_evictsNothingHoweverFull() {
    Index<Object, Object> index = stores.openIndex(stores.builder().sizeLimit(0));
    index.putAll(numbered(200));

    assertThat(index).hasSize(200);
    assertThat(index.cache().maintenance().settings().evictionPolicy())
        .isEqualTo(EvictionPolicy.NONE);
  }

  @Test
  void open_closedAndReopened_holdsAll() {
    Index<Object, Object> index = abc();
    index.close();
    assertThatThrownBy(() -> index.get("a")).isInstanceOf(CacheClosedException.class);

    Index<Object, Object> reopened = Index.open(stores.directory());
    stores.opened(reopened.cache());

    assertThat(reopened.equals(ordered("a", 1, "b", 2, "c", 3))).isTrue();
  }

  @Test
  void transact_exception_rollsBackAll() {
    Index<Object, Object> index = abc();

    assertThatThrownBy(
            () ->
                index.transact(
                    () -> {
                      index.popFirst();
                      index.putAll(numbered(150));
                      index.clear();
                      throw new IllegalStateException("stop");
                    }))
        .hasMessage("stop");

    assertThat(index.equals(ordered("a", 1, "b", 2, "c", 3))).isTrue();
  }

  @Test
  void iterator_foreignClasses_keysArePassedOverAndValuesRefused() throws Exception {
    Index<Object, Object> index = abc();
    byte[] global = {(byte) 0x80, 5, (byte) 0x8c, 1, 'm', (byte) 0x8c, 1, 'C', (byte) 0x93, '.'};
    Stores.rows(stores.directory(), "UPDATE Cache SET value = ?, mode = 4 WHERE key = 'a'", global);
    Stores.rows(stores.directory(), "UPDATE Cache SET key = ?, raw = 0 WHERE key = 'b'", global);
    Iterator<Map.Entry<Object, Object>> entries = index.entrySet().iterator();

    assertThatThrownBy(entries::next).isInstanceOf(CacheTypeException.class);
    assertThat(entries.next()).isEqualTo(entry("c", 3L));
    assertThat(entries.hasNext()).isFalse();
  }

  @Test
  void descendingEntries_manyPages_areTheMirror() {
    Index<Object, Object> index = stores.openIndex();
    index.putAll(numbered(333));
    List<Map.Entry<Object, Object>> forth = new ArrayList<>(index.entrySet());
    List<Map.Entry<Object, Object>> back = new ArrayList<>();
    index.descendingEntries().forEach(back::add);

    Collections.reverse(back);
    assertThat(back).isEqualTo(forth);
    assertThat(forth).hasSize(333);
    assertThat(Arrays.asList(index.values().toArray())).hasSize(333);
  }

  @Test
  void C147_iterator_lastKeyRemovedAndAnotherAdded_isNotSeen() {
    Index<Object, Object> index = stores.openIndex();
    for (int i = 0; i < 5; i++) {
      index.put(i, i);
    }
    Iterator<Object> keys = index.keySet().iterator();
    keys.next();
    index.remove(4);
    index.put("added", 1);

    List<Object> rest = new ArrayList<>();
    keys.forEachRemaining(rest::add);
    assertThat(rest).containsExactly(1L, 2L, 3L);
  }
}
