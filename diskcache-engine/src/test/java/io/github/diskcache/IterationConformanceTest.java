// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keys in their orders: group G of the conformance cases. */
class IterationConformanceTest {
  @RegisterExtension final Stores stores = new Stores();

  private static List<Object> rest(Iterator<?> iterator) {
    List<Object> rest = new ArrayList<>();
    iterator.forEachRemaining(rest::add);
    return rest;
  }

  private static void setRange(Cache<Object, Object> cache, long from, long to) {
    cache.transact(() -> LongStream.range(from, to).forEach(key -> cache.set(key, key)));
  }

  private static List<Object> range(long from, long to) {
    return new ArrayList<>(LongStream.range(from, to).boxed().toList());
  }

  @Test
  void C88_keys_threeSetOutOfOrder_comeByInsertionAndSorted() {
    Cache<Object, Object> cache = stores.open();
    for (String key : List.of("c", "a", "b")) {
      cache.set(key, null);
    }

    assertThat(cache.keys()).containsExactly("c", "a", "b");
    assertThat(cache.keys(KeyOrder.SORTED)).containsExactly("a", "b", "c");
    assertThat(cache.last()).contains(new KeyedEntry<>("b", null, null, null));
    assertThat(cache.first()).contains(new KeyedEntry<>("c", null, null, null));
  }

  @Test
  void C89_keys_sorted_comeByValueBothWays() {
    Cache<Object, Object> cache = stores.open();
    assertThat(cache.keys(KeyOrder.SORTED)).isEmpty();
    assertThat(cache.keys(KeyOrder.SORTED_REVERSED)).isEmpty();

    for (long key : List.of(4L, 1L, 3L, 0L, 2L)) {
      cache.set(key, key);
    }

    assertThat(cache.keys(KeyOrder.SORTED)).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(cache.keys(KeyOrder.SORTED_REVERSED)).containsExactly(4L, 3L, 2L, 1L, 0L);
  }

  @Test
  void C89_keys_sortedOfAllTypes_areNumbersThenTextThenBytes() {
    Cache<Object, Object> cache = stores.open();
    byte[] bytes = {1};
    List<Object> sorted =
        List.of(Double.NEGATIVE_INFINITY, -5L, 0.5, 1L, 1e18, "", "Z", "a", "é", "😀", bytes);
    List<Object> backwards = new ArrayList<>(sorted);
    Collections.reverse(backwards);
    backwards.forEach(key -> cache.set(key, 0));

    assertThat(cache.keys(KeyOrder.SORTED))
        .usingElementComparator((a, b) -> Objects.deepEquals(a, b) ? 0 : 1)
        .containsExactlyElementsOf(sorted);
    assertThat(cache.keys(KeyOrder.SORTED_REVERSED))
        .usingElementComparator((a, b) -> Objects.deepEquals(a, b) ? 0 : 1)
        .containsExactlyElementsOf(backwards);
  }

  @Test
  void C92_iterator_changesAfterItBegan_addedKeysNeverAppear() {
    Cache<Object, Object> cache = stores.open();
    setRange(cache, 0, 5);
    Iterator<Object> keys = cache.keys().iterator();
    assertThat(keys.next()).isEqualTo(0L);

    cache.set(100, 100);
    cache.delete(3);

    // The page had been read.
    assertThat(rest(keys)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(cache.keys()).containsExactly(0L, 1L, 2L, 4L, 100L);
  }

  @Test
  void C92_iterator_keysDeletedBeyondItsPage_areNotReturned() {
    Cache<Object, Object> cache = stores.open();
    setRange(cache, 0, 250);
    Iterator<Object> keys = cache.keys().iterator();
    keys.next();

    cache.clear();
    setRange(cache, 1000, 1010);

    assertThat(rest(keys)).isEqualTo(range(1, 100));
  }

  @Test
  void C92_sortedIterator_keysAddedAheadOfIt_appear() {
    Cache<Object, Object> cache = stores.open();
    setRange(cache, 0, 150);
    Iterator<Object> keys = cache.keys(KeyOrder.SORTED).iterator();
    keys.next();

    cache.set(-1, 0);
    cache.set(1000, 0);

    assertThat(rest(keys)).startsWith(1L, 2L).endsWith(149L, 1000L).doesNotContain(-1L);
  }

  @Test
  void C93_keys_insertionReversed_mirrors() {
    Cache<Object, Object> cache = stores.open();
    assertThat(cache.keys(KeyOrder.INSERTION_REVERSED)).isEmpty();

    setRange(cache, 0, 350);
    cache.set(7, "again");
    List<Object> mirrored = range(0, 350);
    Collections.reverse(mirrored);

    assertThat(rest(cache.keys().iterator())).isEqualTo(range(0, 350));
    assertThat(rest(cache.keys(KeyOrder.INSERTION_REVERSED).iterator())).isEqualTo(mirrored);
  }

  @Test
  void C93_reversedIterator_keysAddedAfterItBegan_neverAppear() {
    Cache<Object, Object> cache = stores.open();
    setRange(cache, 0, 5);
    Iterator<Object> keys = cache.keys(KeyOrder.INSERTION_REVERSED).iterator();

    cache.set(100, 100);

    assertThat(rest(keys)).containsExactly(4L, 3L, 2L, 1L, 0L);
  }

  @Test
  void next_afterTheLastKey_throws() {
    Cache<Object, Object> cache = stores.open();
    cache.set("only", 1);
    Iterator<Object> keys = cache.keys().iterator();

    assertThat(keys.next()).isEqualTo("only");
    assertThat(keys.hasNext()).isFalse();
    assertThatThrownBy(keys::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void keys_iteratedTwice_readAnew() {
    Cache<Object, Object> cache = stores.open();
    Iterable<Object> keys = cache.keys();
    assertThat(keys).isEmpty();

    cache.set("k", 1);

    assertThat(keys).containsExactly("k");
  }

  @Test
  void keys_insideATransaction_seeItsWrites() {
    Cache<Object, Object> cache = stores.open();
    cache.set("before", 1);

    cache.transact(
        () -> {
          cache.set("inside", 1);
          assertThat(cache.keys()).containsExactly("before", "inside");
          assertThat(cache.keys(KeyOrder.SORTED_REVERSED)).containsExactly("inside", "before");
        });
  }

  @Test
  void keys_rowsOfPythonThatNobodyCanUse_arePassedOver() throws Exception {
    Cache<Object, Object> cache = stores.open();
    cache.set("a", 1);
    String insert =
        "INSERT INTO Cache (key, raw, store_time, access_time, mode, value) VALUES (?, ?, 0, 0, 1, 1)";
    Stores.rows(cache.directory(), insert, null, 1);
    Stores.rows(cache.directory(), insert, "cposix\nsystem\n.".getBytes(US_ASCII), 0);
    cache.set("b", 1);

    for (KeyOrder order : List.of(KeyOrder.INSERTION, KeyOrder.SORTED)) {
      assertThat(cache.keys(order)).as("%s", order).containsExactly("a", "b");
    }
  }

  @Test
  void C92_iterator_lastKeyDeletedAndOthersAdded_addedKeysNeverAppear() {
    Cache<Object, Object> cache = stores.open();
    cache.transact(() -> LongStream.range(0, 250).forEach(i -> cache.set(i, i)));
    Iterator<Object> keys = cache.keys().iterator();
    keys.next();

    // SQLite would give their rowids again.
    LongStream.range(200, 250).forEach(cache::delete);
    cache.transact(() -> LongStream.range(1000, 1050).forEach(i -> cache.set(i, i)));

    List<Object> rest = new ArrayList<>();
    keys.forEachRemaining(rest::add);
    assertThat(rest)
        .containsExactlyElementsOf(LongStream.range(1, 200).mapToObj(i -> (Object) i).toList());
    assertThat(cache.keys()).last().isEqualTo(1049L);
  }
}
