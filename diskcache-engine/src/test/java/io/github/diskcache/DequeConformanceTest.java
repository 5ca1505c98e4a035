// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The deque as python-diskcache has it. */
class DequeConformanceTest {
  @RegisterExtension final Stores stores = new Stores();

  private Deque<Object> numbers(int count) {
    Deque<Object> deque = stores.openDeque();
    deque.extend(IntStream.range(0, count).boxed().toList());
    return deque;
  }

  private static List<Object> longs(long... numbers) {
    return new ArrayList<>(LongStream.of(numbers).boxed().toList());
  }

  private Deque<Object> letters(String letters) {
    Deque<Object> deque = stores.openDeque();
    deque.extend(List.of(letters.split("")));
    return deque;
  }

  @Test
  void C21_fanoutDequeAndIndex_liveInDirectoriesOfTheirKind() {
    FanoutCache<Object, Object> fanout =
        stores.openFanout(Cache.builder(stores.directory("fan")), 2);
    fanout.deque("q").add(1);
    fanout.deque("a/b").add(2);
    fanout.index("i").put("k", "v");

    assertThat(stores.directory("fan").resolve("deque/q/cache.db")).exists();
    assertThat(stores.directory("fan").resolve("deque/a/b/cache.db")).exists();
    assertThat(stores.directory("fan").resolve("index/i/cache.db")).exists();
    assertThat(fanout.size()).isZero();
  }

  @Test
  void C21_fanoutItself_isNeitherDequeNorIndex() {
    FanoutCache<Object, Object> fanout =
        stores.openFanout(Cache.builder(stores.directory("fan")), 2);

    assertThatThrownBy(fanout::deque)
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("spread over 2 shards");
    assertThatThrownBy(fanout::index).isInstanceOf(CacheTypeException.class);
  }

  @Test
  void C22_nameThatLeadsOut_isRefused() {
    FanoutCache<Object, Object> fanout =
        stores.openFanout(Cache.builder(stores.directory("fan")), 2);

    for (String name : List.of("../x", "", "a//b", ".", "/x", "a\\b")) {
      assertThatThrownBy(() -> fanout.deque(name)).isInstanceOf(CacheOpenException.class);
      assertThatThrownBy(() -> fanout.index(name)).isInstanceOf(CacheOpenException.class);
    }
    assertThat(stores.directory("x")).doesNotExist();
  }

  @Test
  void C139_fanoutDeque_isOpenedOnceAndEvictsNothing() {
    FanoutCache<Object, Object> fanout =
        stores.openFanout(Cache.builder(stores.directory("fan")), 2);
    Deque<Object> deque = fanout.deque("x");

    assertThat(fanout.deque("x")).isSameAs(deque);
    assertThat(fanout.retrying().deque("x")).isSameAs(deque);
    assertThat(fanout.deque("y")).isNotSameAs(deque);
    assertThat(deque.cache().maintenance().settings().evictionPolicy())
        .isEqualTo(EvictionPolicy.NONE);
  }

  @Test
  void C139_fanoutClosed_closesItsDeques() {
    FanoutCache<Object, Object> fanout =
        stores.openFanout(Cache.builder(stores.directory("fan")), 2);
    Deque<Object> deque = fanout.deque("x");
    deque.add(1);
    fanout.close();

    assertThatThrownBy(deque::size).isInstanceOf(CacheClosedException.class);
    assertThatThrownBy(() -> fanout.deque("x")).isInstanceOf(CacheClosedException.class);
  }

  @Test
  void C139_fanoutDequeClosed_isOpenedAnew() {
    FanoutCache<Object, Object> fanout =
        stores.openFanout(Cache.builder(stores.directory("fan")), 2);
    Deque<Object> deque = fanout.deque("x");
    deque.add(1);
    deque.close();

    assertThat(fanout.deque("x")).isNotSameAs(deque).containsExactly(1L);
  }

  @Test
  void C140_appendLeftPopReverse() {
    Deque<Object> deque = numbers(5);
    for (int i = 0; i < 5; i++) {
      deque.appendLeft(-i);
    }

    assertThat(deque).containsExactlyElementsOf(longs(-4, -3, -2, -1, 0, 0, 1, 2, 3, 4));
    assertThat(deque.removeLast()).isEqualTo(4L);
    assertThat(deque.removeFirst()).isEqualTo(-4L);
    deque.reverse();
    assertThat(deque).containsExactlyElementsOf(longs(3, 2, 1, 0, 0, -1, -2, -3));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 01234",
    "2, 34012",
    "-1, 12340",
    "7, 34012",
    "5, 01234",
    "-5, 01234",
    "4, 12340",
    "3, 23401",
    "-12, 23401",
    "-9223372036854775808, 34012"
  })
  void C141_rotate(long steps, String expected) {
    Deque<Object> deque = letters("01234");

    deque.rotate(steps);

    assertThat(String.join("", texts(deque))).isEqualTo(expected);
    deque.rotate(0);
    assertThat(String.join("", texts(deque))).isEqualTo(expected);
  }

  private static List<String> texts(Deque<Object> deque) {
    return deque.stream().map(Object::toString).toList();
  }

  @Test
  void C141_rotateAndReverse_nothingOrOne_doNothing() {
    Deque<Object> deque = stores.openDeque();
    deque.rotate(3);
    deque.reverse();
    assertThat(deque).isEmpty();

    deque.add("only");
    deque.rotate(3);
    deque.reverse();
    assertThat(deque).containsExactly("only");
  }

  @Test
  void C141_rotateAndReverse_keysWithGapsFilesAndReals_keepEachValue() throws Exception {
    Deque<Object> deque = stores.openDeque();
    Cache<Object, Object> cache = stores.open();
    cache.set(3, "three");
    cache.set(10.5, "x".repeat(40_000));
    cache.set(11, null);
    cache.set(500, "last");

    deque.rotate(1);
    assertThat(deque).containsExactly("last", "three", "x".repeat(40_000), null);
    deque.rotate(-2);
    assertThat(deque).containsExactly("x".repeat(40_000), null, "last", "three");
    deque.reverse();
    assertThat(deque).containsExactly("three", "last", null, "x".repeat(40_000));
    assertThat(Stores.valueFiles(stores.directory())).hasSize(1);
  }

  @Test
  void C141_rotateAndReverse_noRoomAtOneSide_useTheOther() {
    Deque<Object> deque = stores.openDeque();
    Cache<Object, Object> cache = stores.open();
    cache.set(-1, "not in the deque");
    for (long key = 1; key <= 4; key++) {
      cache.set(key, key);
    }

    deque.rotate(1);
    assertThat(deque).containsExactlyElementsOf(longs(4, 1, 2, 3));
    deque.clear();
    for (long key = 999_999_999_999_995L; key < 999_999_999_999_999L; key++) {
      cache.set(key, key - 999_999_999_999_994L);
    }
    deque.rotate(-1);
    assertThat(deque).containsExactlyElementsOf(longs(2, 3, 4, 1));
    deque.reverse();
    assertThat(deque).containsExactlyElementsOf(longs(1, 4, 3, 2));
    assertThat(cache.get(-1)).isEqualTo("not in the deque");
  }

  @Test
  void C141_rotateAndReverse_noRoomAtEitherSide_areRefusedAndChangeNothing() {
    Deque<Object> deque = stores.openDeque();
    Cache<Object, Object> cache = stores.open();
    cache.set(1, "first");
    cache.set(999_999_999_999_998L, "last");

    assertThatThrownBy(() -> deque.rotate(1)).hasMessageContaining("key space is exhausted");
    assertThatThrownBy(deque::reverse).hasMessageContaining("key space is exhausted");
    assertThat(deque).containsExactly("first", "last");
  }

  @Test
  void C141_rotateAndReverse_againstAList() {
    Deque<Object> deque = numbers(257);
    List<Object> list = new ArrayList<>(LongStream.range(0, 257).boxed().toList());
    for (int steps : new int[] {1, -1, 100, -100, 128, 129, 256, 1000, -1000}) {
      deque.rotate(steps);
      Collections.rotate(list, steps);
      assertThat(deque).as("after %d", steps).containsExactlyElementsOf(list);
      deque.reverse();
      Collections.reverse(list);
      assertThat(deque).as("reversed after %d", steps).containsExactlyElementsOf(list);
      deque.append(steps);
      list.add((long) steps);
    }
  }

  @Test
  void C142_maxLength_dropsFromTheOtherEnd() {
    Deque<Object> deque = stores.openDeque();
    deque.setMaxLength(3);

    for (String letter : List.of("a", "b", "c", "d", "e")) {
      deque.append(letter);
    }
    assertThat(deque).containsExactly("c", "d", "e");
    for (String letter : List.of("a", "b", "c", "d", "e")) {
      deque.appendLeft(letter);
    }
    assertThat(deque).containsExactly("e", "d", "c");
  }

  @Test
  void C142_setMaxLength_trimsFromTheLeft() {
    Deque<Object> deque = letters("abcde");

    deque.setMaxLength(2);

    assertThat(deque).containsExactly("d", "e");
    assertThat(deque.maxLength()).isEqualTo(2);
  }

  @Test
  void C142_maxLengthZero_staysEmpty() throws Exception {
    Deque<Object> deque = letters("abc");
    deque.setMaxLength(0);

    assertThat(deque).isEmpty();
    deque.append("x".repeat(40_000));
    deque.appendLeft("x");
    deque.extend(List.of(1, 2, 3));
    assertThat(deque).isEmpty();
    assertThat(Stores.valueFiles(stores.directory())).isEmpty();
  }

  @Test
  void C142_maxLength_unlimitedAgain() {
    Deque<Object> deque = stores.openDeque();
    deque.setMaxLength(1);
    deque.setMaxLength(Deque.UNLIMITED);
    deque.extend(List.of(1, 2, 3));

    assertThat(deque).hasSize(3);
    assertThat(deque.maxLength()).isEqualTo(Deque.UNLIMITED);
    assertThat(deque.remainingCapacity()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void C142_maxLength_isStoredAndSeenByAll() {
    Deque<Object> deque = stores.openDeque();
    Deque<Object> other = stores.openDeque();
    other.setMaxLength(2);

    deque.extend(List.of(1, 2, 3));
    assertThat(deque).containsExactly(2L, 3L);
    deque.close();
    other.close();

    Deque<Object> reopened = stores.openDeque();
    assertThat(reopened.maxLength()).isEqualTo(2);
    reopened.append(4);
    assertThat(reopened).containsExactly(3L, 4L);
  }

  @Test
  void C142_openWithMaxLength_storesAndTrims() {
    numbers(5).close();

    Deque<Object> deque = Deque.open(stores.directory(), 2);
    stores.opened(deque.cache());

    assertThat(deque).containsExactly(3L, 4L);
    assertThatThrownBy(() -> Deque.open(stores.directory("other"), -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it takes zero or more, was [-1]");
    assertThat(stores.directory("other")).doesNotExist();
  }

  @Test
  void C142_pythonPushedBeyondMaxLength_nextAppendBringsItDown() {
    Deque<Object> deque = stores.openDeque();
    deque.setMaxLength(2);
    CacheQueue<Object> python = stores.open().queue();
    IntStream.range(0, 250).forEach(python::push);

    deque.append("x");

    assertThat(deque).containsExactly(249L, "x");
  }

  @Test
  void C142_setMaxLength_manyWithFiles_dropsTheirFiles() throws Exception {
    Deque<Object> deque = stores.openDeque();
    for (int i = 0; i < 5; i++) {
      deque.append("x".repeat(40_000));
    }

    deque.setMaxLength(1);

    assertThat(Stores.valueFiles(stores.directory())).hasSize(1);
  }

  @Test
  void C144_nullElement_isTold_fromNothing() {
    Deque<Object> deque = stores.openDeque();
    deque.add(null);

    assertThat(deque.getFirst()).isNull();
    assertThat(deque.getLast()).isNull();
    assertThat(deque.contains(null)).isTrue();
    assertThat(deque.removeLast()).isNull();
    assertThatThrownBy(deque::removeLast)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("Cannot remove last element of deque [")
        .hasMessageContaining("it is empty");
    assertThatThrownBy(deque::getFirst).isInstanceOf(NoSuchElementException.class);
    assertThat(deque.pollFirst()).isNull();
    assertThat(deque.peekLast()).isNull();
  }

  private static boolean equal(Object deque, Object other) {
    return deque.equals(other);
  }

  @Test
  void C145_equality_withListsAndDeques() {
    Deque<Object> deque = numbers(3);

    assertThat(equal(deque, List.of(0L, 1L, 2L))).isTrue();
    assertThat(equal(deque, List.of(0, 1.0, 2))).isTrue();
    assertThat(equal(deque, new ArrayDeque<>(List.of(0, 1, 2)))).isTrue();
    assertThat(equal(deque, stores.openDeque())).isTrue();
    assertThat(equal(deque, List.of(0, 1))).isFalse();
    assertThat(equal(deque, List.of(0, 1, 2, 3))).isFalse();
    assertThat(equal(deque, List.of(0, 2, 1))).isFalse();
    assertThat(equal(deque, new Object())).isFalse();
    assertThat(equal(deque, null)).isFalse();
    assertThat(deque.hashCode()).isEqualTo(List.of(0L, 1L, 2L).hashCode());
  }

  @Test
  void C145_comparison_isLexicographic() {
    Deque<Object> deque = numbers(3);

    assertThat(deque.compareTo(List.of(0, 1, 2))).isZero();
    assertThat(deque.compareTo(List.of(0, 1))).isPositive();
    assertThat(deque.compareTo(List.of(0, 1, 2, 0))).isNegative();
    assertThat(deque.compareTo(List.of(0, 1.5))).isNegative();
    assertThat(deque.compareTo(List.of(0, 0, "text"))).isPositive();
    assertThat(deque.compareTo(List.of())).isPositive();
    assertThatThrownBy(() -> deque.compareTo(List.of(0, "text")))
        .isInstanceOf(ClassCastException.class)
        .hasMessageContaining("java.lang.Long")
        .hasMessageContaining("java.lang.String");
  }

  @Test
  void C145_remove_takesTheFirstEqual() {
    Deque<Object> deque = letters("abcab");

    assertThat(deque.remove((Object) "b")).isTrue();
    assertThat(deque).containsExactly("a", "c", "a", "b");
    assertThat(deque.removeLastOccurrence("a")).isTrue();
    assertThat(deque).containsExactly("a", "c", "b");
    assertThat(deque.removeFirstOccurrence("z")).isFalse();
    assertThat(deque.count("a")).isEqualTo(1);
    assertThat(deque.indexOf("b")).isEqualTo(2);
    assertThat(deque.indexOf("z")).isEqualTo(-1);
  }

  @Test
  void C145_equalElements_byMeaning() {
    Deque<Object> deque = stores.openDeque();
    deque.extend(Arrays.asList(1, 1.0, true, "1", new byte[] {1}, null, List.of(1), Tuple.of(1)));

    assertThat(deque.count(1)).isEqualTo(2);
    assertThat(deque.count(1.0)).isEqualTo(2);
    assertThat(deque.count(true)).isEqualTo(1);
    assertThat(deque.count("1")).isEqualTo(1);
    assertThat(deque.count(new byte[] {1})).isEqualTo(1);
    assertThat(deque.count(null)).isEqualTo(1);
    assertThat(deque.count(List.of(1.0))).isEqualTo(1);
    assertThat(deque.count(Tuple.of(1L))).isEqualTo(1);
  }

  @Test
  void C145_index_outOfRange_isRefusedBothWays() {
    Deque<Object> deque = numbers(3);
    stores.open().set(-5, "not in the deque");

    assertThat(deque.get(0)).isEqualTo(0L);
    assertThat(deque.get(2)).isEqualTo(2L);
    assertThat(deque.get(-1)).isEqualTo(2L);
    assertThat(deque.get(-3)).isEqualTo(0L);
    assertThatThrownBy(() -> deque.get(3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("index 3 is out of bounds for size 3");
    for (int index : new int[] {-4, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> deque.get(index)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> deque.set(index, 1)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> deque.remove(index)).isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThat(deque).hasSize(3);
  }

  @Test
  void C145_setAndRemoveByIndex() throws Exception {
    Deque<Object> deque = numbers(5);

    assertThat(deque.set(1, "x".repeat(40_000))).isEqualTo(1L);
    assertThat(deque.set(-1, null)).isEqualTo(4L);
    assertThat(deque).containsExactly(0L, "x".repeat(40_000), 2L, 3L, null);
    assertThat(deque.remove(1)).isEqualTo("x".repeat(40_000));
    assertThat(deque.remove(-1)).isNull();
    assertThat(deque).containsExactly(0L, 2L, 3L);
    assertThat(Stores.valueFiles(stores.directory())).isEmpty();
  }

  @Test
  void C145_index_everyPlaceOfManyPages() {
    Deque<Object> deque = numbers(350);

    for (int i = 0; i < 350; i++) {
      assertThat(deque.get(i)).isEqualTo((long) i);
      assertThat(deque.get(i - 350)).isEqualTo((long) i);
    }
  }

  @Test
  void extend_manyThatGrow_keepsOrder() {
    Deque<Object> deque = stores.openDeque();
    deque.extend(() -> LongStream.range(0, 250).boxed().map(Object.class::cast).iterator());
    deque.extendLeft(List.of("a", "b", "c"));

    assertThat(deque).hasSize(253).startsWith("c", "b", "a", 0L).endsWith(248L, 249L);
    List<Collection<Object>> itself = List.of(deque);
    assertThatThrownBy(() -> deque.extend(itself.get(0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> deque.addAll(itself.get(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void iterator_isLive() {
    Deque<Object> deque = letters("0abcd");
    Iterator<Object> iterator = deque.iterator();

    assertThat(Stream.generate(iterator::next).limit(2)).containsExactly("0", "a");
    deque.removeFirstOccurrence("b");
    deque.set(2, "C");
    deque.append("e");

    assertThat(Stream.generate(iterator::next).limit(3)).containsExactly("C", "d", "e");
    assertThat(iterator.hasNext()).isFalse();
  }

  @Test
  void iterator_insideATransaction_seesItsOwnChangesAndTheirEnd() {
    Deque<Object> deque = letters("0abcd");
    Iterator<Object> iterator = deque.iterator();
    assertThat(Stream.generate(iterator::next).limit(2)).containsExactly("0", "a");

    assertThatThrownBy(
            () ->
                deque.transact(
                    () -> {
                      deque.removeFirstOccurrence("b");
                      deque.removeFirstOccurrence("d");
                      assertThat(iterator.next()).isEqualTo("c");
                      throw new IllegalStateException("stop");
                    }))
        .hasMessage("stop");

    assertThat(iterator.next()).isEqualTo("d");
    assertThat(iterator.hasNext()).isFalse();
  }

  @Test
  void descendingIterator_isTheMirrorAndLive() {
    Deque<Object> deque = numbers(250);
    List<Object> descending = new ArrayList<>();
    deque.descendingIterator().forEachRemaining(descending::add);

    Collections.reverse(descending);
    assertThat(deque).containsExactlyElementsOf(descending);
    Iterator<Object> iterator = deque.descendingIterator();
    assertThat(iterator.next()).isEqualTo(249L);
    deque.appendLeft("ahead");
    List<Object> rest = new ArrayList<>();
    iterator.forEachRemaining(rest::add);
    assertThat(rest).hasSize(250).endsWith("ahead");
  }

  @Test
  void expiredEntries_countUntilRemovedAndAreNotReturned() {
    Deque<Object> deque = stores.openDeque();
    CacheQueue<Object> queue = stores.open().queue();
    queue.push("a", Side.BACK, WriteOptions.ttl(Duration.ofSeconds(1)));
    queue.push("b");
    stores.clock().advance(Duration.ofSeconds(2));

    assertThat(deque.size()).isEqualTo(2);
    assertThat(deque.iterator()).toIterable().containsExactly("b");
    assertThat(deque.get(0)).isEqualTo("b");
    assertThat(deque.peekFirst()).isEqualTo("b");
    assertThat(deque.size()).isEqualTo(1);
  }

  @Test
  void lostValueFile_isPassedOver() throws Exception {
    stores.expectDamage();
    Deque<Object> deque = letters("ab");
    deque.append("x".repeat(40_000));
    deque.append("c");
    Files.delete(Stores.valueFiles(stores.directory()).get(0));

    assertThat(deque).containsExactly("a", "b", "c");
    assertThat(deque.get(2)).isEqualTo("c");
    deque.removeFirst();
    deque.removeFirst();
    assertThat(deque.removeFirst()).isEqualTo("c");
    assertThat(deque).isEmpty();
  }

  @Test
  void on_cacheWithOtherEntries_isItsQueue() {
    Cache<Object, Object> cache = stores.open();
    cache.set("other", "entry");
    cache.set(-1, "negative");
    cache.queue("prefix").push("elsewhere");
    Deque<Object> deque = Deque.on(cache);
    deque.extend(List.of(1, 2, 3));

    assertThat(deque).containsExactly(1L, 2L, 3L);
    assertThat(deque.size()).isEqualTo(3);
    deque.setMaxLength(2);
    assertThat(cache.queue().pull().orElseThrow().value()).isEqualTo(2L);
    deque.clear();
    assertThat(deque.isEmpty()).isTrue();
    assertThat(cache.size()).isEqualTo(3);
    deque.close();
    assertThat(cache.get("other")).isEqualTo("entry");
    assertThat(deque.cache()).isSameAs(cache);
    assertThat(deque.cache().maintenance().settings().evictionPolicy())
        .isEqualTo(EvictionPolicy.LEAST_RECENTLY_STORED);
  }

  @Test
  void open_evictsNothingHoweverFull() {
    Deque<Object> deque =
        stores.openDeque(
            stores.builder().sizeLimit(0).evictionPolicy(EvictionPolicy.LEAST_RECENTLY_USED));
    deque.extend(IntStream.range(0, 200).boxed().toList());

    assertThat(deque).hasSize(200);
    assertThat(deque.cache().cull()).isZero();
  }

  @Test
  void transact_exception_rollsBackAll() {
    Deque<Object> deque = letters("abc");

    assertThatThrownBy(
            () ->
                deque.transact(
                    () -> {
                      deque.removeFirst();
                      deque.append("d");
                      deque.reverse();
                      deque.setMaxLength(1);
                      throw new IllegalStateException("stop");
                    }))
        .hasMessage("stop");

    assertThat(deque).containsExactly("a", "b", "c");
    assertThat(deque.maxLength()).isEqualTo(Deque.UNLIMITED);
    deque.setMaxLength(2);
    assertThat(deque).containsExactly("b", "c");
  }

  @Test
  void readOnly_answersWithoutWriting() {
    Deque<Object> deque = letters("abca");
    deque.setMaxLength(10);
    stores.open().queue().push("z", Side.FRONT, WriteOptions.ttl(Duration.ofSeconds(1)));
    stores.clock().advance(Duration.ofSeconds(2));

    Deque<Object> readOnly = stores.opened(stores.builder().readOnly().open()).deque();

    assertThat(readOnly).containsExactly("a", "b", "c", "a");
    assertThat(readOnly.peekFirst()).isEqualTo("a");
    assertThat(readOnly.count("a")).isEqualTo(2);
    assertThat(readOnly.maxLength()).isEqualTo(10);
    assertThatThrownBy(readOnly::removeFirst).isInstanceOf(CacheReadOnlyException.class);
  }

  @Test
  void toString_namesTheDirectory() {
    Path directory = stores.directory();

    assertThat(stores.openDeque()).hasToString("Deque[" + directory + "]");
    assertThat(stores.openIndex()).hasToString("Index[" + directory + "]");
  }
}
