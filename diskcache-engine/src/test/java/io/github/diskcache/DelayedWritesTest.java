// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Values that are written behind their set: seen at once, never older than they should be. */
class DelayedWritesTest {
  /** Nothing is written before somebody asks for it. */
  private static final WriteBehind SLOW = new WriteBehind(1000, Duration.ofHours(1));

  @RegisterExtension final Stores stores = new Stores();

  private Cache<Object, Object> open(WriteBehind bounds) {
    return stores.open(stores.builder().writeBehind(bounds));
  }

  private int rows() {
    try {
      return Stores.rows(stores.directory(), "SELECT key FROM Cache").size();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private void run(String sql) throws SQLException {
    Stores.rows(stores.directory(), sql);
  }

  @Test
  void set_notWrittenYet_isSeenByThisProcess() {
    Cache<Object, Object> cache = open(SLOW);
    Cache<Object, Object> another = stores.open();

    WriteResult result = cache.set("k", "v", WriteOptions.tagged("t"));

    assertThat(result).isEqualTo(WriteResult.STORED);
    assertThat(rows()).isZero();
    for (Cache<Object, Object> each : List.of(cache, another)) {
      assertThat(each.get("k")).isEqualTo("v");
      assertThat(each.entry("k").orElseThrow().tag()).isEqualTo("t");
      assertThat(each.contains("k")).isTrue();
      assertThat(each.contains("other")).isFalse();
    }
    assertThat(rows()).isZero();
  }

  @Test
  void operations_somethingWaits_writeItFirst() {
    Cache<Object, Object> cache = open(SLOW);

    cache.set("a", 1);
    assertThat(cache.size()).isEqualTo(1);
    cache.set("b", 1);
    assertThat(cache.keys()).containsExactly("a", "b");
    cache.set("a", 5);
    assertThat(cache.increment("a")).isEqualTo(6);
    cache.set("a", 7);
    assertThat(cache.<Long>transact(() -> cache.increment("a"))).isEqualTo(8);
    cache.set("c", 1);
    assertThat(cache.add("c", 2)).isFalse();
    assertThat(cache.delete("c")).isTrue();
    assertThat(cache.contains("c")).isFalse();
    cache.set("d", "text");
    assertThat(cache.read("d")).isPresent();
    cache.set("e", 1, WriteOptions.tagged("t"));
    assertThat(cache.evict("t")).isEqualTo(1);
    cache.set("f", 1);
    assertThat(cache.clear()).isEqualTo(4);
    assertThat(rows()).isZero();
  }

  @Test
  void set_wholeDoubleAsKey_isTheIntegersEntry() {
    Cache<Object, Object> cache = open(SLOW);

    cache.set(1, "first");
    assertThat(cache.get(1.0)).isEqualTo("first");
    cache.set(1.0, "second");
    assertThat(cache.get(1)).isEqualTo("second");
    cache.set(0x1p63, "large");
    assertThat(cache.contains(Long.MAX_VALUE)).isFalse();
    assertThat(rows()).isZero();
    assertThat(cache.size()).isEqualTo(2);
    assertThat(cache.get(1)).isEqualTo("second");
  }

  @Test
  void set_severalTimes_writesTheLastValue() {
    Cache<Object, Object> cache = open(SLOW);
    for (int i = 0; i < 10; i++) {
      cache.set("k", i);
      cache.set("other " + i, i);
    }

    cache.maintenance().flush();

    assertThat(rows()).isEqualTo(11);
    assertThat(cache.get("k")).isEqualTo(9L);
  }

  @Test
  void set_delayPasses_isWrittenInTheBackground() {
    Cache<Object, Object> cache = open(new WriteBehind(1000, Duration.ofMillis(20)));

    cache.set("a", 1);
    Background.await(() -> rows() == 1);
    cache.set("b", 1);
    Background.await(() -> rows() == 2);
  }

  @Test
  void set_moreThanMayWait_areWritten() {
    Cache<Object, Object> cache = open(new WriteBehind(10, Duration.ofHours(1)));

    for (int i = 0; i < 100; i++) {
      cache.set(i, i);
      assertThat(cache.get(i)).isEqualTo((long) i);
    }

    assertThat(rows()).isGreaterThanOrEqualTo(90);
    assertThat(cache.size()).isEqualTo(100);
  }

  @Test
  void set_manyThreads_losesNone() throws Exception {
    Cache<Object, Object> cache = open(new WriteBehind(100, Duration.ofMillis(1)));
    List<Background<Integer>> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int writer = i;
      writers.add(
          Background.start(
              () -> {
                int wrong = 0;
                for (int n = 0; n < 2000; n++) {
                  cache.set("own " + writer, n);
                  cache.set("shared " + n % 50, n);
                  wrong += Long.valueOf(n).equals(cache.get("own " + writer)) ? 0 : 1;
                }
                return wrong;
              }));
    }

    for (Background<Integer> writer : writers) {
      assertThat(writer.result()).isZero();
    }
    cache.maintenance().flush();
    assertThat(cache.maintenance().droppedWrites()).isZero();
    for (int writer = 0; writer < 4; writer++) {
      assertThat(cache.get("own " + writer)).isEqualTo(1999L);
    }
    assertThat(rows()).isEqualTo(54);
  }

  @Test
  void close_somethingWaits_writesItAndEndsTheThread() {
    open(SLOW).set("k", "v");
    Cache<Object, Object> cache = open(SLOW);
    cache.set("large", new byte[50_000]);
    cache.set("l", "v");

    cache.close();

    assertThat(rows()).isEqualTo(3);
    assertThatThrownBy(() -> cache.set("k", 1)).isInstanceOf(CacheClosedException.class);
  }

  @Test
  void close_lastCache_endsTheThread() {
    Cache<Object, Object> cache = open(SLOW);
    cache.close();

    Background.await(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("diskcache-write-behind")));
  }

  @Test
  void set_callersBytesChangeLater_keepsThem() {
    Cache<Object, Object> cache = open(SLOW);
    byte[] bytes = {1, 2, 3};

    cache.set("k", bytes);
    bytes[0] = 9;
    ((byte[]) cache.get("k"))[1] = 9;

    assertThat((byte[]) cache.get("k")).containsExactly(1, 2, 3);
  }

  @Test
  void set_expiresWhileItWaits_isMissed() {
    Cache<Object, Object> cache = open(SLOW);
    cache.set("k", "old");
    cache.maintenance().flush();
    cache.set("k", "new", WriteOptions.ttl(Duration.ofSeconds(5)));

    stores.clock().advance(Duration.ofSeconds(6));

    assertThat(cache.get("k")).isNull();
    assertThat(cache.contains("k")).isFalse();
    cache.maintenance().flush();
    assertThat(cache.get("k")).isNull();
  }

  @Test
  void flush_othersHaveStoredALaterValue_leavesItAlone() throws Exception {
    Cache<Object, Object> cache = open(SLOW);
    cache.set("k", "first");
    cache.maintenance().flush();
    cache.set("k", "waiting");
    run("UPDATE Cache SET value = 'later', store_time = store_time + 1");

    cache.maintenance().flush();

    assertThat(cache.get("k")).isEqualTo("later");
  }

  @Test
  void flush_fails_missesTheEntryAndNeverTheOlderValue() throws Exception {
    Cache<Object, Object> cache = open(SLOW);
    cache.set("k", "old");
    cache.set("l", "old");
    cache.maintenance().flush();
    cache.set("k", "new");
    run("CREATE TRIGGER full BEFORE UPDATE ON Cache BEGIN SELECT RAISE(ABORT, 'on purpose'); END");

    assertThatThrownBy(() -> cache.maintenance().flush())
        .isInstanceOf(CacheStorageException.class)
        .hasMessageContaining("on purpose");

    assertThat(cache.maintenance().droppedWrites()).isEqualTo(1);
    assertThat(cache.get("k")).isNull();
    assertThat(cache.contains("k")).isFalse();
    assertThat(cache.get("l")).isEqualTo("old");
    assertThat(rows()).isEqualTo(2);
    run("DROP TRIGGER full");
    cache.maintenance().flush();
    assertThat(rows()).isEqualTo(1);
    assertThat(cache.get("k")).isNull();
    cache.set("k", "newest");
    cache.maintenance().flush();
    assertThat(cache.get("k")).isEqualTo("newest");
  }

  @Test
  void flush_lockIsNotHad_keepsWhatWaits() throws Exception {
    Cache<Object, Object> cache =
        stores.open(stores.builder().writeBehind(SLOW).busyTimeout(Duration.ofMillis(10)));
    cache.set("k", 1);
    cache.set("k", 2);

    try (ForeignLock lock = ForeignLock.on(cache.directory())) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> cache.maintenance().flush())
          .isInstanceOf(CacheTimeoutException.class);
      assertThat(cache.get("k")).isEqualTo(2L);
    }

    cache.maintenance().flush();
    assertThat(cache.get("k")).isEqualTo(2L);
    assertThat(cache.maintenance().droppedWrites()).isZero();
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void set_nearTierHoldsAnOlderValue_isSeenAtOnceAndAfterItIsWritten() {
    Cache<Object, Object> cache = stores.open(stores.builder().writeBehind(SLOW).nearTier(1 << 20));
    Cache<Object, Object> another = stores.open(stores.builder().nearTier(1 << 20));
    List<Cache<Object, Object>> both = List.of(cache, another);
    cache.set("k", "old");
    cache.maintenance().flush();
    both.forEach(each -> assertThat(each.get("k")).isEqualTo("old"));

    cache.set("k", "new");

    both.forEach(each -> assertThat(each.get("k")).isEqualTo("new"));
    both.forEach(each -> assertThat(each.entry("k").orElseThrow().value()).isEqualTo("new"));
    cache.maintenance().flush();
    both.forEach(each -> assertThat(each.get("k")).isEqualTo("new"));
    cache.set("k2", "waiting");
    both.forEach(each -> assertThat(each.contains("k2")).isTrue());
  }

  @Test
  void onEviction_listenerUsesTheCache_doesNotWaitForItself() {
    List<Object> seen = new ArrayList<>();
    List<Cache<Object, Object>> opened = new ArrayList<>();
    Cache<Object, Object> cache =
        stores.open(
            stores
                .builder()
                .writeBehind(SLOW)
                .onEviction(
                    eviction -> {
                      opened.get(0).set("told", 1);
                      seen.add(eviction.key());
                      seen.add(opened.get(0).size());
                    }));
    opened.add(cache);
    cache.set("short", 1, WriteOptions.ttl(Duration.ofSeconds(1)));
    cache.maintenance().flush();
    stores.clock().advance(Duration.ofSeconds(2));
    cache.set("k", 1);

    cache.maintenance().flush();

    assertThat(seen).contains("short");
    assertThat(cache.get("told")).isEqualTo(1L);
  }

  @Test
  void openFanout_writeBehind_delaysInEachShard() {
    FanoutCache<Object, Object> cache = stores.openFanout(stores.builder().writeBehind(SLOW), 4);
    for (int i = 0; i < 40; i++) {
      cache.set(i, i);
    }

    for (int i = 0; i < 40; i++) {
      assertThat(cache.get(i)).isEqualTo((long) i);
    }
    cache.maintenance().flush();
    assertThat(cache.size()).isEqualTo(40);
  }

  @Test
  void writeBehind_impossibleBounds_areRefused() {
    assertThatThrownBy(() -> new WriteBehind(0, Duration.ofSeconds(1)))
        .isInstanceOf(CacheSettingException.class);
    assertThatThrownBy(() -> new WriteBehind(1, Duration.ZERO))
        .isInstanceOf(CacheSettingException.class);
    assertThatThrownBy(() -> new WriteBehind(1, Duration.ofDays(1)))
        .isInstanceOf(CacheSettingException.class);
  }
}
