// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Settings, statistics, check and mend: group I of the conformance cases. */
class MaintenanceConformanceTest {
  @RegisterExtension final Stores stores = new Stores();

  private static Shard shardOf(Cache<?, ?> cache) {
    return ((RoutedCache<?, ?>) cache).shardList().get(0);
  }

  @Test
  void C108_stats_readsAfterCountingBegan_areCountedAndReset() {
    Cache<Object, Object> cache = stores.open();
    CacheMaintenance maintenance = cache.maintenance();
    cache.get("before counting began");
    assertThat(maintenance.stats()).isEqualTo(CacheStats.ZERO);
    LongStream.range(0, 100).forEach(key -> cache.set(key, key));

    LongStream.range(0, 150).forEach(cache::get);

    assertThat(maintenance.stats()).isEqualTo(new CacheStats(100, 50));
    assertThat(maintenance.resetStats()).isEqualTo(new CacheStats(100, 50));
    assertThat(maintenance.stats()).isEqualTo(CacheStats.ZERO);
    maintenance.disableStats();
    cache.get(0);
    assertThat(maintenance.stored("hits")).isEqualTo(0L);
  }

  @Test
  void C108_disableStats_countsStay() {
    Cache<Object, Object> cache = stores.open(stores.builder().setting(Setting.STATISTICS, true));
    cache.set("k", 1);
    cache.get("k");

    cache.maintenance().disableStats();
    cache.get("k");

    assertThat(cache.maintenance().stats()).isEqualTo(new CacheStats(1, 0));
  }

  @Test
  void C109_stats_off_turnsCountingOnForAll() {
    Cache<Object, Object> cache = stores.open();
    assertThat(cache.maintenance().settings().statistics()).isFalse();

    cache.maintenance().stats();

    assertThat(cache.maintenance().settings().statistics()).isTrue();
    assertThat(stores.open().maintenance().settings().statistics()).isTrue();
  }

  @Test
  void C110_stats_verbsThatAreNoReads_areNotCounted() throws Exception {
    Cache<Object, Object> cache = stores.open(stores.builder().setting(Setting.STATISTICS, true));
    cache.set("n", 1);
    cache.set("other", 1);

    cache.contains("n");
    cache.contains("missing");
    cache.increment("n");
    cache.incrementIfPresent("missing", 1);
    cache.touch("n");
    cache.add("n", 2);
    cache.first();
    cache.last();
    cache.pop("n");
    cache.pop("missing");
    cache.delete("missing");
    cache.keys().forEach(key -> assertThat(key).isEqualTo("other"));
    assertThat(cache.maintenance().stats()).isEqualTo(CacheStats.ZERO);

    cache.set("text", "t");
    cache.read("text").orElseThrow().close();
    cache.entry("text");
    cache.get("text", "fallback");
    cache.read("missing");
    assertThatThrownBy(() -> cache.require("missing"));
    assertThat(cache.maintenance().stats()).isEqualTo(new CacheStats(3, 2));
  }

  @Test
  void C110_stats_expiredEntryAndLostFile_areMisses() throws Exception {
    Cache<Object, Object> cache = stores.open(stores.builder().setting(Setting.STATISTICS, true));
    cache.set("expired", 1, WriteOptions.ttl(Duration.ZERO));
    cache.set("lost", new byte[40_000]);
    Files.delete(Stores.valueFiles(cache.directory()).get(0));
    stores.expectDamage();

    assertThat(cache.get("expired")).isNull();
    assertThat(cache.get("lost")).isNull();

    assertThat(cache.maintenance().stats()).isEqualTo(new CacheStats(0, 2));
  }

  @Test
  void C111_change_setting_isReturnedStoredAndUsed() {
    Cache<Object, Object> cache = stores.open();

    Settings changed = cache.maintenance().change(Setting.CULL_LIMIT, 0);

    assertThat(changed.cullLimit()).isZero();
    assertThat(cache.maintenance().settings()).isEqualTo(changed);
    assertThat(cache.maintenance().stored("cull_limit")).isEqualTo(0L);
  }

  @Test
  void C111_stored_counter_isReadAnew() throws Exception {
    Cache<Object, Object> cache = stores.open();
    cache.set("k", 1);

    assertThat(cache.maintenance().stored("count")).isEqualTo(1L);
    assertThat(cache.maintenance().stored("eviction_policy")).isEqualTo("least-recently-stored");
    Stores.rows(cache.directory(), "DELETE FROM Cache");
    assertThat(cache.maintenance().stored("count")).isEqualTo(0L);
  }

  @Test
  void C111_stored_unknownRow_isRefusedAndNotMade() throws Exception {
    Cache<Object, Object> cache = stores.open();

    assertThatThrownBy(() -> cache.maintenance().stored("cuol_limit"))
        .isInstanceOf(CacheSettingException.class)
        .hasMessage("Cannot read [cuol_limit]: there is no such row; did you mean [cull_limit]?");
    assertThat(Stores.rows(cache.directory(), "SELECT COUNT(*) FROM Settings"))
        .containsExactly(List.of(16));
  }

  @Test
  void C112_open_settings_givenWinOverStoredWinOverDefaults() {
    stores.open(stores.builder().sizeLimit(123_456)).close();

    Cache<Object, Object> plain = stores.open();
    assertThat(plain.maintenance().settings().sizeLimit()).isEqualTo(123_456);
    assertThat(plain.maintenance().settings().cullLimit()).isEqualTo(10);
    plain.close();

    stores.open(stores.builder().sizeLimit(654_321)).close();
    assertThat(stores.open().maintenance().settings().sizeLimit()).isEqualTo(654_321);
  }

  @Test
  void C113_settings_changedByAnotherInstance_areSeenAfterReload() {
    Cache<Object, Object> one = stores.open();
    Cache<Object, Object> other = stores.open();

    other.maintenance().change(Setting.SIZE_LIMIT, 123_456);

    assertThat(one.maintenance().settings().sizeLimit()).isEqualTo(1 << 30);
    assertThat(one.maintenance().reload().sizeLimit()).isEqualTo(123_456);
    assertThat(one.maintenance().settings().sizeLimit()).isEqualTo(123_456);
  }

  @Test
  void C114_setting_counter_isNoSetting() {
    assertThatThrownBy(() -> stores.builder().setting("count", 50))
        .isInstanceOf(CacheSettingException.class)
        .hasMessageStartingWith("Cannot set [count]: there is no such setting; did you mean");
  }

  @Test
  void C115_open_synchronousGiven_isSetOnEveryConnection() {
    Cache<Object, Object> cache =
        stores.open(stores.builder().setting(Setting.SQLITE_SYNCHRONOUS, 2));

    assertThat(pragmas(cache, "synchronous")).containsExactly(2L, 2L);
    assertThat(cache.maintenance().settings().pragmas())
        .containsEntry(Setting.SQLITE_SYNCHRONOUS, 2L);
  }

  @Test
  void C115_change_pragma_isSetOnConnectionsThatAreOpenAlready() {
    Cache<Object, Object> cache = stores.open();
    assertThat(pragmas(cache, "cache_size")).containsExactly(8192L, 8192L);

    cache.maintenance().change(Setting.SQLITE_CACHE_SIZE, 1000);

    assertThat(pragmas(cache, "cache_size")).containsExactly(1000L, 1000L);
    cache.close();
    assertThat(pragmas(stores.open(), "cache_size")).containsExactly(1000L, 1000L);
  }

  /** A pragma of the writing and of a reading connection. */
  private static List<Long> pragmas(Cache<?, ?> cache, String name) {
    Shard shard = shardOf(cache);
    return List.of(
        shard.<Long>write(
            Deadline.never(), transaction -> transaction.sql().number("PRAGMA " + name)),
        shard.<Long>read(sql -> sql.number("PRAGMA " + name)));
  }

  @Test
  void C115_change_pragmaWhileManyRead_doesNotWaitForAllToPause() throws Exception {
    Cache<Object, Object> cache = stores.open();
    cache.set("k", "v");
    boolean[] stop = new boolean[1];
    List<Background<Long>> readers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      readers.add(
          Background.start(
              () -> {
                long reads = 0;
                while (true) {
                  synchronized (stop) {
                    if (stop[0]) {
                      return reads;
                    }
                  }
                  assertThat(cache.get("k")).isEqualTo("v");
                  reads++;
                }
              }));
    }

    for (int pages = 1000; pages < 1030; pages++) {
      cache.maintenance().change(Setting.SQLITE_CACHE_SIZE, pages);
    }

    synchronized (stop) {
      stop[0] = true;
    }
    for (Background<Long> reader : readers) {
      assertThat(reader.result()).isPositive();
    }
    assertThat(pragmas(cache, "cache_size")).containsExactly(1029L, 1029L);
  }

  @Test
  void C115_change_minFileSize_countsAtOnce() throws Exception {
    Cache<Object, Object> cache = stores.open();
    cache.set("before", "x".repeat(100));

    cache.maintenance().change(Setting.DISK_MIN_FILE_SIZE, 100);
    cache.set("after", "x".repeat(100));

    assertThat(Stores.rows(cache.directory(), "SELECT key FROM Cache WHERE filename IS NOT NULL"))
        .containsExactly(List.of("after"));
    assertThat(cache.get("before")).isEqualTo(cache.get("after"));
  }

  @Test
  void C116_tagIndex_madeAndDropped_evictWorksEitherWay() throws Exception {
    String indexes = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'Cache_tag_rowid'";
    stores.open(stores.builder().setting(Setting.TAG_INDEX, true)).close();
    Cache<Object, Object> cache = stores.open();
    assertThat(cache.maintenance().settings().tagIndex()).isTrue();
    assertThat(Stores.rows(cache.directory(), indexes)).containsExactly(List.of(1));
    cache.set("a", 1, WriteOptions.tagged("t"));
    assertThat(cache.evict("t")).isEqualTo(1);

    cache.maintenance().dropTagIndex();
    cache.set("a", 1, WriteOptions.tagged("t"));

    assertThat(cache.evict("t")).isEqualTo(1);
    assertThat(cache.maintenance().settings().tagIndex()).isFalse();
    assertThat(cache.maintenance().stored("tag_index")).isEqualTo(0L);
    assertThat(Stores.rows(cache.directory(), indexes)).containsExactly(List.of(0));
    cache.maintenance().createTagIndex();
    assertThat(Stores.rows(cache.directory(), indexes)).containsExactly(List.of(1));
  }

  @Test
  void C117_check_everyKindOfDamage_isReportedAndMended() throws Exception {
    Cache<Object, Object> cache = stores.open();
    stores.expectDamage();
    cache.set("missing", new byte[50_000]);
    Path missing = Stores.valueFiles(cache.directory()).get(0);
    cache.set("longer", new byte[50_000]);
    cache.set("well", "inline");
    Path longer =
        Stores.valueFiles(cache.directory()).stream()
            .filter(file -> !file.equals(missing))
            .findFirst()
            .orElseThrow();
    assertThat(cache.maintenance().check().clean()).isTrue();

    Files.delete(missing);
    Files.writeString(longer, "++", StandardOpenOption.APPEND);
    Path stray = Files.writeString(cache.directory().resolve("stray.txt"), "stray");
    Path empty = Files.createDirectory(cache.directory().resolve("empty"));
    Stores.rows(cache.directory(), "UPDATE Settings SET value = 99 WHERE key = 'count'");
    Stores.rows(cache.directory(), "UPDATE Settings SET value = 7 WHERE key = 'size'");

    List<CheckReport.Problem> problems = cache.maintenance().check().problems();
    assertThat(problems)
        .containsExactlyInAnyOrder(
            new CheckReport.MissingFile(missing),
            new CheckReport.WrongFileSize(longer, 50_002, 50_000),
            new CheckReport.UnknownFile(stray),
            new CheckReport.EmptyDirectory(empty),
            new CheckReport.EmptyDirectory(missing.getParent()),
            new CheckReport.WrongCount(99, 3),
            new CheckReport.WrongSize(7, 100_000));
    assertThat(problems.stream().map(CheckReport.Problem::message))
        .contains(
            "file not found: " + missing,
            "wrong file size: " + longer + ", 50002 != 50000",
            "unknown file: " + stray,
            "Settings.count != COUNT(Cache.key); 99 != 3",
            "Settings.size != SUM(Cache.size); 7 != 100000");
    assertThat(cache.maintenance().check().problems()).isEqualTo(problems);

    assertThat(cache.maintenance().mend().problems()).hasSize(7);
    assertThat(cache.maintenance().check().problems()).isEmpty();
    assertThat(cache.size()).isEqualTo(2);
    assertThat(cache.keys()).containsExactly("longer", "well");
    assertThat((byte[]) cache.get("longer")).hasSize(50_002);
    assertThat(stray).doesNotExist();
    assertThat(empty).doesNotExist();
  }

  @Test
  void C117_check_damagedDatabase_isReportedAsAProblem() throws Exception {
    Cache<Object, Object> cache = stores.open();
    stores.expectDamage();
    cache.set("k", 1);
    unindex(cache.directory());
    cache.close();

    List<CheckReport.Problem> problems = stores.open().maintenance().check().problems();

    assertThat(problems).hasAtLeastOneElementOfType(CheckReport.DamagedDatabase.class);
    assertThat(problems.get(0).message()).contains("Cache_key_raw");
  }

  /** Removes an entry from an index behind the back of SQLite. */
  private static void unindex(Path directory) throws Exception {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("cache.db"));
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA writable_schema = ON");
      statement.execute(
          "UPDATE sqlite_master SET sql = 'CREATE UNIQUE INDEX Cache_key_raw ON Cache (raw, key)'"
              + " WHERE name = 'Cache_key_raw'");
    }
  }

  @Test
  void mend_cacheInsideItsDirectory_isLeftAlone() throws Exception {
    FanoutCache<Object, Object> fanout = stores.openFanout(stores.builder(), 2);
    Cache<Object, Object> outer = fanout.cache("orders");
    Cache<Object, Object> inner = fanout.cache("orders/open");
    inner.set("k", new byte[50_000]);

    assertThat(outer.maintenance().check().problems()).isEmpty();
    assertThat(outer.maintenance().mend().problems()).isEmpty();

    assertThat((byte[]) inner.get("k")).hasSize(50_000);
    assertThat(inner.maintenance().check().problems()).isEmpty();
  }

  @Test
  void mend_temporaryFiles_onlyAbandonedOnesGo() throws Exception {
    Cache<Object, Object> cache = stores.open();
    Path fresh = Files.writeString(cache.directory().resolve("cache.db-new-1"), "fresh");
    Path abandoned = Files.writeString(cache.directory().resolve("cache.db-new-2"), "old");
    Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(Duration.ofHours(2))));

    assertThat(cache.maintenance().mend().problems()).isEmpty();

    assertThat(fresh).exists();
    assertThat(abandoned).doesNotExist();
  }

  @Test
  void C119_open_copyOfAClosedDirectory_worksIdentically() throws Exception {
    Cache<Object, Object> cache = stores.open(stores.builder().sizeLimit(123_456_789));
    cache.set("inline", "text", WriteOptions.tagged("t"));
    cache.set("file", "é".repeat(40_000));
    cache.close();
    Path copy = stores.directory("copy");

    copy(stores.directory(), copy);
    Cache<Object, Object> copied = stores.opened(Cache.builder(copy).clock(stores.clock()).open());

    assertThat(copied.keys()).containsExactly("inline", "file");
    assertThat(copied.entry("inline")).contains(new Entry<>("text", null, "t"));
    assertThat(copied.get("file")).isEqualTo("é".repeat(40_000));
    assertThat(copied.maintenance().settings().sizeLimit()).isEqualTo(123_456_789);
    copied.set("file", 1);
    assertThat(stores.open().get("file")).isEqualTo("é".repeat(40_000));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path source : tree.toList()) {
        Files.copy(source, to.resolve(from.relativize(source).toString()));
      }
    }
  }

  @Test
  void maintenance_fanout_isDoneToAndSummedOverAllShards() {
    FanoutCache<Object, Object> cache = stores.openFanout(stores.builder(), 4);
    assertThat(cache.maintenance().stats()).isEqualTo(CacheStats.ZERO);
    LongStream.range(0, 100).forEach(key -> cache.set(key, "é".getBytes(UTF_8)));
    LongStream.range(0, 150).forEach(cache::get);

    cache.maintenance().createTagIndex();
    cache.maintenance().change(Setting.CULL_LIMIT, 3);

    assertThat(cache.maintenance().stats()).isEqualTo(new CacheStats(100, 50));
    for (Shard shard : ((RoutedCache<?, ?>) cache).shardList()) {
      assertThat(shard.settings().cullLimit()).isEqualTo(3);
      assertThat(shard.settings().tagIndex()).isTrue();
    }
  }
}
