// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in which SQLite in a JVM loses data or hangs, and that the engine goes none of them. */
class TrapsTest {
  @RegisterExtension final Stores stores = new Stores();

  // Trap 1: below 3.51.3, two checkpoints beside a commit may lose committed pages.

  @ParameterizedTest
  @ValueSource(strings = {"3.51.2", "3.51.0", "3.40.1", "3.7.17", "3.8.11.1", "0"})
  void floor_olderSqlite_isRefused(String version) {
    Path directory = Path.of("some", "directory");

    assertThatThrownBy(() -> SqliteFloor.check(version, directory))
        .isInstanceOf(CacheOpenException.class)
        .hasMessage(
            "Cannot open cache ["
                + directory
                + "]: SQLite "
                + version
                + " can lose writes of several processes; use sqlite-jdbc 3.51.3 or newer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.51.3", "3.51.4", "3.52.0", "3.54.1", "3.100.0", "4.0.0"})
  void floor_newerSqlite_isAccepted(String version) {
    assertThatCode(() -> SqliteFloor.check(version, Path.of("d"))).doesNotThrowAnyException();
  }

  @Test
  void floor_sqliteOfTheDriver_isAccepted() throws Exception {
    stores.open();
    String version =
        Stores.rows(stores.directory(), "SELECT sqlite_version()").get(0).get(0).toString();

    assertThatCode(() -> SqliteFloor.check(version, stores.directory())).doesNotThrowAnyException();
  }

  // Trap 2: closing any Java channel on the database's files drops this process's locks on them.

  @Test
  void operations_transactionOpen_keepTheWriteLockAgainstOtherProcesses() throws Exception {
    Cache<Object, Object> cache =
        stores.open(stores.builder().setting(Setting.STATISTICS, true).busyTimeout(Duration.ZERO));
    cache.set("k", 1, WriteOptions.tagged("t"));
    cache.set("large", new byte[40_000]);
    Path directory = cache.directory();

    cache.transact(
        () -> {
          cache.set("n", 1);
          callEverything(Cache.class, cache);
          callEverything(CacheMaintenance.class, cache.maintenance());
          inAnotherThread(
              () -> {
                callEverything(Cache.class, cache);
                callEverything(CacheMaintenance.class, cache.maintenance());
                try (Cache<Object, Object> second = Cache.open(directory)) {
                  second.get("k");
                  second.size();
                  second.volume();
                }
                assertThatThrownBy(() -> FanoutCache.open(directory))
                    .isInstanceOf(CacheOpenException.class);
                return true;
              });
          System.gc();
          assertThat(isRefused(directory)).isTrue();
          cache.set("n", 2);
        });

    assertThat(isRefused(directory)).isFalse();
    assertThat(cache.get("n")).isEqualTo(2L);
  }

  private static boolean isRefused(Path directory) {
    try {
      return WriteLockProbe.isRefused(directory);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T inAnotherThread(Supplier<T> work) {
    try {
      return Background.start(work::get).result();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Calls each method but close, to whatever result or refusal. */
  private static void callEverything(Class<?> type, Object target) {
    for (Method method : Calls.of(type)) {
      if (!method.getName().equals("close")) {
        Throwable failure = Calls.failure(method, target);
        if (failure != null) {
          assertThat(failure)
              .as(method.toString())
              .isInstanceOfAny(CacheException.class, NoSuchElementException.class);
        }
      }
    }
  }

  @Test
  void channel_onTheSharedMemoryOfAnOpenDatabase_wouldDropTheLock() throws Exception {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "locks belong to files elsewhere");
    Cache<Object, Object> cache = stores.open();

    cache.transact(
        () -> {
          cache.set("k", 1);
          assertThat(isRefused(cache.directory())).isTrue();
          // What no code of ours may do; it shows that the test above would notice.
          Path memory = cache.directory().resolve("cache.db-shm");
          try (FileChannel channel = FileChannel.open(memory, StandardOpenOption.READ)) {
            assertThat(channel.isOpen()).isTrue();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
          assertThat(isRefused(cache.directory())).isFalse();
        });
  }

  // Trap 3: each class loader has a SQLite of its own, and the two do not see each other's locks.

  @Test
  void open_secondClassLoader_isRefusedUntilTheFirstHasClosed() throws Exception {
    Cache<Object, Object> first = stores.open();
    Path directory = first.directory();
    try (URLClassLoader loader = anotherLoader()) {
      first.transact(
          () -> {
            first.set("k", 1);
            assertRefused(() -> open(loader, directory));
            assertThat(isRefused(directory)).isTrue();
          });
      assertThat(first.get("k")).isEqualTo(1L);

      // Another process may share it all the while.
      ChildJvm child = ChildJvm.start(IncrementingChild.class, directory, 3);
      child.awaitLine(IncrementingChild.READY);
      child.send("go");
      child.output();
      assertThat(first.get(IncrementingChild.KEY)).isEqualTo(3L);

      first.close();
      try (AutoCloseable second = open(loader, directory)) {
        assertThat(second.toString()).isEqualTo("Cache[" + directory + "]");
        assertRefused(() -> Cache.open(directory));
      }
      assertThat(stores.open().get("k")).isEqualTo(1L);
    }
  }

  private static URLClassLoader anotherLoader() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static AutoCloseable open(ClassLoader loader, Path directory) throws Exception {
    try {
      Class<?> type = Class.forName(Cache.class.getName(), true, loader);
      assertThat(type).isNotSameAs(Cache.class);
      return (AutoCloseable) type.getMethod("open", Path.class).invoke(null, directory);
    } catch (InvocationTargetException e) {
      throw (Exception) e.getCause();
    }
  }

  private static void assertRefused(ThrowingCallable opening) {
    assertThatThrownBy(opening)
        .satisfies(
            e -> assertThat(e.getClass().getName()).isEqualTo(CacheOpenException.class.getName()))
        .hasMessageContaining("another class loader of this JVM has it open")
        .hasMessageContaining("load the engine and sqlite-jdbc once");
  }

  // Trap 4: a deferred transaction that reads and then writes is refused whenever others wrote.

  @Test
  void transactOn_fourProcesses_loseNoIncrement() throws Exception {
    Cache<Object, Object> cache = stores.open();
    List<ChildJvm> children = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      children.add(ChildJvm.start(IncrementingChild.class, cache.directory(), 500));
    }
    for (ChildJvm child : children) {
      child.awaitLine(IncrementingChild.READY);
    }
    for (ChildJvm child : children) {
      child.send("go");
    }

    for (ChildJvm child : children) {
      assertThat(child.output()).isEmpty();
    }

    assertThat(cache.get(IncrementingChild.KEY)).isEqualTo(2000L);
  }

  // Trap 5: a wait inside SQLite cannot be interrupted, and keeps the carrier of a virtual thread.

  @Test
  void connections_all_neverWaitInsideSqlite() {
    Cache<Object, Object> cache = stores.open();
    Shard shard = ((RoutedCache<?, ?>) cache).shardList().get(0);
    String pragma = "PRAGMA busy_timeout";

    for (int i = 0; i < 2; i++) {
      assertThat(shard.<Long>read(sql -> sql.number(pragma))).isZero();
      assertThat(
              shard.<Long>write(Deadline.never(), transaction -> transaction.sql().number(pragma)))
          .isZero();
      cache.maintenance().change(Setting.SQLITE_CACHE_SIZE, 100);
    }
  }

  @Test
  void write_waitingForAForeignWriter_isInterruptible() throws Exception {
    Cache<Object, Object> cache = stores.open();
    Background<WriteResult> writer;

    try (ForeignLock lock = ForeignLock.on(cache.directory())) {
      assertThat(lock).isNotNull();
      writer = Background.start(() -> cache.set("k", 1)).awaitWaiting();
      writer.interrupt();
      assertThatThrownBy(writer::result).isInstanceOf(CacheInterruptedException.class);
    }
  }

  @Test
  void virtualThreads_waitingForForeignWriters_letOthersRun() throws Exception {
    assumeTrue(Runtime.version().feature() >= 21, "virtual threads need JDK 21");
    int writers = Math.max(8, Runtime.getRuntime().availableProcessors() + 1);
    FanoutCache<Object, Object> cache = stores.openFanout(stores.builder(), writers);
    List<ForeignLock> locks = new ArrayList<>();
    for (int shard = 0; shard < writers; shard++) {
      locks.add(ForeignLock.on(cache.directory().resolve(String.format("%03d", shard))));
    }
    AtomicInteger waiting = new AtomicInteger();
    AtomicInteger stored = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(writers + 1);
    AtomicLong ticks = new AtomicLong();

    for (int i = 0; i < writers; i++) {
      int key = i;
      startVirtual(
          () -> {
            waiting.incrementAndGet();
            if (cache.retrying().set(key, key) == WriteResult.STORED) {
              stored.incrementAndGet();
            }
            done.countDown();
          });
    }
    Background.await(() -> waiting.get() == writers);
    startVirtual(
        () -> {
          while (stored.get() < writers) {
            LockSupport.parkNanos(1_000_000);
            ticks.incrementAndGet();
          }
          done.countDown();
        });
    Background.await(() -> ticks.get() > 100);
    assertThat(stored).hasValue(0);

    for (ForeignLock lock : locks) {
      lock.close();
    }
    done.await();
    assertThat(cache.size()).isEqualTo(writers);
  }

  /** What {@code Thread.ofVirtual().start(task)} does, compiled for a JDK that has it not. */
  private static void startVirtual(Runnable task) throws Exception {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    Class.forName("java.lang.Thread$Builder")
        .getMethod("start", Runnable.class)
        .invoke(builder, task);
  }
}
