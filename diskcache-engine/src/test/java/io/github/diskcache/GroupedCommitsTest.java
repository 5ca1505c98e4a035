// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That threads share commits which wait for the disk, and nothing else of each other. */
class GroupedCommitsTest {
  private static final int WRITERS = 8;

  @RegisterExtension final Stores stores = new Stores();

  private CacheBuilder synced() {
    return stores.builder().setting(Setting.SQLITE_SYNCHRONOUS, 2);
  }

  private long logBytes() throws IOException {
    return Files.size(stores.directory().resolve("cache.db-wal"));
  }

  @Test
  void set_severalThreadsAtOnce_shareOneCommit() throws Exception {
    Cache<Object, Object> cache = stores.open(synced());
    for (int i = 0; i < WRITERS; i++) {
      cache.set(i, "before");
    }
    long before = logBytes();

    List<Background<WriteResult>> writers = new ArrayList<>();
    try (ForeignLock lock = ForeignLock.on(cache.directory())) {
      assertThat(lock).isNotNull();
      for (int i = 0; i < WRITERS; i++) {
        int key = i;
        writers.add(Background.start(() -> cache.set(key, "after")).awaitWaiting());
      }
    }
    for (Background<WriteResult> writer : writers) {
      assertThat(writer.result()).isEqualTo(WriteResult.STORED);
    }

    for (int i = 0; i < WRITERS; i++) {
      assertThat(cache.get(i)).isEqualTo("after");
    }
    // Each commit of its own would have written the page of the rows again.
    assertThat(logBytes() - before).isLessThan(WRITERS * 4096L);
  }

  @Test
  void writeEntry_oneFails_undoesThatOneOnly() throws Exception {
    Cache<Object, Object> cache = stores.open(synced());
    Shard shard = Stores.shard(cache);
    Background<WriteResult> first;
    Background<Boolean> failing;
    Background<WriteResult> last;

    try (ForeignLock lock = ForeignLock.on(cache.directory())) {
      assertThat(lock).isNotNull();
      first = Background.start(() -> cache.set("first", new byte[50_000])).awaitWaiting();
      failing =
          Background.start(
                  () ->
                      shard.<Boolean>writeEntry(
                          Deadline.never(),
                          transaction -> {
                            transaction.sql().execute("UPDATE Cache SET tag = 'wrong'");
                            transaction.sql().execute("DELETE FROM Cache");
                            throw new IllegalStateException("on purpose");
                          }))
              .awaitWaiting();
      last = Background.start(() -> cache.set("last", 2)).awaitWaiting();
    }

    assertThatThrownBy(failing::result)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("on purpose");
    assertThat(first.result()).isEqualTo(WriteResult.STORED);
    assertThat(last.result()).isEqualTo(WriteResult.STORED);
    assertThat(cache.entry("first").orElseThrow().tag()).isNull();
    assertThat(cache.get("last")).isEqualTo(2L);
    assertThat(cache.size()).isEqualTo(2);
  }

  @Test
  void set_interruptedWhileAnotherLeads_isNotStoredAndHurtsNobody() throws Exception {
    Cache<Object, Object> cache = stores.open(synced());
    Background<WriteResult> leading;
    Background<WriteResult> interrupted;
    Background<WriteResult> last;

    try (ForeignLock lock = ForeignLock.on(cache.directory())) {
      assertThat(lock).isNotNull();
      leading = Background.start(() -> cache.set("leading", 1)).awaitWaiting();
      interrupted = Background.start(() -> cache.set("interrupted", 1)).awaitWaiting();
      last = Background.start(() -> cache.set("last", 1)).awaitWaiting();
      interrupted.interrupt();
      assertThatThrownBy(interrupted::result).isInstanceOf(CacheInterruptedException.class);
    }

    assertThat(leading.result()).isEqualTo(WriteResult.STORED);
    assertThat(last.result()).isEqualTo(WriteResult.STORED);
    assertThat(cache.contains("interrupted")).isFalse();
    assertThat(cache.size()).isEqualTo(2);
  }

  @Test
  void set_leaderIsInterrupted_anotherLeads() throws Exception {
    Cache<Object, Object> cache = stores.open(synced());
    Background<WriteResult> leading;
    Background<WriteResult> next;

    try (ForeignLock lock = ForeignLock.on(cache.directory())) {
      assertThat(lock).isNotNull();
      leading = Background.start(() -> cache.set("leading", 1)).awaitWaiting();
      next = Background.start(() -> cache.set("next", 1)).awaitWaiting();
      leading.interrupt();
      assertThatThrownBy(leading::result).isInstanceOf(CacheInterruptedException.class);
    }

    assertThat(next.result()).isEqualTo(WriteResult.STORED);
    assertThat(cache.contains("leading")).isFalse();
  }

  @Test
  void set_busyTimeoutPasses_timesOutInEachThread() throws Exception {
    Cache<Object, Object> cache = stores.open(synced().busyTimeout(Duration.ofMillis(30)));
    List<Background<WriteResult>> writers = new ArrayList<>();

    try (ForeignLock lock = ForeignLock.on(cache.directory())) {
      assertThat(lock).isNotNull();
      for (int i = 0; i < 3; i++) {
        int key = i;
        writers.add(Background.start(() -> cache.set(key, key)));
      }
      for (Background<WriteResult> writer : writers) {
        assertThatThrownBy(writer::result).isInstanceOf(CacheTimeoutException.class);
      }
    }

    assertThat(cache.size()).isZero();
    assertThat(cache.set("k", 1)).isEqualTo(WriteResult.STORED);
  }

  @Test
  void operations_manyThreads_allTakeEffect() throws Exception {
    Cache<Object, Object> cache = stores.open(synced());
    List<Background<Integer>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      writers.add(
          Background.start(
              () -> {
                int done = 0;
                for (int n = 0; n < 25; n++) {
                  String key = writer + "/" + n;
                  done += cache.set(key, n) == WriteResult.STORED ? 1 : 0;
                  done += cache.add(key, "no") ? 0 : 1;
                  done += cache.touch(key, Duration.ofHours(1)) ? 1 : 0;
                  done += n % 2 == 0 || cache.delete(key) ? 1 : 0;
                  cache.transact(() -> cache.increment("sum"));
                }
                return done;
              }));
    }

    for (Background<Integer> writer : writers) {
      assertThat(writer.result()).isEqualTo(100);
    }
    assertThat(cache.get("sum")).isEqualTo(WRITERS * 25L);
    assertThat(cache.size()).isEqualTo(WRITERS * 13L + 1);
  }
}
