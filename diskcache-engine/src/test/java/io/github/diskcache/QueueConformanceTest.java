// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Queues in a cache, and its first and last entries, as python-diskcache has them. */
class QueueConformanceTest {
  private static final Long FIRST_KEY = 500_000_000_000_000L;
  private static final WriteOptions SOON = WriteOptions.ttl(Duration.ofMillis(100));

  @RegisterExtension final Stores stores = new Stores();

  private static KeyedEntry<Object, Object> element(Object key, Object value) {
    return new KeyedEntry<>(key, value, null, null);
  }

  @Test
  void C88_nullValues_keepBothOrders() {
    Cache<Object, Object> cache = stores.open();
    for (String key : List.of("c", "a", "b")) {
      cache.set(key, null);
    }

    assertThat(cache.keys()).containsExactly("c", "a", "b");
    assertThat(cache.keys(KeyOrder.SORTED)).containsExactly("a", "b", "c");
    assertThat(cache.last()).contains(element("b", null));
    assertThat(cache.first()).contains(element("c", null));
  }

  @Test
  void C94_last_expiredEntriesBehind_areRemoved() {
    Cache<Object, Object> cache = stores.open();
    cache.set("a", 0);
    cache.set("b", 1);
    cache.set("c", 2, WriteOptions.ttl(Duration.ofSeconds(10)).tag("foo"));
    cache.set("d", 3, SOON);
    cache.set("e", 4, SOON);
    Instant expiry = stores.clock().instant().plusSeconds(10);
    stores.clock().advance(Duration.ofMillis(200));

    assertThat(cache.last()).contains(new KeyedEntry<>("c", 2L, expiry, "foo"));
    assertThat(cache.size()).isEqualTo(3);
  }

  @Test
  void C95_firstAndLast_emptyCache_areEmpty() {
    Cache<Object, Object> cache = stores.open();

    assertThat(cache.first()).isEmpty();
    assertThat(cache.last()).isEmpty();
    assertThat(cache.popFirst()).isEmpty();
    assertThat(cache.popLast()).isEmpty();
  }

  @Test
  void C96_peek_missingFile_dropsTheEntryAndEnds() throws Exception {
    Cache<Object, Object> cache = stores.open();
    cache.queue().push("x".repeat(40_000));
    cache.queue().push("next");
    Files.delete(Stores.valueFiles(stores.directory()).get(0));

    assertThat(cache.queue().peek()).contains(element(FIRST_KEY + 1, "next"));
    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void C96_first_missingFile_dropsTheEntryAndEnds() throws Exception {
    Cache<Object, Object> cache = stores.open();
    cache.set("lost", "x".repeat(40_000));
    Files.delete(Stores.valueFiles(stores.directory()).get(0));

    assertThat(cache.first()).isEmpty();
    assertThat(cache.last()).isEmpty();
    assertThat(cache.size()).isZero();
  }

  @Test
  void C96_pull_missingFile_goesOnToTheNext() throws Exception {
    Cache<Object, Object> cache = stores.open();
    cache.queue().push("x".repeat(40_000));
    cache.queue().push("next");
    Files.delete(Stores.valueFiles(stores.directory()).get(0));

    assertThat(cache.queue().pull()).contains(element(FIRST_KEY + 1, "next"));
    assertThat(cache.queue().pull()).isEmpty();
  }

  @Test
  void C97_push_numbersTheKeys() {
    Cache<Object, Object> cache = stores.open();

    assertThat(cache.queue().push("first")).isEqualTo(FIRST_KEY);
    assertThat(cache.queue().push("second")).isEqualTo(FIRST_KEY + 1);
    assertThat(cache.queue().push("third", Side.FRONT, WriteOptions.NONE)).isEqualTo(FIRST_KEY - 1);
    assertThat(cache.queue("userids").push(1)).isEqualTo("userids-500000000000000");
    assertThat(cache.get(FIRST_KEY)).isEqualTo("first");
  }

  @Test
  void C97_push_localeWithOtherDigits_numbersTheKeysAlike() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertThat(stores.open().queue("q").push(1)).isEqualTo("q-500000000000000");
      assertThat(stores.openFanout(Cache.builder(stores.directory("fan")), 1).directory())
          .isDirectoryContaining(path -> path.endsWith("000"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void C98_pull_emptyQueue_isEmpty() {
    Cache<Object, Object> cache = stores.open();

    assertThat(cache.queue().pull()).isEmpty();
    assertThat(cache.queue().peek()).isEmpty();
    assertThat(cache.queue("q").pull(Side.BACK)).isEmpty();
    assertThat(cache.queue("q").peek(Side.BACK)).isEmpty();
  }

  @Test
  void C98_pull_nullElement_isPresent() {
    Cache<Object, Object> cache = stores.open();
    cache.queue().push(null);

    assertThat(cache.queue().peek()).contains(element(FIRST_KEY, null));
    assertThat(cache.queue().pull()).contains(element(FIRST_KEY, null));
    assertThat(cache.queue().pull()).isEmpty();
  }

  @Test
  void C99_pull_fromBothSides() {
    CacheQueue<Object> queue = stores.open().queue();
    List.of("a", "b", "c").forEach(queue::push);

    assertThat(queue.pull().orElseThrow().value()).isEqualTo("a");
    assertThat(queue.pull(Side.BACK).orElseThrow().value()).isEqualTo("c");
    assertThat(queue.pull(Side.BACK).orElseThrow().value()).isEqualTo("b");
  }

  @Test
  void C100_pull_expiredElements_areDropped() {
    Cache<Object, Object> cache = stores.open();
    pushThreeThatExpireAndOne(cache.queue());

    assertThat(cache.queue().pull()).contains(element(FIRST_KEY + 3, 1L));
    assertThat(cache.size()).isZero();
  }

  @Test
  void C100_peek_expiredElements_areDropped() {
    Cache<Object, Object> cache = stores.open();
    pushThreeThatExpireAndOne(cache.queue());

    assertThat(cache.queue().peek()).contains(element(FIRST_KEY + 3, 1L));
    assertThat(cache.size()).isEqualTo(1);
  }

  private void pushThreeThatExpireAndOne(CacheQueue<Object> queue) {
    for (int i = 0; i < 3; i++) {
      queue.push(0, Side.BACK, SOON);
    }
    queue.push(1);
    stores.clock().advance(Duration.ofMillis(200));
  }

  @Test
  void push_options_comeBack() {
    CacheQueue<Object> queue = stores.open().queue("jobs");
    queue.push("job", Side.BACK, WriteOptions.ttl(Duration.ofSeconds(60)).tag("urgent"));
    Instant expiry = stores.clock().instant().plusSeconds(60);
    KeyedEntry<Object, Object> expected =
        new KeyedEntry<>("jobs-500000000000000", "job", expiry, "urgent");

    assertThat(queue.peek()).contains(expected);
    assertThat(queue.pull()).contains(expected);
  }

  @Test
  void C102_prefixes_doNotInterfere() {
    Cache<Object, Object> cache = stores.open();
    cache.queue("a-1").push("x");
    cache.queue("a-b").push("y");
    cache.queue("").push("z");

    assertThat(cache.queue("a").pull()).isEmpty();
    assertThat(cache.queue("a").push(1)).isEqualTo("a-500000000000000");
    assertThat(cache.queue("a").pull()).contains(element("a-500000000000000", 1L));
    assertThat(cache.queue("").pull()).contains(element("-500000000000000", "z"));
    assertThat(cache.queue("a-1").pull()).contains(element("a-1-500000000000000", "x"));
    assertThat(cache.queue("a-b").pull(Side.BACK)).contains(element("a-b-500000000000000", "y"));
    assertThat(cache.queue().pull()).isEmpty();
  }

  @Test
  void C102_prefix_ofAnyCharacters_isAQueueOfItsOwn() {
    Cache<Object, Object> cache = stores.open();
    List<String> prefixes = List.of("%d", "[a-z]*", "é日😀", "nul\0l", "nul", "a b\n", "'");
    for (String prefix : prefixes) {
      cache.queue(prefix).push(prefix + 1);
      cache.queue(prefix).push(prefix + 2);
    }

    for (String prefix : prefixes) {
      assertThat(cache.queue(prefix).pull())
          .contains(element(prefix + "-500000000000000", prefix + 1));
      assertThat(cache.queue(prefix).pull())
          .contains(element(prefix + "-500000000000001", prefix + 2));
      assertThat(cache.queue(prefix).pull()).as(prefix).isEmpty();
    }
  }

  @Test
  void C102_keyWithOtherTail_isNoElement() {
    Cache<Object, Object> cache = stores.open();
    cache.set("a-50000000000000x", "text");
    cache.set("a-5000000000000\0001", "nul");
    cache.set("a-5", "short");

    assertThat(cache.queue("a").peek()).isEmpty();
    assertThat(cache.queue("a").push(1)).isEqualTo("a-500000000000000");
  }

  @Test
  void C103_push_drainedQueue_startsAnew() {
    CacheQueue<Object> queue = stores.open().queue("q");
    queue.push(1);
    queue.push(2);
    queue.pull();
    queue.pull();

    assertThat(queue.push(3)).isEqualTo("q-500000000000000");
  }

  @Test
  void C104_push_lastKeyUsed_isRefused() {
    Cache<Object, Object> cache = stores.open();
    cache.set(999_999_999_999_998L, "last");

    assertThat(cache.queue().push("beyond")).isEqualTo(999_999_999_999_999L);
    assertThatThrownBy(() -> cache.queue().push("x".repeat(40_000)))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("queue key space is exhausted at [999999999999999]");
    assertThat(cache.size()).isEqualTo(2);
  }

  @Test
  void C104_pushFront_firstKeyUsed_isRefused() {
    CacheQueue<Object> queue = stores.open().queue("q");
    stores.open().set("q-000000000000001", "first");

    assertThat(queue.push("beyond", Side.FRONT, WriteOptions.NONE)).isEqualTo("q-000000000000000");
    assertThatThrownBy(() -> queue.push("again", Side.FRONT, WriteOptions.NONE))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("queue key space is exhausted at [q-000000000000000]");
  }

  @Test
  void C104_userKeysInRange_takePart() {
    Cache<Object, Object> cache = stores.open();
    cache.set(7, "seven");
    cache.set(8.5, "real");
    cache.set(0, "below");
    cache.set(-1, "negative");

    assertThat(cache.queue().push("nine")).isEqualTo(9L);
    assertThat(cache.queue().pull()).contains(element(7L, "seven"));
    assertThat(cache.queue().pull()).contains(element(8.5, "real"));
    assertThat(cache.queue().pull()).contains(element(9L, "nine"));
    assertThat(cache.queue().pull()).isEmpty();
    assertThat(cache.keys()).containsExactly(0L, -1L);
  }

  @Test
  void C105_noSide_isRefusedAndStoresNothing() throws Exception {
    Cache<Object, Object> cache = stores.open();
    CacheQueue<Object> queue = cache.queue();

    assertThatThrownBy(() -> queue.push("x".repeat(40_000), null, WriteOptions.NONE))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("side");
    assertThatThrownBy(() -> queue.pull(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> queue.peek(null)).isInstanceOf(NullPointerException.class);
    assertThat(cache.size()).isZero();
    assertThat(Stores.valueFiles(stores.directory())).isEmpty();
  }

  @Test
  void C105_valueThatCannotBeStored_isRefusedAndStoresNothing() {
    Cache<Object, Object> cache = stores.open();

    assertThatThrownBy(() -> cache.queue().push(new Object()))
        .isInstanceOf(CacheTypeException.class);
    assertThat(cache.size()).isZero();
  }

  @Test
  void C106_valueFile_staysForPeekAndGoesWithPull() throws Exception {
    CacheQueue<Object> queue = stores.open().queue();
    byte[] large = new byte[50_000];
    Arrays.fill(large, (byte) 7);
    queue.push(large);

    assertThat((byte[]) queue.peek().orElseThrow().value()).isEqualTo(large);
    assertThat((byte[]) queue.peek().orElseThrow().value()).isEqualTo(large);
    assertThat(Stores.valueFiles(stores.directory())).hasSize(1);
    assertThat((byte[]) queue.pull().orElseThrow().value()).isEqualTo(large);
    assertThat(Stores.valueFiles(stores.directory())).isEmpty();
  }

  @Test
  void pull_rolledBack_leavesTheElementAndItsFile() {
    Cache<Object, Object> cache = stores.open();
    cache.queue().push("x".repeat(40_000));

    assertThatThrownBy(
            () ->
                cache.transact(
                    () -> {
                      cache.queue().pull();
                      throw new IllegalStateException("stop");
                    }))
        .hasMessage("stop");

    assertThat(cache.queue().pull().orElseThrow().value()).isEqualTo("x".repeat(40_000));
  }

  @Test
  void pull_manyThreads_takeEachElementOnce() throws Exception {
    Cache<Object, Object> cache = stores.open();
    int elements = 400;
    cache.transact(
        () -> {
          for (int i = 0; i < elements; i++) {
            cache.queue("q").push(i);
          }
        });

    List<Background<Set<Object>>> pullers =
        IntStream.range(0, 4)
            .mapToObj(i -> Background.start(() -> pullAll(cache.queue("q"))))
            .toList();

    Set<Object> all = new HashSet<>();
    for (Background<Set<Object>> puller : pullers) {
      for (Object value : puller.result()) {
        assertThat(all.add(value)).as("taken once: %s", value).isTrue();
      }
    }
    assertThat(all).hasSize(elements);
  }

  private static Set<Object> pullAll(CacheQueue<Object> queue) {
    Set<Object> pulled = new HashSet<>();
    for (Optional<KeyedEntry<Object, Object>> next = queue.pull();
        next.isPresent();
        next = queue.pull()) {
      assertThat(pulled.add(next.get().value())).isTrue();
    }
    return pulled;
  }

  @Test
  void queue_ofFanoutCache_isRefused() {
    FanoutCache<Object, Object> fanout =
        stores.openFanout(Cache.builder(stores.directory("fan")), 2);

    assertThatThrownBy(fanout::queue)
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("spread over 2 shards");
  }
}
