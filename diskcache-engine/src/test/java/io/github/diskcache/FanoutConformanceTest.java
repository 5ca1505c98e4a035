// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Fan-out caches: group K of the conformance cases. */
class FanoutConformanceTest {
  private static final int SHARDS = 4;
  private static final long BUSY = 2;

  @RegisterExtension final Stores stores = new Stores();

  private FanoutCache<Object, Object> open() {
    return stores.openFanout(stores.builder(), SHARDS);
  }

  /** Takes the write lock of the shard where integers are that leave 2. */
  private static ForeignLock lockBusyShard(FanoutCache<Object, Object> cache) throws Exception {
    return ForeignLock.on(cache.directory().resolve("002"));
  }

  private static List<Object> list(Iterable<Object> keys) {
    List<Object> list = new ArrayList<>();
    keys.forEach(list::add);
    return list;
  }

  @Test
  void C131_setGetDelete_hundredKeys_areFoundInTheirShards() {
    FanoutCache<Object, Object> cache = stores.opened(FanoutCache.open(stores.directory()));
    assertThat(cache.shards()).isEqualTo(8);

    LongStream.range(0, 100)
        .forEach(key -> assertThat(cache.set(key, key)).isEqualTo(WriteResult.STORED));
    LongStream.range(0, 100).forEach(key -> assertThat(cache.get(key)).isEqualTo(key));
    assertThat(cache.size()).isEqualTo(100);
    assertThat(cache.delete(100)).isFalse();
    LongStream.range(0, 100).forEach(key -> assertThat(cache.delete(key)).isTrue());
    assertThat(cache.size()).isZero();
  }

  @DisabledIfSystemProperty(
      named = "diskcache.intents",
      matches = "true",
      disabledReason = "A logged set waits for no writer")
  @Test
  void C132_operations_shardBusy_answerRatherThanWait() throws Exception {
    FanoutCache<Object, Object> cache = open();
    cache.set(BUSY, 5);
    cache.set(BUSY + 1, 5);

    try (ForeignLock lock = lockBusyShard(cache)) {
      assertThat(lock).isNotNull();
      assertThat(cache.set(BUSY, 6)).isEqualTo(WriteResult.SKIPPED);
      assertThat(cache.set(BUSY, 6).written()).isFalse();
      assertThat(cache.setStream(BUSY, new ByteArrayInputStream(new byte[100]), WriteOptions.NONE))
          .isEqualTo(WriteResult.SKIPPED);
      assertThat(cache.add(BUSY + SHARDS, new byte[40_000])).isFalse();
      assertThat(cache.touch(BUSY)).isFalse();
      assertThat(cache.touch(BUSY, Duration.ofSeconds(1))).isFalse();
      assertThat(cache.delete(BUSY)).isFalse();
      assertThat(cache.pop(BUSY)).isNull();
      assertThat(cache.popEntry(BUSY)).isEmpty();
      assertThat(cache.incrementIfPresent(BUSY, 1)).isEmpty();
      assertThatThrownBy(() -> cache.increment(BUSY)).isInstanceOf(CacheTimeoutException.class);
      assertThatThrownBy(() -> cache.increment(BUSY, 0.5))
          .isInstanceOf(CacheTimeoutException.class);
      assertThatThrownBy(() -> cache.transactOn(BUSY, () -> 1))
          .isInstanceOf(CacheTimeoutException.class);
      assertThatThrownBy(() -> cache.maintenance().check())
          .isInstanceOf(CacheTimeoutException.class);

      assertThat(cache.get(BUSY)).isEqualTo(5L);
      assertThat(cache.contains(BUSY)).isTrue();
      assertThat(cache.size()).isEqualTo(2);
      assertThat(cache.keys()).containsExactly(BUSY, BUSY + 1);
      assertThat(cache.set(BUSY + 1, 6)).isEqualTo(WriteResult.STORED);
      assertThat(cache.increment(BUSY + 1)).isEqualTo(7);
    }

    assertThat(Stores.valueFiles(cache.directory())).isEmpty();
    assertThat(cache.get(BUSY)).isEqualTo(5L);
    assertThat(cache.set(BUSY, 6)).isEqualTo(WriteResult.STORED);
  }

  @Test
  void C132_get_shardBusyAndReadsCounted_answersAllTheSame() throws Exception {
    FanoutCache<Object, Object> cache =
        stores.openFanout(
            stores
                .builder()
                .setting(Setting.STATISTICS, true)
                .evictionPolicy(EvictionPolicy.LEAST_FREQUENTLY_USED),
            SHARDS);
    cache.set(BUSY, 5);

    try (ForeignLock lock = lockBusyShard(cache)) {
      assertThat(lock).isNotNull();
      assertThat(cache.get(BUSY)).isEqualTo(5L);
    }

    assertThat(cache.maintenance().stats()).isEqualTo(new CacheStats(1, 0));
  }

  @DisabledIfSystemProperty(
      named = "diskcache.intents",
      matches = "true",
      disabledReason = "A logged set waits for no writer")
  @Test
  void C132_retrying_shardBusy_waits() throws Exception {
    FanoutCache<Object, Object> cache = open();
    Background<WriteResult> writer;

    try (ForeignLock lock = lockBusyShard(cache)) {
      assertThat(lock).isNotNull();
      writer = Background.start(() -> cache.retrying().set(BUSY, 6)).awaitWaiting();
      assertThat(cache.set(BUSY, 5)).isEqualTo(WriteResult.SKIPPED);
    }

    assertThat(writer.result()).isEqualTo(WriteResult.STORED);
    assertThat(cache.get(BUSY)).isEqualTo(6L);
  }

  @Test
  void C134_bulkOperations_shardBusy_goOnUntilDone() throws Exception {
    WriteOptions options = WriteOptions.ttl(Duration.ofSeconds(1)).tag("t");
    List<ToLongFunction<Cache<Object, Object>>> operations =
        List.of(Cache::clear, Cache::expire, Cache::cull, cache -> cache.evict("t"));
    FanoutCache<Object, Object> cache =
        stores.openFanout(stores.builder().setting(Setting.CULL_LIMIT, 0).sizeLimit(0), SHARDS);

    for (ToLongFunction<Cache<Object, Object>> operation : operations) {
      cache.transact(() -> LongStream.range(0, 100).forEach(key -> cache.set(key, key, options)));
      stores.clock().advance(Duration.ofSeconds(2));
      Background<Long> bulk;
      try (ForeignLock lock = lockBusyShard(cache)) {
        assertThat(lock).isNotNull();
        bulk = Background.start(() -> operation.applyAsLong(cache)).awaitWaiting();
      }

      assertThat(bulk.result()).isEqualTo(100);
      assertThat(cache.size()).isZero();
    }
  }

  @Test
  void C135_sizeVolumeKeys_areSumsAndReversedMirrors() {
    FanoutCache<Object, Object> cache = open();
    // One more page for the number of shards.
    assertThat(cache.volume()).isEqualTo(SHARDS * 32_768 + 4096);
    LongStream.range(0, 500).forEach(key -> cache.set(key, key % 50 == 0 ? "x".repeat(40_000) : 1));

    List<Object> mirrored = list(cache.keys(KeyOrder.INSERTION_REVERSED));
    Collections.reverse(mirrored);

    assertThat(cache.size()).isEqualTo(500);
    assertThat(cache.volume()).isGreaterThanOrEqualTo(SHARDS * 32_768 + 10 * 40_000);
    assertThat(list(cache.keys())).hasSize(500).isEqualTo(mirrored);
    assertThat(list(cache.keys())).startsWith(0L, 4L, 8L).endsWith(491L, 495L, 499L);
    assertThatThrownBy(() -> cache.keys(KeyOrder.SORTED))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("spread over 4 shards");
  }

  @Test
  void C135_iterator_keysAddedAfterItBegan_appearInNoShard() {
    FanoutCache<Object, Object> cache = open();
    LongStream.range(0, 8).forEach(key -> cache.set(key, key));
    var keys = cache.keys().iterator();
    keys.next();

    LongStream.range(100, 108).forEach(key -> cache.set(key, key));

    List<Object> rest = new ArrayList<>();
    keys.forEachRemaining(rest::add);
    assertThat(rest).containsExactly(4L, 1L, 5L, 2L, 6L, 3L, 7L);
  }

  @Test
  void C137_open_otherNumberOfShards_isRefusedAndNothingLost() {
    FanoutCache<Object, Object> three = stores.openFanout(stores.builder(), 3);
    LongStream.range(0, 20).forEach(key -> three.set(key, key));
    three.close();

    assertThatThrownBy(() -> stores.builder().openFanout(8))
        .isInstanceOf(CacheOpenException.class)
        .hasMessageContaining("[" + stores.directory() + "]")
        .hasMessageContaining("it was made with 3 shards and cannot be opened with 8")
        .hasMessageContaining("open it with 3");

    FanoutCache<Object, Object> again = stores.opened(stores.builder().openFanout());
    assertThat(again.shards()).isEqualTo(3);
    LongStream.range(0, 20).forEach(key -> assertThat(again.get(key)).isEqualTo(key));
    assertThat(stores.directory().resolve("003")).doesNotExist();
  }

  @Test
  void C137_open_madeByPython_takesTheShardsThatAreThere() throws Exception {
    stores.openFanout(stores.builder(), 3).close();
    Stores.rows(stores.directory().resolve("000"), "DROP TABLE " + Schema.SIDE_TABLE);

    assertThatThrownBy(() -> stores.builder().openFanout(8))
        .hasMessageContaining("it was made with 3 shards");
    assertThat(stores.opened(stores.builder().openFanout()).shards()).isEqualTo(3);
  }

  @Test
  void C137_open_whileAnotherMakesIt_agreesOnTheShards() throws Exception {
    for (int round = 0; round < 5; round++) {
      Path directory = stores.directory("fanout" + round);
      List<Background<FanoutCache<Object, Object>>> openers = new ArrayList<>();
      openers.add(Background.start(() -> FanoutCache.open(directory, SHARDS)));
      Background.await(() -> Files.exists(directory.resolve("000").resolve("cache.db")));
      openers.add(Background.start(() -> FanoutCache.open(directory)));
      openers.add(Background.start(() -> FanoutCache.open(directory)));

      for (Background<FanoutCache<Object, Object>> opener : openers) {
        assertThat(stores.opened(opener.result()).shards()).isEqualTo(SHARDS);
      }
    }
  }

  @Test
  void C137_open_makerWasKilledHalfWay_startsAnew() throws Exception {
    Files.createDirectories(stores.directory());
    Cache.open(stores.directory().resolve("002")).close();

    FanoutCache<Object, Object> cache = stores.opened(stores.builder().openFanout());

    assertThat(cache.shards()).isEqualTo(8);
  }

  @Test
  void C138_transact_overAllShards_isDoneOrUndoneTogether() throws Exception {
    FanoutCache<Object, Object> cache = open();
    cache.set("old", new byte[40_000]);

    assertThatThrownBy(
            () ->
                cache.transact(
                    () -> {
                      cache.delete("old");
                      LongStream.range(0, 20).forEach(key -> cache.set(key, new byte[40_000]));
                      assertThat(cache.size()).isEqualTo(20);
                      throw new IllegalStateException("stop");
                    }))
        .hasMessage("stop");

    assertThat(cache.keys()).containsExactly("old");
    assertThat((byte[]) cache.get("old")).hasSize(40_000);
    assertThat(Stores.valueFiles(cache.directory())).hasSize(1);
  }

  @Test
  void C138_transact_twoThreadsInOppositeOrder_doNotDeadlock() throws Exception {
    FanoutCache<Object, Object> cache = open();
    Supplier<Boolean> upwards =
        () -> {
          LongStream.range(0, SHARDS).forEach(cache::increment);
          return true;
        };
    Supplier<Boolean> downwards =
        () -> {
          LongStream.range(0, SHARDS).forEach(key -> cache.increment(SHARDS - 1 - key));
          return true;
        };
    List<Background<Boolean>> threads = new ArrayList<>();
    for (Supplier<Boolean> body : List.of(upwards, downwards)) {
      threads.add(
          Background.start(
              () -> {
                for (int i = 0; i < 25; i++) {
                  cache.transact(body);
                }
                return true;
              }));
    }

    for (Background<Boolean> thread : threads) {
      thread.result();
    }

    LongStream.range(0, SHARDS).forEach(key -> assertThat(cache.get(key)).isEqualTo(50L));
  }

  @Test
  void C139_cache_sameName_isTheSameInstanceWithItsOwnSettings() {
    FanoutCache<Object, Object> fanout =
        stores.openFanout(stores.builder().sizeLimit(1 << 20), SHARDS);

    Cache<Object, Object> named = fanout.cache("orders");

    assertThat(fanout.cache("orders")).isSameAs(named);
    assertThat(fanout.retrying().cache("orders")).isSameAs(named);
    assertThat(fanout.cache("other")).isNotSameAs(named);
    assertThat(named.maintenance().settings().sizeLimit()).isEqualTo(1 << 30);
    assertThat(named.directory()).isEqualTo(fanout.directory().resolve("cache/orders"));
    assertThat(fanout.size()).isZero();
  }

  @Test
  void C139_cache_busy_waitsAsAPlainCacheDoes() throws Exception {
    FanoutCache<Object, Object> fanout = open();
    Cache<Object, Object> named = fanout.cache("orders");
    Background<WriteResult> writer;

    try (ForeignLock lock = ForeignLock.on(named.directory())) {
      assertThat(lock).isNotNull();
      writer = Background.start(() -> named.set("k", 1)).awaitWaiting();
    }

    assertThat(writer.result()).isEqualTo(WriteResult.STORED);
  }

  @Test
  void C139_cache_namedInside_expiresByTheClockOfTheOuterOne() {
    FanoutCache<Object, Object> fanout = open();
    Cache<Object, Object> named = fanout.cache("orders");
    named.set("k", 1, WriteOptions.ttl(Duration.ofHours(1)));
    assertThat(named.get("k")).isEqualTo(1L);

    stores.clock().advance(Duration.ofHours(2));

    assertThat(named.get("k")).isNull();
  }

  @Test
  void C139_cache_closedByItself_isOpenedAgainForItsName() {
    FanoutCache<Object, Object> fanout = open();
    Cache<Object, Object> named = fanout.cache("orders");
    named.set("k", 1);

    named.close();

    assertThat(fanout.cache("orders").get("k")).isEqualTo(1L);
    fanout.close();
    assertThatThrownBy(() -> fanout.cache("orders")).isInstanceOf(CacheClosedException.class);
  }

  @Test
  void close_fanout_closesShardsAndNamedCaches() {
    FanoutCache<Object, Object> fanout = open();
    Cache<Object, Object> named = fanout.cache("orders");

    fanout.retrying().close();
    fanout.close();

    assertThatThrownBy(() -> fanout.get(1)).isInstanceOf(CacheClosedException.class);
    assertThatThrownBy(() -> named.get(1)).isInstanceOf(CacheClosedException.class);
    assertThat(open().cache("orders").get(1)).isNull();
  }

  @Test
  void close_insideATransactionOnOneShard_closesNone() {
    FanoutCache<Object, Object> fanout = open();
    Cache<Object, Object> named = fanout.cache("orders");

    fanout.transactOn(
        BUSY,
        () -> {
          assertThatThrownBy(fanout::close)
              .isInstanceOf(CacheException.class)
              .hasMessageContaining("this thread is inside its transaction");
          return fanout.set(BUSY, 1);
        });

    LongStream.range(0, SHARDS).forEach(key -> fanout.set(key, key));
    assertThat(fanout.size()).isEqualTo(SHARDS);
    assertThat(named.set("k", 1)).isEqualTo(WriteResult.STORED);
  }

  @Test
  void open_sizeLimit_isSharedOutAndKeptWhenNoneIsGiven() throws Exception {
    stores.openFanout(stores.builder().sizeLimit((1 << 30) + 1), 3).close();
    String stored = "SELECT value, typeof(value) FROM Settings WHERE key = 'size_limit'";
    List<List<Object>> share = List.of(List.of(((1 << 30) + 1) / 3.0, "real"));
    assertThat(Stores.rows(stores.directory().resolve("000"), stored)).isEqualTo(share);

    stores.opened(stores.builder().openFanout()).close();

    assertThat(Stores.rows(stores.directory().resolve("002"), stored)).isEqualTo(share);
    assertThat(stores.opened(stores.builder().openFanout()).maintenance().settings().sizeLimit())
        .isEqualTo(((1 << 30) + 1) / 3);
  }

  @Test
  void open_shardDirectories_areNumberedAndNothingElseIsMade() throws Exception {
    stores.opened(FanoutCache.open(stores.directory())).close();

    try (var children = Files.list(stores.directory())) {
      assertThat(children.map(child -> child.getFileName().toString()))
          .containsExactlyInAnyOrder("000", "001", "002", "003", "004", "005", "006", "007");
    }
  }
}
