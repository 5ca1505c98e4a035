// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Values that are set through the log of intents: seen at once, kept, and written in time. */
class IntentLogTest {
  /** Nothing is written before somebody asks for it. */
  private static final IntentLog SLOW = new IntentLog(1 << 16, Duration.ofHours(1));

  // Where these stand in the file.
  private static final int BOOT = 8;
  private static final int LOCK = 128;
  private static final int TAIL = 256;
  private static final int APPLIED = 384;
  private static final int RING = 4096 + (1 << 19);

  @RegisterExtension final Stores stores = new Stores();

  @TempDir Path work;

  private Cache<Object, Object> open() {
    return open(SLOW);
  }

  private Cache<Object, Object> open(IntentLog bounds) {
    return stores.open(stores.builder().intentLog(bounds));
  }

  /** A cache that sets without the log. */
  private Cache<Object, Object> openPlain() {
    return stores.opened(Cache.builder(stores.directory()).clock(stores.clock()).open());
  }

  private int rows() {
    try {
      return Stores.rows(stores.directory(), "SELECT key FROM Cache").size();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static ByteBuffer file(Path directory) {
    try (FileChannel channel =
        FileChannel.open(
            directory.resolve(Intents.FILE), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel
          .map(FileChannel.MapMode.READ_WRITE, 0, channel.size())
          .order(ByteOrder.nativeOrder());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void set_notWrittenYet_isSeenByAllCaches() {
    Cache<Object, Object> plain = openPlain();
    Cache<Object, Object> cache = open();

    WriteResult result = cache.set("k", "v", WriteOptions.tagged("t"));

    assertThat(result).isEqualTo(WriteResult.STORED);
    assertThat(rows()).isZero();
    for (Cache<Object, Object> each : List.of(cache, plain)) {
      assertThat(each.get("k")).isEqualTo("v");
      assertThat(each.entry("k").orElseThrow().tag()).isEqualTo("t");
      assertThat(each.contains("k")).isTrue();
      assertThat(each.contains("other")).isFalse();
    }
    assertThat(rows()).isZero();
  }

  @Test
  void set_valuesOfAllTypes_areReadAsTheyWereSet() {
    Cache<Object, Object> cache = open();
    List<Object> values =
        new ArrayList<>(List.of("", "grün 𝄞", 1L, -5.5, -0.0, 3.0, true, List.of(1L)));
    values.add(null);
    List<Object> keys =
        List.of("text", 7L, 7.5, Tuple.of(1L, "a"), -3L, 2.0, "ключ", 1e300, Long.MIN_VALUE);

    for (int written = 0; written < 2; written++) {
      for (int i = 0; i < keys.size(); i++) {
        if (written == 0) {
          cache.set(keys.get(i), values.get(i), WriteOptions.NONE.tag(i));
        }
        Entry<Object> entry = cache.entry(keys.get(i)).orElseThrow();
        assertThat(entry.value()).isEqualTo(values.get(i));
        assertThat(entry.tag()).isEqualTo((long) i);
      }
      assertThat(rows()).isEqualTo(written * keys.size());
      cache.maintenance().flush();
    }
    cache.set(new byte[] {1, 2}, new byte[] {3});
    assertThat((byte[]) cache.get(new byte[] {1, 2})).containsExactly(3);
  }

  @Test
  void set_keysThatAreOneToSqlite_areOneEntry() {
    Cache<Object, Object> cache = open();
    cache.set(1, "a");
    assertThat(cache.get(1.0)).isEqualTo("a");
    cache.set(1.0, "b");
    assertThat(cache.get(1)).isEqualTo("b");
    cache.set(1, "c");
    cache.set(0.0, "d");
    cache.set(-0.0, "e");
    assertThat(cache.get(0)).isEqualTo("e");

    cache.maintenance().flush();

    assertThat(cache.get(1.0)).isEqualTo("c");
    assertThat(cache.keys()).containsExactly(1L, 0.0);
  }

  @Test
  void operations_somethingWaits_writeItFirst() {
    Cache<Object, Object> cache = open();

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
    assertThat(cache.touch("f", Duration.ofDays(1))).isTrue();
    assertThat(cache.clear()).isEqualTo(4);
    assertThat(rows()).isZero();
  }

  @Test
  void set_severalTimes_writesTheLastValueInThePlaceOfTheFirst() {
    Cache<Object, Object> cache = open();
    for (int i = 0; i < 10; i++) {
      cache.set("k", i);
      cache.set("other " + i, i);
    }

    cache.maintenance().flush();

    assertThat(rows()).isEqualTo(11);
    assertThat(cache.get("k")).isEqualTo(9L);
    assertThat(cache.keys()).startsWith("k", "other 0");
  }

  @Test
  void set_delayPasses_isWrittenInTheBackground() {
    Cache<Object, Object> cache = open(new IntentLog(1 << 16, Duration.ofMillis(20)));

    cache.set("a", 1);
    Background.await(() -> rows() == 1);
    cache.set("b", 1);
    Background.await(() -> rows() == 2);
  }

  @Test
  void set_moreThanTheLogHolds_losesNone() {
    Cache<Object, Object> cache = open();

    for (int i = 0; i < 6000; i++) {
      cache.set(i % 1500, "value " + i);
      assertThat(cache.get(i % 1500)).isEqualTo("value " + i);
    }

    assertThat(cache.size()).isEqualTo(1500);
    for (int i = 4500; i < 6000; i++) {
      assertThat(cache.get(i % 1500)).isEqualTo("value " + i);
    }
  }

  @Test
  void set_manyThreads_losesNone() throws Exception {
    Cache<Object, Object> cache = open(new IntentLog(1 << 16, Duration.ofMillis(1)));
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
                  if (n % 100 == 0) {
                    cache.increment("count");
                    wrong += cache.size() <= 55 ? 0 : 1;
                  }
                }
                return wrong;
              }));
    }

    for (Background<Integer> writer : writers) {
      assertThat(writer.result()).isZero();
    }
    for (int writer = 0; writer < 4; writer++) {
      assertThat(cache.get("own " + writer)).isEqualTo(1999L);
    }
    assertThat(cache.get("count")).isEqualTo(80L);
    assertThat(cache.size()).isEqualTo(55);
  }

  @Test
  void set_callersBytesChangeLater_keepsThem() {
    Cache<Object, Object> cache = open();
    byte[] bytes = {1, 2, 3};

    cache.set("k", bytes);
    bytes[0] = 9;
    ((byte[]) cache.get("k"))[1] = 9;

    assertThat((byte[]) cache.get("k")).containsExactly(1, 2, 3);
  }

  @Test
  void set_expiresWhileItWaits_isMissed() {
    Cache<Object, Object> cache = open();
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
  void set_largeOrInTransaction_goesToTheDatabase() {
    Cache<Object, Object> cache = open();
    cache.set("small", 1);
    cache.set("large", new byte[50_000]);
    assertThat(rows()).isEqualTo(2);
    cache.transact(
        () -> {
          cache.set("inside", 1);
          assertThat(cache.get("inside")).isEqualTo(1L);
        });
    assertThat(rows()).isEqualTo(3);
    cache.set("large", "small");
    assertThat(cache.get("large")).isEqualTo("small");
    cache.maintenance().flush();
    assertThat(cache.get("large")).isEqualTo("small");
  }

  @Test
  void set_besideATransaction_waitsForIt() throws Exception {
    Cache<Object, Object> cache = open();
    cache.set("k", 1);
    List<Background<WriteResult>> others = new ArrayList<>();

    cache.transact(
        () -> {
          assertThat(cache.get("k")).isEqualTo(1L);
          others.add(Background.start(() -> cache.set("k", 5)).awaitWaiting());
          assertThat(cache.get("k")).isEqualTo(1L);
          cache.set("k", 2);
        });

    assertThat(others.get(0).result()).isEqualTo(WriteResult.STORED);
    assertThat(cache.get("k")).isEqualTo(5L);
  }

  @Test
  void set_cacheThatMayNotLose_goesToTheDatabase() {
    Cache<Object, Object> rejecting =
        stores.open(stores.builder().intentLog(SLOW).whenFull(WhenFull.REJECT));
    rejecting.set("k", 1);
    assertThat(rows()).isEqualTo(1);
    Cache<Object, Object> synced =
        stores.open(stores.builder().intentLog(SLOW).setting(Setting.SQLITE_SYNCHRONOUS, 2));
    synced.set("l", 1);
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void set_nearTiersHoldAnOlderValue_isSeenAtOnceAndAfterItIsWritten() {
    Cache<Object, Object> cache = stores.open(stores.builder().intentLog(SLOW).nearTier(1 << 20));
    Cache<Object, Object> another =
        stores.opened(Cache.builder(stores.directory()).nearTier(1 << 20).open());
    List<Cache<Object, Object>> both = List.of(cache, another);
    for (int i = 0; i < 3; i++) {
      cache.set("k", i);
      for (int read = 0; read < 3; read++) {
        for (Cache<Object, Object> each : both) {
          assertThat(each.get("k")).isEqualTo((long) i);
          assertThat(each.contains("absent " + i)).isFalse();
        }
      }
      cache.set("absent " + i, i);
      both.forEach(each -> assertThat(each.get("absent 0")).isEqualTo(0L));
      if (i == 1) {
        cache.maintenance().flush();
      }
    }
    assertThat(another.delete("k")).isTrue();
    both.forEach(each -> assertThat(each.get("k")).isNull());
  }

  @Test
  void close_somethingWaits_writesIt() {
    Cache<Object, Object> cache = open();
    cache.set("k", "v");

    cache.close();

    assertThat(rows()).isEqualTo(1);
    assertThatThrownBy(() -> cache.set("k", 1)).isInstanceOf(CacheClosedException.class);
  }

  @Test
  void open_writerWasKilledInTheMiddleOfASet_finishesIt() {
    Cache<Object, Object> cache = open();
    cache.set("first", 1);
    ByteBuffer file = file(stores.directory());
    long tail = file.getLong(TAIL);
    cache.set("k", "v");

    // The intent counts, but neither the end was noted nor the lock let go of by process 777.
    file.putLong(TAIL, tail);
    file.putLong(LOCK, (file.getLong(LOCK) & ~0xffffL) | 777);

    assertThat(cache.get("k")).isEqualTo("v");
    cache.set("next", 1);
    assertThat(cache.get("k")).isEqualTo("v");
    file.putLong(LOCK, (file.getLong(LOCK) & ~0xffffL) | 777);
    assertThat(cache.size()).isEqualTo(3);
    assertThat(cache.get("k")).isEqualTo("v");
  }

  @Test
  void write_writerWasKilledAfterItsCommit_isNotRepeated() throws Exception {
    Cache<Object, Object> cache = open();
    ByteBuffer file = file(stores.directory());
    cache.set("k", "v");
    cache.set("l", "v");
    long applied = file.getLong(APPLIED);
    cache.maintenance().flush();
    file.putLong(APPLIED, applied);
    Stores.rows(stores.directory(), "UPDATE Cache SET value = 'later' WHERE key = 'k'");

    cache.set("m", "v");
    assertThat(cache.delete("l")).isTrue();

    assertThat(cache.get("k")).isEqualTo("later");
    assertThat(cache.keys()).containsExactly("k", "m");
  }

  @Test
  void write_fails_keepsWhatWaits() throws Exception {
    Cache<Object, Object> cache = open();
    cache.set("k", "old");
    cache.maintenance().flush();
    cache.set("k", "new");
    Stores.rows(
        stores.directory(),
        "CREATE TRIGGER full BEFORE UPDATE ON Cache BEGIN SELECT RAISE(ABORT, 'on purpose'); END");

    assertThatThrownBy(() -> cache.maintenance().flush())
        .isInstanceOf(CacheStorageException.class)
        .hasMessageContaining("on purpose");
    assertThatThrownBy(() -> cache.delete("other")).isInstanceOf(CacheStorageException.class);
    assertThat(cache.get("k")).isEqualTo("new");
    cache.set("l", 1);

    Stores.rows(stores.directory(), "DROP TRIGGER full");
    assertThat(cache.size()).isEqualTo(2);
    assertThat(cache.get("k")).isEqualTo("new");
  }

  @Test
  void read_intentIsDamaged_missesIt() {
    Cache<Object, Object> cache = open();
    cache.set("k", "old");
    cache.maintenance().flush();
    ByteBuffer file = file(stores.directory());
    int at = RING + (int) file.getLong(TAIL) + 24 + 48 + 1;
    cache.set("k", "new");
    file.put(at, (byte) (file.get(at) ^ 1));

    assertThat(cache.get("k")).isNull();
    assertThat(cache.contains("k")).isFalse();
    cache.set("l", 1);
    assertThat(cache.size()).isEqualTo(1);
  }

  /** Sets, and is killed. */
  static final class Setter {
    public static void main(String[] arguments) throws IOException {
      Cache<Object, Object> cache =
          Cache.builder(Path.of(arguments[0])).intentLog(SLOW).nearTier(1 << 20).open();
      for (int i = 0; i < 5; i++) {
        cache.set("key " + i, "value " + i);
      }
      System.out.println("set");
      while (System.in.read() >= 0) {}
    }
  }

  private Path killed() throws Exception {
    Path directory = stores.directory();
    try (ChildProcess child =
        ChildProcess.startJava(work.resolve("tmp"), Setter.class, directory)) {
      assertThat(child.receive()).isEqualTo("set");
      child.kill();
    }
    assertThat(rows()).isZero();
    return directory;
  }

  @Test
  void open_setterWasKilled_hasAllOfIt() throws Exception {
    killed();

    Cache<Object, Object> cache = openPlain();

    assertThat(cache.keys()).containsExactly("key 0", "key 1", "key 2", "key 3", "key 4");
    assertThat(cache.get("key 4")).isEqualTo("value 4");
    assertThat(rows()).isEqualTo(5);
  }

  @Test
  void get_setterIsAnotherProcess_seesItAtOnce() throws Exception {
    Cache<Object, Object> cache = openPlain();
    Cache<Object, Object> near =
        stores.opened(Cache.builder(stores.directory()).nearTier(1 << 20).open());
    cache.set("key 3", "older");
    assertThat(near.get("key 3")).isEqualTo("older");
    assertThat(near.get("key 4")).isNull();

    try (ChildProcess child =
        ChildProcess.startJava(work.resolve("tmp"), Setter.class, stores.directory())) {
      assertThat(child.receive()).isEqualTo("set");
      for (Cache<Object, Object> each : List.of(near, cache)) {
        for (int i = 0; i < 5; i++) {
          assertThat(each.get("key " + i)).isEqualTo("value " + i);
        }
      }
      assertThat(rows()).isEqualTo(1);
      child.kill();
    }
    assertThat(near.get("key 3")).isEqualTo("value 3");
    assertThat(cache.size()).isEqualTo(5);
  }

  @Test
  void open_systemHasCrashed_hasWhatIsWholeAndNothingElse() throws Exception {
    Path directory = killed();
    ByteBuffer file = file(directory);
    file.putLong(BOOT, file.getLong(BOOT) + 1);
    // Neither the end nor the index is to be trusted, and the fourth value is torn.
    file.putLong(TAIL, Long.MAX_VALUE);
    for (int at = 4096; at < RING; at += 8) {
      file.putLong(at, 64);
    }
    int at = RING + 64;
    for (int i = 0; i < 3; i++) {
      at += (24 + file.getInt(at) + 7) & -8;
    }
    file.put(at + 24 + 55, (byte) (file.get(at + 24 + 55) ^ 1));

    Cache<Object, Object> cache = open();

    assertThat(cache.keys()).containsExactly("key 0", "key 1", "key 2");
    assertThat(cache.get("key 3")).isNull();
    cache.set("k", "v");
    assertThat(cache.get("k")).isEqualTo("v");
    assertThat(cache.size()).isEqualTo(4);
  }

  @Test
  void openForReading_somethingWaits_seesItOrFails() throws Exception {
    Path directory = killed();
    Cache<Object, Object> reader =
        stores.opened(
            Cache.builder(directory).busyTimeout(Duration.ofMillis(10)).readOnly().open());

    assertThat(reader.get("key 4")).isEqualTo("value 4");
    assertThatThrownBy(reader::size)
        .isInstanceOf(CacheStorageException.class)
        .hasMessageContaining("open it for writing");

    openPlain();
    assertThat(reader.size()).isEqualTo(5);
  }

  @Test
  void set_pythonReadsBeside_seesItOnceItIsWritten() throws Exception {
    Cache<Object, Object> cache = open();
    cache.set("k", 1);
    PythonCache python = PythonCache.start().orElse(null);
    Assumptions.assumeTrue(python != null, PythonCache.ABSENT);
    try (python) {
      python.run("cache = diskcache.Cache(%s)".formatted("'" + stores.directory() + "'"));
      assertThat(python.eval("cache.get('k')")).isEqualTo("None");
      cache.maintenance().flush();
      assertThat(python.eval("cache.get('k')")).isEqualTo("1");
      assertThat(python.eval("cache.check()")).isEqualTo("[]");
      python.run("cache.set('k', 2)");
      assertThat(cache.get("k")).isEqualTo(2L);
    }
  }

  @Test
  void openFanout_intentLog_logsInEachShard() {
    FanoutCache<Object, Object> cache =
        stores.openFanout(stores.builder().intentLog(SLOW).busyTimeout(Duration.ofMinutes(1)), 4);
    for (int i = 0; i < 40; i++) {
      cache.set(i, i);
    }

    for (int i = 0; i < 40; i++) {
      assertThat(cache.get(i)).isEqualTo((long) i);
    }
    assertThat(cache.size()).isEqualTo(40);
  }

  @Test
  void recover_nothingIsWhole_isAnEmptyLog() throws Exception {
    Path directory = killed();
    ByteBuffer file = file(directory);
    file.putLong(BOOT, 1);
    byte[] zeros = new byte[1 << 16];
    Arrays.fill(zeros, (byte) 7);
    file.put(RING, zeros);

    Intents.recover(directory, OptionalLong.empty());

    assertThat(open().size()).isZero();
  }

  @Test
  void intentLog_impossibleBounds_areRefused() {
    assertThatThrownBy(() -> new IntentLog(1, Duration.ofSeconds(1)))
        .isInstanceOf(CacheSettingException.class);
    assertThatThrownBy(() -> new IntentLog(1L << 40, Duration.ofSeconds(1)))
        .isInstanceOf(CacheSettingException.class);
    assertThatThrownBy(() -> new IntentLog(1 << 16, Duration.ZERO))
        .isInstanceOf(CacheSettingException.class);
    assertThatThrownBy(() -> stores.builder().intentLog(SLOW).writeBehind(WriteBehind.USUAL).open())
        .isInstanceOf(CacheSettingException.class);
    assertThat(new IntentLog(100_000, Duration.ofSeconds(1)).capacity()).isEqualTo(1 << 17);
    assertThat(new IntentLog(1 << 30, Duration.ofSeconds(1)).capacity()).isEqualTo(1 << 30);
  }
}
