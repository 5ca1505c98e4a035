// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives each test a temporary directory, a clock and caches in it; after the test every cache must
 * pass its check, unless the test has said that it damages them, and is closed.
 */
final class Stores implements BeforeEachCallback, AfterEachCallback {
  /** The same tests run without a near tier and with one. */
  private static final long NEAR_BYTES = Long.getLong("diskcache.near", 0);

  /** The same tests run without a log of intents and with one. */
  private static final boolean INTENTS = Boolean.getBoolean("diskcache.intents");

  private static final List<Cache<?, ?>> LOGGING = new CopyOnWriteArrayList<>();

  private final List<Cache<?, ?>> opened = new ArrayList<>();
  private Path root = Path.of("");
  private TestClock clock = new TestClock();
  private boolean damaged;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    root = Files.createTempDirectory("diskcache-test-");
    clock = new TestClock();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    try {
      if (!damaged && context.getExecutionException().isEmpty()) {
        for (Cache<?, ?> cache : opened) {
          if (isOpen(cache)) {
            assertThat(cache.maintenance().check().problems()).isEmpty();
          }
        }
      }
    } finally {
      opened.forEach(Cache::close);
      opened.clear();
      LOGGING.clear();
      damaged = false;
      try (Stream<Path> files = Files.walk(root)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
      }
    }
  }

  private static boolean isOpen(Cache<?, ?> cache) {
    try {
      cache.size();
      return true;
    } catch (CacheClosedException e) {
      return false;
    }
  }

  TestClock clock() {
    return clock;
  }

  /** The directory of the test's main cache. */
  Path directory() {
    return directory("cache");
  }

  Path directory(String name) {
    return root.resolve(name);
  }

  /** A builder on the test's main directory and clock, with a near tier when the build says so. */
  CacheBuilder builder() {
    CacheBuilder builder = Cache.builder(directory()).clock(clock).nearTier(NEAR_BYTES);
    // Nothing is written by itself: tests that wait for no writer must meet none.
    return INTENTS ? builder.intentLog(new IntentLog(1 << 16, Duration.ofMinutes(10))) : builder;
  }

  Cache<Object, Object> open() {
    return open(builder());
  }

  Cache<Object, Object> open(CacheBuilder builder) {
    return opened(builder.open());
  }

  FanoutCache<Object, Object> openFanout(CacheBuilder builder, int shards) {
    return opened(builder.openFanout(shards));
  }

  Deque<Object> openDeque() {
    return openDeque(builder());
  }

  Deque<Object> openDeque(CacheBuilder builder) {
    Deque<Object> deque = builder.openDeque();
    opened(deque.cache());
    return deque;
  }

  Index<Object, Object> openIndex() {
    return openIndex(builder());
  }

  Index<Object, Object> openIndex(CacheBuilder builder) {
    Index<Object, Object> index = builder.openIndex();
    opened(index.cache());
    return index;
  }

  /** Registers a cache to be checked and closed after the test. */
  <C extends Cache<?, ?>> C opened(C cache) {
    opened.add(cache);
    if (INTENTS) {
      LOGGING.add(cache);
    }
    return cache;
  }

  /** Says that this test damages its caches on purpose, so that their check may find something. */
  void expectDamage() {
    damaged = true;
  }

  /** What a plain cache works on. */
  static Shard shard(Cache<?, ?> cache) {
    return ((RoutedCache<?, ?>) cache).onlyShard("look into cache");
  }

  /** The value files below a directory. */
  static List<Path> valueFiles(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".val")).toList();
    }
  }

  /** Writes what is logged, as far as that can be done now. */
  private static void flush(Cache<?, ?> cache) {
    try {
      cache.maintenance().flush();
    } catch (CacheException e) {
      // It is closed, or a test holds its lock.
    }
  }

  /** The rows of a query on a cache's database, through a connection of the test's own. */
  static List<List<Object>> rows(Path directory, String sql, Object... parameters)
      throws SQLException {
    LOGGING.forEach(Stores::flush);
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("cache.db"));
        var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      List<List<Object>> rows = new ArrayList<>();
      if (statement.execute()) {
        try (ResultSet results = statement.getResultSet()) {
          while (results.next()) {
            List<Object> row = new ArrayList<>();
            for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
              row.add(results.getObject(i));
            }
            rows.add(row);
          }
        }
      }
      return rows;
    }
  }
}
