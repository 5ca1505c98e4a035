// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That the write-ahead log is copied in the background, and does not grow for ever. */
class CheckpointsTest {
  private static final int PAGE_IN_LOG = 4096 + 24;

  @RegisterExtension final Stores stores = new Stores();

  private static Map<Object, Object> values(int from, int count) {
    Map<Object, Object> values = new HashMap<>();
    for (int i = from; i < from + count; i++) {
      values.put(i, new byte[100]);
    }
    return values;
  }

  private static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path database() {
    return stores.directory().resolve("cache.db");
  }

  private Path log() {
    return stores.directory().resolve("cache.db-wal");
  }

  @Test
  void set_moreThanDue_isCopiedByAnotherThread() {
    Cache<Object, Object> cache = stores.open();

    for (int i = 0; i < 2000; i += 100) {
      cache.setAll(values(i, 100));
    }

    // Too few pages for the writer itself to copy them.
    assertThat(size(log())).isLessThan(Checkpoints.LAST_RESORT_PAGES * PAGE_IN_LOG);
    Background.await(() -> size(database()) > 2000 * 100);
  }

  @Test
  void upkeep_writerDiedBeforeItsCheckpoint_isDoneByAnotherProcess() throws Exception {
    Cache<Object, Object> cache = stores.open();
    cache.set("k", 1);
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + database());
        var statement = other.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint = 0");
      statement.execute(
          """
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
          INSERT INTO Cache (key, raw, size, value) SELECT i, 1, 0, zeroblob(1000) FROM n""");
    }
    assertThat(size(database())).isLessThan(500_000);

    // What the dead process has counted, and nobody has acted on.
    Objects.requireNonNull(Stores.shard(cache).database().words())
        .set(SharedWords.LOGGED, Checkpoints.DUE_ROWS);

    Background.await(() -> size(database()) > 500_000);
  }

  @Test
  void set_withoutBreakUnderConstantReaders_keepsTheLogBounded() throws Exception {
    Cache<Object, Object> cache = stores.open();
    AtomicBoolean done = new AtomicBoolean();
    List<Background<Integer>> readers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      readers.add(
          Background.start(
              () -> {
                int reads = 0;
                for (; !done.get(); reads++) {
                  cache.get(reads % 1000);
                }
                return reads;
              }));
    }

    long longest = 0;
    for (int i = 0; i < 300; i++) {
      cache.setAll(values(i * 100, 100));
      longest = Math.max(longest, size(log()));
    }
    done.set(true);

    for (Background<Integer> reader : readers) {
      assertThat(reader.result()).isPositive();
    }
    // What one transaction adds on top is far less than a quarter.
    assertThat(longest).isLessThan(Checkpoints.LAST_RESORT_PAGES * PAGE_IN_LOG * 5 / 4);
  }

  @Test
  void restart_logCopiedWhileReadersCome_letsTheNextWriteBeginItAnew() throws Exception {
    Cache<Object, Object> cache = stores.open();
    Database database = Stores.shard(cache).database();
    cache.setAll(values(0, 500));
    Checkpoints checkpoints =
        new Checkpoints(
            stores.directory(),
            Objects.requireNonNull(database.words()),
            () -> SqlConnection.open(database()));
    try {
      Background.await(() -> restarted(checkpoints));
      long before = size(log());
      for (int i = 0; i < 20; i++) {
        cache.set(i, "anew");
      }
      assertThat(size(log())).isEqualTo(before);
    } finally {
      checkpoints.close();
    }
  }

  private static boolean restarted(Checkpoints checkpoints) {
    try {
      return checkpoints.restart();
    } catch (java.sql.SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void close_lastCache_endsTheThread() {
    Cache<Object, Object> first = stores.open();
    Cache<Object, Object> second = stores.open(Cache.builder(stores.directory("second")));

    first.close();
    assertThat(isRunning()).isTrue();
    second.close();

    Background.await(() -> !isRunning());
    stores.open();
    assertThat(isRunning()).isTrue();
  }

  private static boolean isRunning() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals(Upkeep.THREAD));
  }
}
