// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static io.github.diskcache.hibernate.TestStore.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/**
 * The store of one process fails while another's works. Nothing may be thrown, and what could not
 * be invalidated may be read by neither.
 */
class FaultTest {
  @RegisterExtension final TestStore stores = new TestStore();
  @TempDir Path work;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final CacheKey key = key(1);

  @AfterEach
  void close() throws Exception {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
  }

  private L2Store open(Path directory) {
    L2Settings settings = TestStore.settings(directory, WarmStart.TRUST);
    L2Store store =
        L2Store.opened(settings.directory(), settings, () -> 0, stores, Duration.ofMillis(100));
    opened.add(store::close);
    return store;
  }

  private static RoleEntries entries(L2Store store) {
    return TestStore.readWrite(store, TestStore.versioned(store));
  }

  private void listen() {
    Logger logger = Logger.getLogger(OnceLog.class.getPackageName());
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            warnings.add(record.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    opened.add(() -> logger.removeHandler(handler));
  }

  @Test
  void lock_shardBusyPastTheLimit_hidesTheEntryUntilTheTimeout() throws Exception {
    L2Store store = open(work);
    RoleEntries here = entries(store);
    RoleEntries there = entries(open(work));
    assertThat(here.putLoaded(key, "old", 1, store.clock().next(), true)).isTrue();
    assertThat(there.get(key, store.clock().next())).isEqualTo("old");

    LockMark mark;
    try (Connection connection = busy(work)) {
      mark = there.lock(key);
      assertThat(here.get(key, store.clock().next())).isNull();
      connection.createStatement().execute("ROLLBACK");
    }

    // the row says "old" still
    assertThat(here.get(key, store.clock().next())).isNull();
    assertThat(here.putLoaded(key, "old", 1, store.clock().next(), true)).isFalse();
    assertThat(there.putUpdated(key, "two", 2, mark)).isFalse();
    stores.advance(TestStore.LOCK_TIMEOUT.plusSeconds(1));
    assertThat(here.get(key, store.clock().next())).isNull();
    assertThat(here.putLoaded(key, "two", 2, store.clock().next(), true)).isTrue();
    assertThat(there.get(key, store.clock().next())).isEqualTo("two");
  }

  @Test
  void everyCall_shardBusyPastTheLimit_isCountedAndLoggedOnce() throws Exception {
    L2Store store = open(work);
    CachedRole role = TestStore.versioned(store);
    RoleEntries here = TestStore.readWrite(store, role);
    LockMark mark = here.lock(key);
    listen();

    try (Connection connection = busy(work)) {
      for (int i = 0; i < 3; i++) {
        assertThat(here.putUpdated(key, "two", 2, mark)).isFalse();
        here.unlock(key, mark);
        here.evict(key);
        assertThat(here.putLoaded(key(2), "one", 1, store.clock().next(), true)).isFalse();
        assertThat(here.putInserted(key(3), "one", 1, store.clock().next())).isFalse();
        here.closeRole(here.openRole());
        here.evictAll();
      }
      connection.createStatement().execute("ROLLBACK");
    }

    RegionStatistics statistics = role.counters().statistics("books", RegionKind.DOMAIN, 0);
    assertThat(statistics.refusedPuts().get(PutRefusal.FAILED)).isEqualTo(9);
    assertThat(warnings).hasSize(4).allMatch(each -> each.contains("goes on without"));
  }

  /** Takes the only shard's write lock, as a process would that does not let go. */
  private static Connection busy(Path directory) throws Exception {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + directory.resolve("test/000/cache.db"));
    Connection connection = source.getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
    }
    return connection;
  }

  @Test
  void lock_byAnInterruptedThread_isNotLost() {
    L2Store store = open(work);
    RoleEntries here = entries(store);
    RoleEntries there = entries(open(work));
    assertThat(here.putLoaded(key, "old", 1, store.clock().next(), true)).isTrue();

    Thread.currentThread().interrupt();
    there.lock(key);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(here.get(key, store.clock().next())).isNull();
    assertThat(here.putLoaded(key, "old", 1, store.clock().next(), true)).isFalse();
  }

  @Test
  void putUpdated_versionThatCannotBeEncoded_endsTheLock() {
    L2Store store = open(work);
    RoleEntries here = entries(store);
    LockMark mark = here.lock(key);

    assertThat(here.putUpdated(key, new Object(), 2, mark)).isFalse();

    assertThat(here.putLoaded(key, "two", 2, store.clock().next(), true)).isTrue();
  }

  @Test
  void work_databaseOverwrittenWithGarbage_goesOnAndReadsNothing() throws Exception {
    L2Store store = open(work);
    RoleEntries here = entries(store);
    RoleEntries there = entries(open(work));
    assertThat(here.putLoaded(key, "old", 1, store.clock().next(), true)).isTrue();
    overwrite(work.resolve("test/000/cache.db"));
    overwrite(work.resolve("test/000/cache.db-wal"));

    LockMark mark = there.lock(key);
    assertThat(here.get(key, store.clock().next())).isNull();
    there.putUpdated(key, "two", 2, mark);

    assertThat(here.get(key, store.clock().next())).isNotEqualTo("old");
    assertThat(there.get(key, store.clock().next())).isNotEqualTo("old");
    here.evict(key);
    assertThat(there.get(key, store.clock().next())).isNull();
  }

  /** By another process: closing such a file here would drop this process's locks. */
  private static void overwrite(Path file) throws Exception {
    Process process =
        new ProcessBuilder(
                "dd",
                "if=/dev/urandom",
                "of=" + file,
                "bs=4096",
                "count=" + (Files.size(file) + 4095) / 4096,
                "conv=notrunc")
            .redirectErrorStream(true)
            .start();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void work_diskFull_goesOnAndReadsNothingOld() throws Exception {
    Path disk = disk("16m");
    L2Store store = open(disk);
    L2Store other = open(disk);
    RoleEntries here = entries(store);
    RoleEntries there = entries(other);
    String large = "x".repeat(20_000);
    for (int id = 0; id < 20; id++) {
      assertThat(here.putLoaded(key(id), "old" + large, 1, store.clock().next(), true)).isTrue();
    }
    fill(disk);

    int failed = 0;
    for (int id = 0; id < 20; id++) {
      LockMark mark = there.lock(key(id));
      assertThat(here.get(key(id), store.clock().next())).isNull();
      failed += there.putUpdated(key(id), "new" + large, 2, mark) ? 0 : 1;
    }

    assertThat(failed).as("the disk is full").isPositive();
    for (int id = 0; id < 20; id++) {
      assertThat(here.get(key(id), store.clock().next())).isIn(null, "new" + large);
    }
    Files.delete(disk.resolve("filler"));
    stores.advance(TestStore.LOCK_TIMEOUT.plusSeconds(1));
    for (int id = 0; id < 20; id++) {
      assertThat(here.get(key(id), store.clock().next())).isIn(null, "new" + large);
      boolean put = false;
      for (int i = 0; i < 1_000 && !put; i++) {
        put = here.putLoaded(key(id), "newer" + large, 3, store.clock().next(), true);
      }
      assertThat(there.get(key(id), store.clock().next())).isEqualTo("newer" + large);
    }
  }

  /** A small disk, where this user may mount one. */
  private Path disk(String size) throws Exception {
    Path disk = Files.createDirectory(work.resolve("disk"));
    try {
      run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", disk.toString());
    } catch (IOException e) {
      Assumptions.abort("no disk can be mounted here: " + e.getMessage());
    }
    opened.add(() -> run("umount", "-l", disk.toString()));
    return disk;
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IOException(output);
    }
  }

  private static void fill(Path disk) throws IOException {
    try (var out = Files.newOutputStream(disk.resolve("filler"))) {
      byte[] block = new byte[4096];
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }
}
