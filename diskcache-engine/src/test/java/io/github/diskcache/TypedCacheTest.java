// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diskcache.CodecTest.Line;
import io.github.diskcache.CodecTest.Point;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TypedCacheTest {
  @RegisterExtension final Stores stores = new Stores();

  private static final Line LINE = new Line("pen", 3, new BigDecimal("1.10"));

  private Cache<String, Line> lines() {
    return stores.opened(stores.builder().open(String.class, Line.class));
  }

  @Test
  void open_declaredTypes_everyOperationHasThem() {
    Cache<Point, Line> cache = stores.opened(stores.builder().open(Point.class, Line.class));
    Line other = new Line("ink", 1, BigDecimal.TEN);
    Point here = new Point(1, 2);
    Point there = new Point(3, 4);

    cache.set(here, LINE);
    assertThat(cache.add(here, other)).isFalse();
    assertThat(cache.add(there, other)).isTrue();

    assertThat(cache.get(new Point(1, 2))).isEqualTo(LINE);
    assertThat(cache.entry(here).orElseThrow().value()).isEqualTo(LINE);
    assertThat(cache.keys()).containsExactly(here, there);
    assertThat(cache.keys(KeyOrder.SORTED_REVERSED)).containsExactly(there, here);
    assertThat(cache.getAll(List.of(here, there))).isEqualTo(Map.of(here, LINE, there, other));
    assertThat(cache.first().orElseThrow().key()).isEqualTo(here);
    assertThat(cache.popLast().orElseThrow().value()).isEqualTo(other);
    assertThat(cache.queue().push(other)).isEqualTo(500_000_000_000_000L);
    assertThat(cache.queue().pull().orElseThrow())
        .isEqualTo(new KeyedEntry<>(500_000_000_000_000L, other, null, null));
    cache.setAll(Map.of(there, LINE), WriteOptions.tagged("t"));
    assertThat(cache.keysTagged("t")).containsExactly(there);
    assertThat(cache.pop(there)).isEqualTo(LINE);
    assertThat(cache.delete(here)).isTrue();
    assertThat(cache.size()).isZero();
  }

  @Test
  void open_declaredTypes_storesKeysAsCanonicalText() throws Exception {
    stores.opened(stores.builder().open(Point.class, Line.class)).set(new Point(1, 2), LINE);

    assertThat(Stores.rows(stores.directory(), "SELECT key, raw, mode, value FROM Cache"))
        .containsExactly(
            List.of(
                "{\"x\":1.0,\"y\":2.0}",
                1,
                1,
                "{\"article\":\"pen\",\"pieces\":3,\"price\":1.10}"));
  }

  @Test
  void open_genericTypes_areReadAsThem() throws Exception {
    Type lists = CodecTest.class.getDeclaredField("LINES").getGenericType();
    Cache<LocalDate, Map<String, Line>> cache =
        stores.opened(stores.builder().<LocalDate, Map<String, Line>>open(LocalDate.class, lists));

    cache.set(LocalDate.EPOCH, Map.of("a", LINE));

    assertThat(cache.get(LocalDate.EPOCH)).isEqualTo(Map.of("a", LINE));
    assertThat(cache.keys()).containsExactly(LocalDate.EPOCH);
  }

  @Test
  void open_numbers_comeBackAsDeclaredAndCanBeAddedTo() {
    Cache<Integer, Integer> cache =
        stores.opened(stores.builder().open(Integer.class, Integer.class));

    cache.set(1, 5);
    assertThat(cache.get(1)).isEqualTo(5);
    assertThat(cache.increment(1, 2)).isEqualTo(7);
    assertThat(cache.increment(2)).isEqualTo(1);

    assertThat(cache.get(1)).isEqualTo(7);
    assertThat(cache.keys()).containsExactly(1, 2);
    assertThat(cache.increment(1, 1L << 40)).isEqualTo(7 + (1L << 40));
    assertThatThrownBy(() -> cache.get(1)).isInstanceOf(CacheTypeException.class);
  }

  @Test
  void set_null_isAValueWhateverTheType() {
    Cache<String, Line> cache = lines();

    cache.set("k", null);

    assertThat(cache.entry("k")).contains(new Entry<>(null, null, null));
    assertThat(cache.entry("missing")).isEmpty();
  }

  @Test
  void set_largeValue_livesInAFileThatReadOpens() throws Exception {
    Cache<String, Line> cache = lines();
    Line large = new Line("x".repeat(50_000), 1, BigDecimal.ONE);
    cache.set("k", large);

    assertThat(cache.get("k")).isEqualTo(large);
    assertThat(Stores.valueFiles(stores.directory())).hasSize(1);
    try (ValueStream stream = cache.read("k").orElseThrow()) {
      assertThat(new String(stream.stream().readAllBytes(), UTF_8)).startsWith("{\"article\":\"xx");
      assertThat(stream.path()).isRegularFile();
    }
  }

  @Test
  void setStream_typedBytes_comeBack() throws Exception {
    Cache<String, byte[]> cache = stores.opened(stores.builder().open(String.class, byte[].class));

    cache.setStream("k", new ByteArrayInputStream(new byte[] {1, 2}), WriteOptions.NONE);

    assertThat(cache.get("k")).containsExactly(1, 2);
    assertThat(cache.read("k").orElseThrow().path()).isRegularFile();
  }

  @Test
  void get_valueOfAnotherType_isRefusedAndStays() {
    Cache<Object, Object> raw = stores.open();
    raw.set("number", 5);
    raw.set("text", "plain text");
    raw.set("map", "{\"article\":\"pen\"}");
    raw.set("other", "{\"x\":1.0,\"y\":2.0}");
    Cache<String, Line> cache = lines();

    assertThatThrownBy(() -> cache.get("number"))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageStartingWith("Cannot read as " + Line.class.getName() + " [java.lang.Long]");
    assertThatThrownBy(() -> cache.pop("other")).isInstanceOf(CacheTypeException.class);
    assertThat(cache.get("map")).isEqualTo(new Line("pen", 0, null));
    assertThat(cache.entry("text")).as("no JSON at all").isEmpty();
    assertThat(raw.size()).isEqualTo(4);
  }

  @Test
  void keys_ofOtherTypes_arePassedOver() {
    Cache<Object, Object> raw = stores.open();
    raw.set("text", 1);
    raw.set(5, 2);
    raw.set("2026-11-21", 3);
    raw.set(1L << 40, 4);

    assertThat(stores.opened(stores.builder().open(LocalDate.class, Object.class)).keys())
        .containsExactly(LocalDate.of(2026, 11, 21));
    assertThat(stores.opened(stores.builder().open(Integer.class, Object.class)).keys())
        .containsExactly(5);
    assertThat(stores.opened(stores.builder().open(Object.class, Object.class)).keys()).hasSize(4);
  }

  @Test
  void set_codecThatThrows_writesNothingAndLeavesTheTransaction() {
    Codec<String> moody =
        new Codec<>() {
          @Override
          public Object encode(String text) {
            if (text.equals("bad")) {
              throw new IllegalStateException("secret");
            }
            return text.equals("deep") ? encode(text) + "" : text;
          }

          @Override
          public String decode(Object stored) {
            return switch ((String) stored) {
              case "damaged" -> throw new DamagedValueException("it says so");
              case "refused" -> throw new IllegalStateException("secret");
              default -> (String) stored;
            };
          }
        };
    Cache<String, String> cache = stores.opened(stores.builder().open(moody, moody));
    cache.set("k", "old");

    cache.transact(
        () -> {
          cache.set("first", "1");
          assertThatThrownBy(() -> cache.set("k", "bad"))
              .isInstanceOf(CacheTypeException.class)
              .hasMessage(
                  "Cannot store [java.lang.String]: its codec failed with"
                      + " java.lang.IllegalStateException; see the cause")
              .hasRootCauseMessage("secret");
          assertThatThrownBy(() -> cache.set("k", "deep"))
              .isInstanceOf(CacheTypeException.class)
              .hasCauseInstanceOf(StackOverflowError.class);
          assertThatThrownBy(() -> cache.set("bad", "value"))
              .isInstanceOf(CacheTypeException.class)
              .hasMessageStartingWith("Cannot use as key");
        });
    cache.set("d", "damaged");
    cache.set("r", "refused");

    assertThat(cache.get("k")).isEqualTo("old");
    assertThat(cache.keys()).containsExactly("k", "first", "d", "r");
    assertThat(cache.entry("d")).isEmpty();
    assertThatThrownBy(() -> cache.get("r")).isInstanceOf(CacheTypeException.class);
  }

  @Test
  void openFanout_declaredTypes_findsEveryKey() {
    FanoutCache<Point, Line> cache =
        stores.opened(stores.builder().shards(3).openFanout(Point.class, Line.class));
    for (int i = 0; i < 50; i++) {
      cache.set(new Point(i, -i), new Line("article", i, BigDecimal.ONE));
    }

    assertThat(cache.shards()).isEqualTo(3);
    for (int i = 0; i < 50; i++) {
      assertThat(cache.get(new Point(i, -i)).pieces()).isEqualTo(i);
    }
    assertThat(cache.keys()).hasSize(50).allMatch(key -> key.x() == -key.y());
    assertThat(cache.retrying().pop(new Point(7, -7)).pieces()).isEqualTo(7);
    assertThat(cache.cache("untyped").set(1, List.of())).isEqualTo(WriteResult.STORED);
  }

  @Test
  void openDeque_declaredType_hasElementsOfIt() {
    Line other = new Line("ink", 1, BigDecimal.TEN);
    try (Deque<Line> deque = stores.builder().openDeque(Line.class)) {
      deque.addLast(LINE);
      deque.addFirst(other);

      assertThat(deque).containsExactly(other, LINE);
      assertThat(deque.peekLast()).isEqualTo(LINE);
      assertThat(deque.remove(new Line("ink", 1, BigDecimal.TEN))).isTrue();
      assertThat(deque.pollFirst()).isEqualTo(LINE);
    }
    try (Deque<Object> raw = stores.builder().openDeque()) {
      raw.addLast("no JSON of a line");
    }
    try (Deque<Integer> integers = stores.builder().openDeque(Integer.class)) {
      assertThatThrownBy(integers::peekFirst).isInstanceOf(CacheTypeException.class);
    }
  }

  @Test
  void openIndex_declaredTypes_isAMapOfThem() {
    try (Index<Point, Line> index = stores.builder().openIndex(Point.class, Line.class)) {
      index.put(new Point(1, 2), LINE);

      assertThat(index.get(new Point(1, 2))).isEqualTo(LINE);
      assertThat(index.putIfAbsent(new Point(1, 2), new Line("x", 0, null))).isEqualTo(LINE);
      assertThat(index.merge(new Point(1, 2), LINE, (one, two) -> new Line("y", 2, null)))
          .isEqualTo(new Line("y", 2, null));
      assertThat(index.entrySet())
          .containsExactly(Map.entry(new Point(1, 2), new Line("y", 2, null)));
    }
  }

  @Test
  void open_jsonDiskAndTypes_goTogether() {
    Cache<Point, Line> cache =
        stores.opened(stores.builder().disk(new JsonDisk()).open(Point.class, Line.class));

    cache.set(new Point(1, 2), LINE);
    Object key = cache.queue().push(LINE);

    assertThat(cache.get(new Point(1, 2))).isEqualTo(LINE);
    assertThat(cache.queue().pull().orElseThrow().key()).isEqualTo(key);
    assertThat(cache.keys()).containsExactly(new Point(1, 2));
  }

  @Test
  void shards_outOfRange_isRefused() {
    for (int count : new int[] {0, -3, 1001}) {
      assertThatThrownBy(() -> stores.builder().shards(count))
          .isInstanceOf(CacheSettingException.class)
          .hasMessageContaining("it takes 1 to 1000, was [" + count + "]");
    }
  }
}
