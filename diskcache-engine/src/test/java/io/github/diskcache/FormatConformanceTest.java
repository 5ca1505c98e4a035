// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What python-diskcache finds in a directory of ours: the cases C1 to C24 of the conformance list,
 * as far as no Python is needed to see them. Those of queues, deques and indexes are elsewhere.
 */
class FormatConformanceTest {
  private static final String FILE_NAME = "[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{28}\\.val";
  private static final String VALUE = "mode, size, filename IS NULL, typeof(value)";

  @RegisterExtension final Stores stores = new Stores();

  private List<List<Object>> rows(String sql) throws SQLException {
    return Stores.rows(stores.directory(), sql);
  }

  private List<List<Object>> objects(String type) throws SQLException {
    return rows("SELECT name FROM sqlite_master WHERE type = '" + type + "' ORDER BY name");
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @Test
  void C1_open_newDirectory_holdsTwoTablesAndSixteenSettings() throws Exception {
    stores.open();

    assertThat(stores.directory().resolve("cache.db")).isRegularFile();
    assertThat(objects("table")).containsExactly(List.of("Cache"), List.of("Settings"));
    assertThat(rows("SELECT key, value, typeof(value) FROM Settings ORDER BY rowid"))
        .containsExactly(
            List.of("statistics", 0, "integer"),
            List.of("tag_index", 0, "integer"),
            List.of("eviction_policy", "least-recently-stored", "text"),
            List.of("size_limit", 1073741824, "integer"),
            List.of("cull_limit", 10, "integer"),
            List.of("sqlite_auto_vacuum", 1, "integer"),
            List.of("sqlite_cache_size", 8192, "integer"),
            List.of("sqlite_journal_mode", "wal", "text"),
            List.of("sqlite_mmap_size", 67108864, "integer"),
            List.of("sqlite_synchronous", 1, "integer"),
            List.of("disk_min_file_size", 32768, "integer"),
            List.of("disk_pickle_protocol", 5, "integer"),
            List.of("count", 0, "integer"),
            List.of("size", 0, "integer"),
            List.of("hits", 0, "integer"),
            List.of("misses", 0, "integer"));
  }

  @Test
  void C2_open_newDirectory_setsPragmasOnEveryConnection() {
    Cache<Object, Object> cache = stores.open();
    Shard shard = ((RoutedCache<?, ?>) cache).shardList().get(0);

    List<Object> reading = shard.read(FormatConformanceTest::pragmas);
    List<Object> writing = shard.write(shard.patience(), transaction -> pragmas(transaction.sql()));

    assertThat(reading).containsExactly("wal", 1L, 4096L, 8192L, 67108864L, 1L);
    assertThat(writing).isEqualTo(reading);
  }

  private static List<Object> pragmas(SqlConnection sql) throws SQLException {
    return List.of(
        sql.<Object>all("PRAGMA journal_mode", row -> row.getString(1)).get(0),
        sql.number("PRAGMA auto_vacuum"),
        sql.number("PRAGMA page_size"),
        sql.number("PRAGMA cache_size"),
        sql.number("PRAGMA mmap_size"),
        sql.number("PRAGMA synchronous"));
  }

  /** No {@code Cache_store_time}: python-diskcache makes it when it opens the directory. */
  @Test
  void C3_open_newDirectory_makesIndexesAndTriggers() throws Exception {
    stores.open();

    assertThat(objects("index"))
        .containsExactly(
            List.of("Cache_expire_time"),
            List.of("Cache_key_raw"),
            List.of("sqlite_autoindex_Settings_1"));
    assertThat(objects("trigger"))
        .containsExactly(
            List.of("Settings_count_delete"),
            List.of("Settings_count_insert"),
            List.of("Settings_size_delete"),
            List.of("Settings_size_insert"),
            List.of("Settings_size_update"));
  }

  @ParameterizedTest
  @EnumSource
  void C4_set_text_writesNativeRow(Layout layout) throws Exception {
    layout.open(stores).set("s", "héllo");

    assertThat(
            layout.row(
                stores,
                "s",
                "typeof(key), key, raw, mode, typeof(value), value, size, filename, access_count,"
                    + " expire_time, tag, access_time = store_time, store_time"))
        .containsExactly(
            "text",
            "s",
            1,
            1,
            "text",
            "héllo",
            0,
            null,
            0,
            null,
            null,
            1,
            (double) stores.clock().instant().getEpochSecond());
  }

  @Test
  void C5_set_nullAndBooleans_areInlinePickles() throws Exception {
    Cache<Object, Object> cache = stores.open();

    cache.set("n", null);
    cache.set("t", true);
    cache.set("f", false);

    assertThat(rows("SELECT key, mode, hex(value), filename FROM Cache ORDER BY rowid"))
        .containsExactly(
            Arrays.asList("n", 4, "80054E2E", null),
            Arrays.asList("t", 4, "8005882E", null),
            Arrays.asList("f", 4, "8005892E", null));
  }

  @ParameterizedTest
  @EnumSource
  void C7_set_textAtThreshold_goesToFile(Layout layout) throws Exception {
    Cache<Object, Object> cache = layout.open(stores);

    cache.set("k", "x".repeat(32767));
    assertThat(layout.row(stores, "k", VALUE)).containsExactly(1, 0, 1, "text");

    cache.set("k", "x".repeat(32768));
    assertThat(layout.row(stores, "k", VALUE)).containsExactly(3, 32768, 0, "null");
    String name = (String) layout.row(stores, "k", "filename").get(0);
    assertThat(name).matches(FILE_NAME);
    assertThat(layout.directoryOf(stores, "k").resolve(name)).hasContent("x".repeat(32768));
    assertThat(cache.get("k")).isEqualTo("x".repeat(32768));
  }

  @ParameterizedTest
  @EnumSource
  void C8_set_bytesAtThreshold_goToFile(Layout layout) throws Exception {
    Cache<Object, Object> cache = layout.open(stores);

    cache.set("k", new byte[32767]);
    assertThat(layout.row(stores, "k", VALUE)).containsExactly(1, 0, 1, "blob");

    cache.set("k", new byte[32768]);
    assertThat(layout.row(stores, "k", VALUE)).containsExactly(2, 32768, 0, "null");
    assertThat(cache.get("k")).isEqualTo(new byte[32768]);
  }

  @Test
  void C9_set_textOutsideAscii_isMeasuredInCodePoints() throws Exception {
    Cache<Object, Object> cache = stores.open();
    List<String> inline = List.of("é".repeat(20_000), "é".repeat(32_767), "😀".repeat(32_767));
    List<String> large = List.of("é".repeat(32_768), "😀".repeat(32_768));

    inline.forEach(text -> cache.set(cache.size(), text));
    large.forEach(text -> cache.set(cache.size(), text));

    assertThat(rows("SELECT mode, size FROM Cache ORDER BY rowid"))
        .containsExactly(
            List.of(1, 0), List.of(1, 0), List.of(1, 0), List.of(3, 65_536), List.of(3, 131_072));
    assertThat(cache.get(0)).isEqualTo(inline.get(0));
    assertThat(cache.get(3)).isEqualTo(large.get(0));
    assertThat(cache.get(4)).isEqualTo(large.get(1));
  }

  /** Where python-diskcache gives a text of lines back with other line ends. */
  @Test
  void C9_set_largeTextWithCarriageReturns_comesBackExactly() throws Exception {
    Cache<Object, Object> cache = stores.open();
    String lines = "a\r\nb\rc\n".repeat(5_000);

    cache.set("k", lines);

    assertThat(cache.get("k")).isEqualTo(lines);
    assertThat(Stores.valueFiles(stores.directory()))
        .singleElement()
        .satisfies(file -> assertThat(Files.readAllBytes(file)).isEqualTo(lines.getBytes(UTF_8)));
  }

  @Test
  void C9_set_minFileSizeZero_putsAllButNumbersIntoFiles() throws Exception {
    Cache<Object, Object> cache =
        stores.open(stores.builder().setting(Setting.DISK_MIN_FILE_SIZE, 0));
    List<Object> values = Arrays.asList("", new byte[0], null, List.of(), 1L, 1.5);

    values.forEach(value -> cache.set(cache.size(), value));

    assertThat(rows("SELECT mode, size, filename IS NULL FROM Cache ORDER BY rowid"))
        .containsExactly(
            List.of(3, 0, 0),
            List.of(2, 0, 0),
            List.of(4, 4, 0),
            List.of(4, 5, 0),
            List.of(1, 0, 1),
            List.of(1, 0, 1));
    for (int i = 0; i < values.size(); i++) {
      assertThat(cache.get(i)).isEqualTo(values.get(i));
    }
  }

  @ParameterizedTest
  @EnumSource
  void C12_setStream_anyLength_isAlwaysFile(Layout layout) throws Exception {
    Cache<Object, Object> cache = layout.open(stores);

    for (int length : new int[] {2, 0}) {
      cache.setStream("k", new ByteArrayInputStream(new byte[length]), WriteOptions.NONE);

      assertThat(layout.row(stores, "k", VALUE)).containsExactly(2, length, 0, "null");
      assertThat(Stores.valueFiles(stores.directory()))
          .singleElement()
          .satisfies(file -> assertThat(file).hasSize(length));
      assertThat(cache.get("k")).isEqualTo(new byte[length]);
    }
  }

  @Test
  void C14_set_keysOfEveryForm_writeTheirEncodedRows() throws Exception {
    Cache<Object, Object> cache = stores.open();

    for (Object key : Arrays.asList(null, Tuple.of(1, 2), new byte[0], 7, 1.5, true)) {
      cache.set(key, "v");
    }

    assertThat(rows("SELECT typeof(key), hex(key), raw FROM Cache ORDER BY rowid"))
        .containsExactly(
            List.of("blob", "80054E2E", 0),
            List.of("blob", "80059506000000000000004B014B02862E", 0),
            List.of("blob", "", 1),
            List.of("integer", "37", 1),
            List.of("real", "312E35", 1),
            List.of("blob", "8005882E", 0));
  }

  /** The key of a pickle's bytes is another than the key that is pickled so. */
  @Test
  void C14_set_bytesEqualToPickle_isAnotherKey() {
    Cache<Object, Object> cache = stores.open();

    cache.set(null, "null");
    cache.set(bytes("80054e2e"), "bytes");

    assertThat(cache.get(null)).isEqualTo("null");
    assertThat(cache.get(bytes("80054e2e"))).isEqualTo("bytes");
    assertThat(cache.keys()).containsExactly(null, bytes("80054e2e"));
  }

  /** The hashes themselves are compared in {@link EncodedKeyTest}. */
  @Test
  void C19_set_everyKindOfKey_isInTheShardOfItsHash() throws Exception {
    FanoutCache<Object, Object> cache = stores.openFanout(stores.builder(), 8);

    List<List<Object>> keysOfShard =
        List.of(
            Arrays.asList(-7, 4294967295L, BigInteger.TWO.pow(63), 1.0, 3.14, "😀", bytes("00ff")),
            Arrays.asList(1, 4294967296L, 0.0, -0.0, "", new byte[0], "日本"),
            Arrays.asList(42, "a", bytes("61"), null),
            List.of(),
            List.of("héllo", true, Tuple.of("a", "b")),
            List.of("hello", false),
            List.of(-1, Tuple.of(1, 2)),
            List.of(Long.MIN_VALUE, Long.MAX_VALUE));

    for (int shard = 0; shard < keysOfShard.size(); shard++) {
      for (Object key : keysOfShard.get(shard)) {
        cache.set(key, "v");

        assertThat(
                Stores.rows(stores.directory().resolve("00" + shard), "SELECT COUNT(*) FROM Cache"))
            .as("%s", key)
            .containsExactly(List.of(1));
        assertThat(cache.delete(key)).isTrue();
      }
    }
  }

  @Test
  void C21_openFanout_newDirectory_holdsShardsOnly() throws Exception {
    FanoutCache<Object, Object> cache = stores.openFanout(stores.builder(), 8);

    assertThat(children(stores.directory()))
        .containsExactly("000", "001", "002", "003", "004", "005", "006", "007");

    cache.cache("a/b").set("k", "v");
    assertThat(stores.directory().resolve("cache/a/b/cache.db")).isRegularFile();
    assertThat(cache.cache("a/b").directory()).endsWith(Path.of("cache", "a", "b"));
    assertThat(cache.size()).isZero();
  }

  /** Locales with digits of their own do not get directories of their own. */
  @Test
  void C21_openFanout_foreignDigits_namesShardsInAscii() throws Exception {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      stores.openFanout(stores.builder(), 2);
    } finally {
      Locale.setDefault(before);
    }

    assertThat(children(stores.directory())).containsExactly("000", "001");
  }

  private static List<String> children(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    }
  }

  /** Where python-diskcache lets a name lead out of its directory. */
  @ParameterizedTest
  @ValueSource(strings = {"../x", "", "a//b", "/x", "a/", ".", "a/..", "a\\..\\b", "a\0b", "C:x"})
  void C22_cache_nameThatLeadsOutside_isRejected(String name) throws Exception {
    FanoutCache<Object, Object> cache = stores.openFanout(stores.builder(), 1);

    assertThatThrownBy(() -> cache.cache(name))
        .isInstanceOf(CacheOpenException.class)
        .hasMessageContaining("choose another name");
    assertThat(children(stores.directory())).doesNotContain("cache", "x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"123456", "123456.0", "123456.75"})
  void C23_open_sizeLimitOfEitherType_isAccepted(String stored) throws Exception {
    stores.open().close();
    rows("UPDATE Settings SET value = " + stored + " WHERE key = 'size_limit'");

    Cache<Object, Object> cache = stores.open();

    assertThat(cache.maintenance().settings().sizeLimit()).isEqualTo(123456);
    assertThat(rows("SELECT CAST(value AS TEXT) FROM Settings WHERE key = 'size_limit'"))
        .containsExactly(List.of(stored));
  }

  @Test
  void C23_openFanout_default_dividesSizeLimit() throws Exception {
    FanoutCache<Object, Object> cache = stores.openFanout(stores.builder(), 8);

    assertThat(cache.maintenance().settings().sizeLimit()).isEqualTo(134217728);
    assertThat(shardLimit()).containsExactly(List.of(134217728.0, "real"));
  }

  /** Where python-diskcache puts the default in place of a stored limit. */
  @Test
  void C23_openFanout_again_keepsStoredSizeLimit() throws Exception {
    stores.openFanout(stores.builder().sizeLimit((1L << 30) + 1), 3).close();
    assertThat(shardLimit()).containsExactly(List.of(357913941.6666667, "real"));

    stores.opened(FanoutCache.open(stores.directory()));

    assertThat(shardLimit()).containsExactly(List.of(357913941.6666667, "real"));
  }

  private List<List<Object>> shardLimit() throws SQLException {
    return Stores.rows(
        stores.directory().resolve("002"),
        "SELECT value, typeof(value) FROM Settings WHERE key = 'size_limit'");
  }

  @Test
  void C24_open_storedPolicyIsUnknown_saysSo() throws Exception {
    stores.open().close();
    rows("UPDATE Settings SET value = 'lru-gt-1s' WHERE key = 'eviction_policy'");

    assertThatThrownBy(stores::open)
        .isInstanceOf(CacheOpenException.class)
        .hasMessageContaining("[lru-gt-1s]")
        .hasMessageContaining("least-recently-used");
  }

  /** Where python-diskcache stores the bad name first, and can never open the directory again. */
  @Test
  void C24_open_givenPolicyIsUnknown_leavesStoredOne() throws Exception {
    stores.open(stores.builder().evictionPolicy(EvictionPolicy.NONE)).close();

    assertThatThrownBy(() -> stores.builder().setting("eviction_policy", "newest-first").open())
        .isInstanceOf(CacheSettingException.class)
        .hasMessageContaining("[newest-first]");

    assertThat(stores.open().maintenance().settings().evictionPolicy())
        .isEqualTo(EvictionPolicy.NONE);
  }
}
