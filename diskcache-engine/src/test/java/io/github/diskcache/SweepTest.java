// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sweeping: what killed processes left goes, and nothing that anybody may still need. */
class SweepTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String DIGITS = "0123456789abcdef0123456789ab";

  @RegisterExtension final Stores stores = new Stores();

  private static Path aged(Path path) throws Exception {
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(HOUR.multipliedBy(2))));
    return path;
  }

  private Path orphan(String directories, int number) throws Exception {
    Path parent = Files.createDirectories(stores.directory().resolve(directories));
    return Files.writeString(parent.resolve(DIGITS.substring(1) + number + ".val"), "orphan");
  }

  @Test
  void sweep_leftovers_goWithTheirDirectories() throws Exception {
    Cache<Object, Object> cache = stores.open();
    cache.set("live", new byte[40_000]);
    Path live = aged(Stores.valueFiles(cache.directory()).get(0));
    Path orphan = aged(orphan("ab/cd", 1));
    Path temporary = aged(Files.writeString(cache.directory().resolve("cache.db-new-1"), "t"));
    Path empty = Files.createDirectories(cache.directory().resolve("ef/01"));
    aged(empty);
    aged(empty.getParent());

    CheckReport report = cache.maintenance().sweep();

    assertThat(report.problems())
        .containsExactlyInAnyOrder(
            new CheckReport.UnknownFile(orphan),
            new CheckReport.UnknownFile(temporary),
            new CheckReport.EmptyDirectory(empty),
            new CheckReport.EmptyDirectory(empty.getParent()));
    assertThat(live).exists();
    assertThat((byte[]) cache.get("live")).hasSize(40_000);
    assertThat(cache.maintenance().sweep(Duration.ZERO).clean()).isTrue();
    assertThat(cache.maintenance().check().problems()).isEmpty();
  }

  @Test
  void sweep_youngOrForeignFiles_stay() throws Exception {
    Cache<Object, Object> cache = stores.open();
    stores.expectDamage();
    Path young = orphan("ab/cd", 1);
    Path temporary = Files.writeString(cache.directory().resolve("cache.db-new-1"), "t");
    Path foreign = aged(Files.writeString(cache.directory().resolve("notes.txt"), "mine"));
    Path inside = aged(Files.writeString(young.resolveSibling("notes.val"), "mine"));
    Path foreignDirectory = aged(Files.createDirectory(cache.directory().resolve("mine")));

    assertThat(cache.maintenance().sweep(HOUR).problems()).isEmpty();

    assertThat(List.of(young, temporary, foreign, inside, foreignDirectory))
        .allMatch(path -> Files.exists(path));
    assertThat(cache.maintenance().sweep(Duration.ZERO).problems())
        .containsExactly(new CheckReport.UnknownFile(young));
    assertThat(temporary).exists();
  }

  @Test
  void sweep_cacheInADirectoryOfTwoDigits_isLeftAlone() throws Exception {
    Cache<Object, Object> cache = stores.open();
    Cache<Object, Object> inner = stores.opened(Cache.open(stores.directory().resolve("ab")));
    inner.set("k", new byte[40_000]);

    assertThat(cache.maintenance().sweep(Duration.ZERO).problems()).isEmpty();
    assertThat(inner.get("k")).isNotNull();
  }

  @Test
  void sweep_rowOfAFileComesBeforeTheSecondLook_fileStays() throws Exception {
    Cache<Object, Object> cache = stores.open();
    Path file = aged(orphan("ab/cd", 1));
    String name = cache.directory().relativize(file).toString();

    // As python-diskcache does it: the file first, then its row, while the sweep waits for the
    // lock.
    Background<CheckReport> sweep;
    try (Connection python =
            DriverManager.getConnection("jdbc:sqlite:" + cache.directory().resolve("cache.db"));
        Statement statement = python.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      sweep = Background.start(() -> cache.maintenance().sweep()).awaitWaiting();
      statement.execute(
          "INSERT INTO Cache (key, raw, store_time, access_time, mode, size, filename)"
              + " VALUES ('late', 1, 0, 0, 2, 6, '%s')".formatted(name));
      statement.execute("COMMIT");
    }

    assertThat(sweep.result().problems()).isEmpty();
    assertThat(cache.get("late")).isEqualTo("orphan".getBytes(UTF_8));
  }

  @Test
  void sweep_fanout_isDoneToAllShards() throws Exception {
    FanoutCache<Object, Object> cache = stores.openFanout(stores.builder(), 3);
    for (int shard = 0; shard < 3; shard++) {
      aged(orphan("00" + shard + "/ab/cd", shard));
    }

    assertThat(cache.maintenance().sweep().problems()).hasSize(3);
  }

  @Test
  void sweep_inTransactionReadingOnlyOrNegativeAge_isRefused() {
    Cache<Object, Object> cache = stores.open();
    Cache<Object, Object> reading = stores.open(stores.builder().readOnly());

    assertThatThrownBy(() -> cache.transact(() -> cache.maintenance().sweep()))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("transaction");
    assertThatThrownBy(() -> reading.maintenance().sweep())
        .isInstanceOf(CacheReadOnlyException.class);
    assertThatThrownBy(() -> cache.maintenance().sweep(HOUR.negated()))
        .isInstanceOf(CacheSettingException.class);
  }

  @Test
  void mend_emptiedParents_goInOnePass() throws Exception {
    Cache<Object, Object> cache = stores.open();
    orphan("ab/cd", 1);
    Files.createDirectories(cache.directory().resolve("x/y/z"));

    assertThat(cache.maintenance().mend().problems()).hasSize(2);

    assertThat(cache.maintenance().check().problems()).isEmpty();
    assertThat(cache.directory().resolve("ab")).doesNotExist();
    assertThat(cache.directory().resolve("x")).doesNotExist();
  }
}
