// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users, files and other programs get wrong: a typed refusal or a miss, and nothing lost. */
class BadInputTest {
  @RegisterExtension final Stores stores = new Stores();

  /** Asserts the type, and the form of every message: act, subject, reason, remedy. */
  private static String refusal(Class<? extends CacheException> type, ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isExactlyInstanceOf(type);
    assertThat(thrown.getMessage()).matches("Cannot [^\\[]+ \\[.*]: [^;]+.*; .+");
    return thrown.getMessage();
  }

  // Settings

  @Test
  void setting_unknownName_namesTheNearest() {
    assertThat(refusal(CacheSettingException.class, () -> stores.builder().setting("size_limt", 1)))
        .startsWith(
            "Cannot set [size_limt]: there is no such setting; did you mean [size_limit]? All"
                + " settings: [statistics, tag_index, ");
    refusal(
        CacheSettingException.class,
        () -> stores.builder().setting("x; DROP TABLE Cache--", "\n\0"));
    assertThatThrownBy(() -> stores.builder().setting("size_limit", null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("value");
  }

  @ParameterizedTest
  @CsvSource({
    "size_limit, -1",
    "size_limit, 10GB",
    "size_limit, NaN",
    "cull_limit, many",
    "cull_limit, -1",
    "cull_limit, 1.5",
    "cull_limit, ''",
    "statistics, maybe",
    "statistics, 2",
    "tag_index, yes",
    "disk_min_file_size, -1",
    "disk_pickle_protocol, 4",
    "sqlite_synchronous, 3",
    "sqlite_synchronous, FULL; DROP TABLE Cache",
    "sqlite_auto_vacuum, -1",
    "sqlite_cache_size, 1; ATTACH '/etc/passwd' AS p",
    "sqlite_mmap_size, -1",
    "sqlite_journal_mode, off",
  })
  void setting_wrongValue_isNamedWithTheRule(String name, String value) {
    Cache<Object, Object> cache = stores.open();
    Settings before = cache.maintenance().settings();

    assertThat(refusal(CacheSettingException.class, () -> stores.builder().setting(name, value)))
        .startsWith("Cannot set [" + name + "]: it takes ")
        .contains(", was [" + value + "]; ");
    assertThat(
            refusal(
                CacheSettingException.class,
                () -> cache.maintenance().change(Setting.ofStoredName(name), value)))
        .startsWith("Cannot set [" + name + "]: it takes ");
    assertThat(cache.maintenance().reload()).isEqualTo(before);
  }

  @Test
  void C24_policy_unknownOneGiven_leavesTheStoredOne() {
    stores.open(stores.builder().evictionPolicy(EvictionPolicy.LEAST_FREQUENTLY_USED)).close();

    assertThat(
            refusal(
                CacheSettingException.class,
                () -> stores.builder().setting("eviction_policy", "least-used").open()))
        .isEqualTo(
            "Cannot use eviction policy [least-used]: there is none of that name; use one of"
                + " [none, least-recently-stored, least-recently-used, least-frequently-used], or give"
                + " the application's own to the builder");

    assertThat(stores.open().maintenance().settings().evictionPolicy())
        .isEqualTo(EvictionPolicy.LEAST_FREQUENTLY_USED);
  }

  @Test
  void C24_policy_unknownOneStored_isRefusedUntilOneIsGiven() throws Exception {
    Cache<Object, Object> cache = stores.open();
    cache.set("k", 1);
    cache.close();
    String poison = "UPDATE Settings SET value = 'bogus' WHERE key = 'eviction_policy'";
    Stores.rows(stores.directory(), poison);

    assertThat(refusal(CacheOpenException.class, () -> stores.open()))
        .contains("[" + stores.directory() + "]")
        .contains("[bogus]")
        .contains("give another one when opening it");
    assertThat(
            Stores.rows(
                stores.directory(), "SELECT value FROM Settings WHERE key = 'eviction_policy'"))
        .containsExactly(List.of("bogus"));

    Cache<Object, Object> mended =
        stores.open(stores.builder().evictionPolicy(EvictionPolicy.NONE));
    assertThat(mended.get("k")).isEqualTo(1L);
    assertThat(mended.maintenance().settings().evictionPolicy()).isEqualTo(EvictionPolicy.NONE);
  }

  @Test
  void busyTimeout_negative_isRefused() {
    assertThat(
            refusal(
                CacheSettingException.class,
                () -> stores.builder().busyTimeout(Duration.ofMillis(-1))))
        .isEqualTo(
            "Cannot set [busyTimeout]: it takes zero or more, was [PT-0.001S]; give it such");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -3, 1001, 10_000_000, Integer.MIN_VALUE})
  void shards_outOfRange_areRefusedAndNothingIsMade(int shards) {
    assertThat(refusal(CacheSettingException.class, () -> stores.builder().openFanout(shards)))
        .startsWith("Cannot set [shards]: it takes 1 to 1000, was [" + shards + "]");
    assertThat(stores.directory()).doesNotExist();
  }

  // Directories

  @Test
  void open_directoryIsAFile_saysSoAndLeavesIt() throws Exception {
    Path file = Files.writeString(stores.directory("file"), "mine");

    for (ThrowingCallable open :
        List.<ThrowingCallable>of(() -> Cache.open(file), () -> FanoutCache.open(file))) {
      assertThat(refusal(CacheOpenException.class, open))
          .isEqualTo("Cannot open cache [" + file + "]: it is a file; choose a directory");
    }
    assertThat(file).hasContent("mine");
  }

  @Test
  void open_directoryBelowAFile_saysWhy() throws Exception {
    Path below = Files.writeString(stores.directory("file"), "mine").resolve("sub");

    for (ThrowingCallable open :
        List.<ThrowingCallable>of(() -> Cache.open(below), () -> FanoutCache.open(below))) {
      assertThat(refusal(CacheOpenException.class, open)).contains("the directory cannot be made");
    }
  }

  @Test
  void open_directoryNotWritable_namesTheUser() throws Exception {
    Path directory = Files.createDirectory(stores.directory());
    assumeTrue(Files.getFileStore(directory).supportsFileAttributeView("posix"), "POSIX only");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-x------"));
    assumeFalse(Files.isWritable(directory), "this user may write everywhere");

    assertThat(refusal(CacheOpenException.class, () -> Cache.open(directory)))
        .contains("grant user [" + System.getProperty("user.name") + "]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "q?enable_load_extension=true",
        "q?mode=memory&cache=shared",
        "#fragment",
        "%2e%2e",
        "file:x",
        "sp ace",
        "quo'te\"",
        "semi;colon",
        "ünïcödé",
      })
  void open_directoryWithATellingName_isLiteral(String name) throws Exception {
    Path directory = stores.directory(name);
    Cache<Object, Object> cache = stores.opened(Cache.open(directory));
    cache.set("k", "x".repeat(40_000));

    assertThat(directory.resolve("cache.db")).exists();
    assertThat(Stores.valueFiles(directory)).hasSize(1);
    Shard shard = ((RoutedCache<?, ?>) cache).shardList().get(0);
    assertThatThrownBy(() -> shard.read(sql -> sql.number("SELECT load_extension('x')")))
        .hasMessageContaining("not authorized");
  }

  @Test
  void open_fanoutAsPlainAndPlainAsFanout_isRefusedBothWays() {
    stores.openFanout(stores.builder(), 2).close();
    assertThat(refusal(CacheOpenException.class, () -> stores.open()))
        .endsWith("it holds a fan-out cache; open it with openFanout");
    assertThat(stores.directory().resolve("cache.db")).doesNotExist();

    Path plain = stores.directory("plain");
    Cache.open(plain).close();
    assertThat(refusal(CacheOpenException.class, () -> FanoutCache.open(plain)))
        .endsWith("it holds a plain cache; open it with open");
    assertThat(plain.resolve("000")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "",
        "a//b",
        ".",
        "..",
        "a/../b",
        "/absolute",
        "a/",
        "/",
        "a\nb",
        "a\0b",
        "a\u007fb",
        "a\\b",
        "C:x",
        "a/./b"
      })
  void C22_cache_nameThatLeadsElsewhere_isRefused(String name) throws Exception {
    FanoutCache<Object, Object> cache = stores.openFanout(stores.builder(), 1);

    assertThat(refusal(CacheOpenException.class, () -> cache.cache(name)))
        .startsWith("Cannot open cache [" + name.replaceAll("\\p{Cntrl}", "?") + "]: a name has");

    try (var children = Files.list(cache.directory())) {
      assertThat(children.map(child -> child.getFileName().toString())).containsExactly("000");
    }
  }

  // Databases of others

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE Users (id INTEGER)",
        "CREATE TABLE Settings (key TEXT, value, extra)",
        "CREATE TABLE Settings (key TEXT, value); CREATE TABLE Users (id INTEGER)",
        "CREATE TABLE Cache (id INTEGER)",
        "CREATE VIEW Settings AS SELECT 1 AS key, 2 AS value",
        "PRAGMA application_id = 42",
        "PRAGMA application_id = 42; CREATE TABLE Users (id INTEGER)",
      })
  void open_databaseOfSomethingElse_isRefusedAndUnchanged(String sql) throws Exception {
    Files.createDirectories(stores.directory());
    for (String statement : sql.split("; ", -1)) {
      Stores.rows(stores.directory(), statement);
    }
    byte[] before = Files.readAllBytes(stores.directory().resolve("cache.db"));

    assertThat(refusal(CacheOpenException.class, () -> stores.open()))
        .contains("its cache.db is the database of something else, with ")
        .endsWith("choose another directory");

    assertThat(Files.readAllBytes(stores.directory().resolve("cache.db"))).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TRIGGER Extra AFTER INSERT ON Cache BEGIN DELETE FROM Cache; END",
        "CREATE VIEW Extra AS SELECT * FROM Cache",
        "PRAGMA user_version = 1",
      })
  void open_cacheWithSomethingForeign_isRefusedAndNothingLost(String sql) throws Exception {
    Cache<Object, Object> cache = stores.open();
    cache.set("k", 1);
    cache.close();
    Stores.rows(stores.directory(), sql);

    assertThat(refusal(CacheOpenException.class, () -> stores.open()))
        .contains("[" + stores.directory() + "]")
        .containsAnyOf("Extra", "its database has format 1, and this library knows format 0 only");

    assertThat(Stores.rows(stores.directory(), "SELECT key FROM Cache"))
        .containsExactly(List.of("k"));
  }

  @Test
  void open_fileThatIsNoDatabase_isRefusedAndUnchanged() throws Exception {
    Files.createDirectories(stores.directory());
    Path file = stores.directory().resolve("cache.db");
    Files.writeString(file, "These are the notes of somebody else.".repeat(50));

    assertThat(refusal(CacheOpenException.class, () -> stores.open()))
        .contains("its cache.db is no SQLite database, or a damaged one")
        .endsWith("choose another directory, or remove this one");

    assertThat(file).hasContent("These are the notes of somebody else.".repeat(50));
  }

  @Test
  void open_databaseIsADirectory_isRefused() throws Exception {
    Files.createDirectories(stores.directory().resolve("cache.db"));

    refusal(CacheOpenException.class, () -> stores.open());
  }

  @Test
  void open_databaseTruncated_isRefusedAndNotMadeAnew() throws Exception {
    Cache<Object, Object> cache = stores.open();
    LongStream.range(0, 100).forEach(key -> cache.set(key, new byte[1000]));
    cache.close();
    Path file = stores.directory().resolve("cache.db");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, 6000));

    Throwable thrown = catchThrowable(() -> stores.open().maintenance().check());

    // The schema is on the first page; what comes after may only be missed when it is read.
    stores.expectDamage();
    assertThat(thrown).isInstanceOfAny(CacheOpenException.class, CacheStorageException.class);
    assertThat(thrown.getMessage()).contains(stores.directory().toString());
  }

  @Test
  void open_emptyFile_isANewCache() throws Exception {
    Files.createDirectories(stores.directory());
    Files.createFile(stores.directory().resolve("cache.db"));

    assertThat(stores.open().set("k", 1)).isEqualTo(WriteResult.STORED);
  }

  // Value files

  /** A cache with a value in a file, of which the test may do what it likes with the file. */
  private Cache<Object, Object> withFile() {
    stores.expectDamage();
    Cache<Object, Object> cache = stores.open();
    cache.set("k", new byte[40_000]);
    return cache;
  }

  private static Path valueFile(Cache<?, ?> cache) throws IOException {
    return Stores.valueFiles(cache.directory()).get(0);
  }

  private static void assertMiss(Cache<Object, Object> cache) {
    assertThat(cache.get("k")).isNull();
    assertThat(cache.entry("k")).isEmpty();
    assertThat(cache.read("k")).isEmpty();
    assertThat(cache.contains("k")).isTrue();
    assertThat(cache.popEntry("k")).isEmpty();
    assertThat(cache.contains("k")).isFalse();
    assertThat(cache.size()).isZero();
  }

  @Test
  void get_valueFileMissing_isAMiss() throws Exception {
    Cache<Object, Object> cache = withFile();
    Files.delete(valueFile(cache));

    assertMiss(cache);
  }

  @Test
  void get_valueFileTruncatedOrExtended_isAMiss() throws Exception {
    Cache<Object, Object> cache = withFile();
    Files.write(valueFile(cache), new byte[39_999]);
    assertMiss(cache);

    cache.set("k", new byte[40_000]);
    Files.write(valueFile(cache), new byte[1], StandardOpenOption.APPEND);
    assertMiss(cache);

    cache.set("k", new byte[40_000]);
    Files.write(valueFile(cache), new byte[0]);
    assertMiss(cache);
  }

  @Test
  void get_valueFileReplacedByASymlink_isAMissAndTheTargetStays() throws Exception {
    Cache<Object, Object> cache = withFile();
    Path secret = Files.write(stores.directory("secret"), new byte[40_000]);
    Path file = valueFile(cache);
    Files.delete(file);
    Files.createSymbolicLink(file, secret);

    assertMiss(cache);
    assertThat(secret).exists();
  }

  @Test
  void get_valueFileReplacedByADirectory_isAMiss() throws Exception {
    Cache<Object, Object> cache = withFile();
    Path file = valueFile(cache);
    Files.delete(file);
    Files.createDirectory(file);

    assertMiss(cache);
  }

  @Test
  void get_valueFileReplacedByAPipe_isAMissAndDoesNotHang() throws Exception {
    Cache<Object, Object> cache = withFile();
    Path file = valueFile(cache);
    Files.delete(file);
    assumeTrue(pipeMade(file), "no mkfifo here");

    Background.start(
            () -> {
              assertMiss(cache);
              return true;
            })
        .result();
  }

  private static boolean pipeMade(Path file) throws InterruptedException {
    try {
      Process process = new ProcessBuilder("mkfifo", file.toString()).start();
      return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../victim.val", "../../../../../../../etc/passwd", "cache.db", "a\0b"})
  void get_rowThatNamesAFileElsewhere_isAMissAndNeverTouchesIt(String name) throws Exception {
    Cache<Object, Object> cache = withFile();
    Path victim = Files.write(stores.directory("victim.val"), new byte[40_000]);
    String point = "UPDATE Cache SET filename = ?";
    Stores.rows(cache.directory(), point, name);
    assertMiss(cache);

    cache.set("k", new byte[40_000], WriteOptions.tagged("t"));
    Stores.rows(cache.directory(), point + ", size = 40000", name);
    cache.set("k", "overwritten", WriteOptions.tagged("t"));
    Stores.rows(cache.directory(), point, name);
    assertThat(cache.maintenance().check().problems())
        .hasAtLeastOneElementOfType(CheckReport.MissingFile.class);
    assertThat(cache.evict("t")).isEqualTo(1);

    assertThat(victim).hasSize(40_000);
    assertThat(cache.directory().resolve("cache.db")).exists();
  }

  @Test
  void get_rowThatNamesAnAbsoluteFile_isAMissAndMendingLeavesIt() throws Exception {
    Cache<Object, Object> cache = withFile();
    Path victim = Files.write(stores.directory("victim.val"), new byte[40_000]);
    Stores.rows(cache.directory(), "UPDATE Cache SET filename = ?", victim.toString());

    assertThat(cache.get("k")).isNull();
    cache.maintenance().mend();

    assertThat(cache.size()).isZero();
    assertThat(victim).hasSize(40_000);
  }

  // Keys, values and tags

  @Test
  void key_nan_isRefusedEverywhere() {
    Cache<Object, Object> cache = stores.open();

    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> cache.set(Double.NaN, 1),
            () -> cache.get(Float.NaN),
            () -> cache.delete(Double.NaN))) {
      assertThat(refusal(CacheTypeException.class, call))
          .isEqualTo("Cannot use as key [NaN]: NaN equals nothing; give another number");
    }
    assertThat(cache.size()).isZero();
  }

  @Test
  void set_unsupportedType_namesTheWaysOutAndKeepsTheOldValue() throws Exception {
    Cache<Object, Object> cache = stores.open();
    cache.set("k", "old");

    for (Object value : List.of(new Object(), Thread.State.NEW, List.of(1, Duration.ZERO))) {
      assertThat(refusal(CacheTypeException.class, () -> cache.set("k", value)))
          .startsWith("Cannot store [")
          .contains("open the cache with this type", "a Codec of your own");
      refusal(CacheTypeException.class, () -> cache.add("new", value));
      refusal(CacheTypeException.class, () -> cache.add("k", value));
    }

    assertThat(cache.get("k")).isEqualTo("old");
    assertThat(cache.size()).isEqualTo(1);
    assertThat(Stores.valueFiles(cache.directory())).isEmpty();
  }

  @Test
  void tag_wrongType_isRefused() {
    Cache<Object, Object> cache = stores.open();

    for (Object tag : List.of(List.of("t"), true, new Object(), Map.of())) {
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> WriteOptions.tagged(tag),
              () -> new WriteOptions(null, tag),
              () -> cache.evict(tag))) {
        assertThat(refusal(CacheTypeException.class, call))
            .contains("[" + tag.getClass().getName() + "]")
            .endsWith("a tag is text, a number or bytes; give a String, Long, Double or byte[]");
      }
    }
    refusal(CacheTypeException.class, () -> WriteOptions.tagged(Double.NaN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u0080\2cos\nsystem\n(S'touch %s'\ntR.", "cos\nsystem\n(S'touch %s'\ntR."})
  void get_pickleThatNamesAFunction_isRefusedAndRunsNothing(String pickle) throws Exception {
    Cache<Object, Object> cache = stores.open();
    Path marker = stores.directory("marker");
    Stores.rows(
        cache.directory(),
        "INSERT INTO Cache (key, raw, store_time, access_time, mode, value)"
            + " VALUES ('k', 1, 0, 0, 4, ?)",
        pickle.formatted(marker).getBytes(ISO_8859_1));

    if (pickle.startsWith("cos")) {
      // Older than any that python-diskcache writes by itself, and so taken for damage.
      assertThat(cache.get("k")).isNull();
    } else {
      for (ThrowingCallable read :
          List.<ThrowingCallable>of(() -> cache.get("k"), () -> cache.pop("k"), cache::first)) {
        assertThat(refusal(CacheTypeException.class, read))
            .contains("its opcode GLOBAL leads to a class, and no class is trusted");
      }
    }
    refusal(CacheTypeException.class, () -> cache.read("k"));

    assertThat(marker).doesNotExist();
    assertThat(cache.contains("k")).isTrue();
    assertThat(cache.delete("k")).isTrue();
  }

  @Test
  void ttl_extremes_areHeldWithoutOverflow() {
    Cache<Object, Object> cache = stores.open();
    cache.set("longest", 1, WriteOptions.ttl(Duration.ofSeconds(Long.MAX_VALUE)));
    cache.set("shortest", 1, WriteOptions.ttl(Duration.ofSeconds(Long.MIN_VALUE)));

    assertThat(cache.get("longest")).isEqualTo(1L);
    assertThat(cache.entry("longest").orElseThrow().expiry())
        .isAfter(stores.clock().instant().plus(Duration.ofDays(365_000)));
    assertThat(cache.get("shortest")).isNull();
    assertThat(cache.expire()).isEqualTo(1);
  }

  // Closed caches

  @Test
  void operations_afterClose_sayThatItIsClosed() {
    Cache<Object, Object> cache = stores.open();
    CacheMaintenance maintenance = cache.maintenance();
    Iterable<Object> keys = cache.keys();
    cache.transact(() -> LongStream.range(0, 150).forEach(key -> cache.set(key, key)));
    Iterator<Object> iterator = cache.keys().iterator();
    iterator.next();

    cache.close();
    cache.close();

    Set<String> harmless = Set.of("close", "directory", "retrying", "maintenance");
    for (Method method : Calls.of(Cache.class)) {
      if (!harmless.contains(method.getName()) && !Calls.isView(method)) {
        assertThat(Calls.failure(method, cache))
            .as(method.toString())
            .isExactlyInstanceOf(CacheClosedException.class);
      }
    }
    for (Method method : Calls.of(CacheMaintenance.class)) {
      assertThat(Calls.failure(method, maintenance))
          .as(method.toString())
          .isExactlyInstanceOf(CacheClosedException.class);
    }
    assertThatThrownBy(keys::iterator).isInstanceOf(CacheClosedException.class);
    assertThatThrownBy(() -> iterator.forEachRemaining(key -> {}))
        .isInstanceOf(CacheClosedException.class);
  }
}
