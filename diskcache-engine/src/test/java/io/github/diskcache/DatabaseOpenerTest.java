// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories that hold something else than a whole cache. */
class DatabaseOpenerTest {
  @RegisterExtension final Stores stores = new Stores();

  private Path file;

  @BeforeEach
  void makeDirectory() throws IOException {
    file = Files.createDirectories(stores.directory()).resolve("cache.db");
  }

  private void assertRefused(String reason) throws IOException {
    Map<String, byte[]> before = files();

    assertThatThrownBy(stores::open)
        .isInstanceOf(CacheOpenException.class)
        .hasMessageContaining("[" + stores.directory() + "]")
        .hasMessageContaining(reason);

    assertThat(files()).usingRecursiveComparison().isEqualTo(before);
  }

  /** All files with their contents, but for the lock file, which is always empty. */
  private Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> children = Files.list(stores.directory())) {
      for (Path child : children.toList()) {
        String name = child.getFileName().toString();
        if (!name.equals(DirectoryGuard.FILE)) {
          files.put(name, Files.readAllBytes(child));
        }
      }
    }
    return files;
  }

  @Test
  void open_fileInPlaceOfDirectory_isRefused() throws Exception {
    Files.writeString(file, "a file");

    assertThatThrownBy(() -> Cache.open(file))
        .isInstanceOf(CacheOpenException.class)
        .hasMessageContaining("it is a file");
    assertThatThrownBy(() -> Cache.open(file.resolve("below")))
        .isInstanceOf(CacheOpenException.class);

    assertThat(file).hasContent("a file");
  }

  @Test
  void open_noDatabase_isRefusedUntouched() throws Exception {
    Files.writeString(file, "no database, and longer than the header of one".repeat(100));

    assertRefused("no SQLite database");
  }

  @Test
  void open_emptyFile_becomesCache() throws Exception {
    Files.createFile(file);

    stores.open().set("k", "v");

    assertThat(stores.open().get("k")).isEqualTo("v");
  }

  /** Each statement makes a database that is not ours, or not ours yet. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TABLE accounts (name)                                | table accounts",
        "CREATE TABLE Settings (name TEXT)                           | another table Settings",
        "CREATE TABLE Settings (key, value); CREATE TABLE Cache (id) | another table Cache",
        "PRAGMA application_id = 1                                   | an application_id",
        "PRAGMA user_version = 7                                     | format 7",
      })
  void open_databaseOfSomethingElse_isRefusedUntouched(String sql, String reason) throws Exception {
    for (String statement : sql.split(";", -1)) {
      Stores.rows(stores.directory(), statement);
    }

    assertRefused(reason);
  }

  /** What would run with our writes. */
  @Test
  void open_cacheWithForeignTrigger_isRefused() throws Exception {
    stores.open().close();
    Stores.rows(
        stores.directory(),
        "CREATE TRIGGER audit AFTER INSERT ON Cache BEGIN DELETE FROM Settings; END");

    assertRefused("trigger audit");
  }

  @Test
  void open_cacheWithForeignTable_isAccepted() throws Exception {
    stores.open().close();
    Stores.rows(stores.directory(), "CREATE TABLE notes (text)");

    stores.open().set("k", "v");

    assertThat(Stores.rows(stores.directory(), "SELECT COUNT(*) FROM notes"))
        .containsExactly(List.of(0));
  }

  /** As another process leaves it that is killed while it makes the tables one by one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP TABLE Cache",
        "DROP TRIGGER Settings_size_delete",
        "DROP INDEX Cache_expire_time",
        "DELETE FROM Settings",
        "DELETE FROM Settings WHERE key = 'hits'"
      })
  void open_unfinishedCache_isFinished(String sql) throws Exception {
    stores.open().close();
    List<List<Object>> whole = everything();
    Stores.rows(stores.directory(), sql);

    Cache<Object, Object> cache = stores.open();

    assertThat(everything()).containsExactlyInAnyOrderElementsOf(whole);
    cache.set("k", "x".repeat(40_000));
    cache.delete("k");
    assertThat(cache.size()).isZero();
  }

  private List<List<Object>> everything() throws Exception {
    return Stores.rows(
        stores.directory(),
        "SELECT name, sql FROM sqlite_master UNION ALL SELECT key, value FROM Settings");
  }

  @Test
  void open_again_writesNothing() throws Exception {
    stores.open().close();
    byte[] before = Files.readAllBytes(file);

    stores.open(stores.builder().sizeLimit(1L << 30)).close();

    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  /** Python keeps any value that it is given; one that means nothing here is named. */
  @ParameterizedTest
  @CsvSource({
    "size_limit, 'much'",
    "cull_limit, -1",
    "disk_min_file_size, 1.5",
    "sqlite_journal_mode, 'delete'",
    "sqlite_synchronous, 7",
    "statistics, 2"
  })
  void open_storedSettingHasNoMeaning_isRefused(String name, String value) throws Exception {
    stores.open().close();
    Stores.rows(stores.directory(), "UPDATE Settings SET value = ? WHERE key = ?", value, name);

    assertThatThrownBy(stores::open)
        .isInstanceOf(CacheOpenException.class)
        .hasMessageContaining("[" + name + "]");
  }

  @Test
  void open_storedSettingsOfOthers_areIgnored() throws Exception {
    stores.open().close();
    Stores.rows(stores.directory(), "INSERT INTO Settings VALUES ('foo', 1), ('sqlite_x', NULL)");

    stores.open().set("k", "v");

    assertThat(Stores.rows(stores.directory(), "SELECT value FROM Settings WHERE key = 'foo'"))
        .containsExactly(List.of(1));
  }

  @Test
  void open_kindOfCacheIsTheOther_isRefused() {
    stores.open().close();
    assertThatThrownBy(() -> stores.openFanout(stores.builder(), 2))
        .isInstanceOf(CacheOpenException.class)
        .hasMessageContaining("it holds a plain cache");

    Path fanout = stores.directory("fanout");
    stores.opened(FanoutCache.open(fanout, 2)).close();
    assertThatThrownBy(() -> Cache.open(fanout))
        .isInstanceOf(CacheOpenException.class)
        .hasMessageContaining("it holds a fan-out cache");
    assertThat(fanout.resolve("cache.db")).doesNotExist();
  }
}
