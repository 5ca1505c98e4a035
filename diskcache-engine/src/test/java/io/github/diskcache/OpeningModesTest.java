// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reading only, refusing when full, and being told of evictions. */
class OpeningModesTest {
  @RegisterExtension final Stores stores = new Stores();

  @Test
  void readOnly_liveCache_seesWhatOthersWrite() {
    Cache<Object, Object> writer = stores.open();
    writer.set("k", 1);
    try (Cache<Object, Object> reader = stores.builder().readOnly().open()) {
      assertThat(reader.get("k")).isEqualTo(1L);

      writer.set("k", "x".repeat(40_000));

      assertThat(reader.get("k")).isEqualTo("x".repeat(40_000));
      assertThat(reader.keys()).containsExactly("k");
      assertThat(reader.size()).isEqualTo(1);
      assertThat(reader.volume()).isEqualTo(writer.volume());
    }
  }

  @Test
  void readOnly_everyWrite_isRefused() {
    Cache<Object, Object> writer = stores.open();
    writer.set("k", 1);
    try (Cache<Object, Object> reader = stores.builder().readOnly().open()) {
      List<Runnable> writes =
          List.of(
              () -> reader.set("k", 2),
              () -> reader.set("k", "x".repeat(40_000)),
              () -> reader.delete("k"),
              () -> reader.touch("k"),
              () -> reader.increment("k"),
              () -> reader.pop("k"),
              () -> reader.clear(),
              () -> reader.queue().push(1),
              () -> reader.maintenance().mend(),
              () -> reader.maintenance().createTagIndex(),
              () -> reader.transact(() -> reader.get("k")));
      for (Runnable write : writes) {
        assertThatThrownBy(write::run).isInstanceOf(CacheReadOnlyException.class);
      }
    }
    assertThat(writer.get("k")).isEqualTo(1L);
  }

  @Test
  void readOnly_closedCache_leavesTheDirectoryAsItWas() throws IOException {
    stores.builder().setting(Setting.STATISTICS, true).open().close();
    byte[] before = Files.readAllBytes(stores.directory().resolve("cache.db"));

    try (Cache<Object, Object> reader = stores.builder().readOnly().open()) {
      reader.get("missing");
      reader.maintenance().stats();
      assertThat(reader.maintenance().check().clean()).isTrue();
    }

    assertThat(Files.readAllBytes(stores.directory().resolve("cache.db"))).isEqualTo(before);
  }

  @Test
  void readOnly_nothingThere_isRefusedAndMakesNothing() {
    Path absent = stores.directory("absent");

    assertThatThrownBy(() -> Cache.builder(absent).readOnly().open())
        .isInstanceOf(CacheOpenException.class)
        .hasMessage(
            "Cannot open cache [" + absent + "]: it holds no cache to read; open it for writing");

    assertThat(absent).doesNotExist();
  }

  @Test
  void readOnly_fanout_reads() {
    stores.openFanout(stores.builder(), 3).set("k", 1);
    try (FanoutCache<Object, Object> reader = stores.builder().readOnly().openFanout()) {
      assertThat(reader.shards()).isEqualTo(3);
      assertThat(reader.get("k")).isEqualTo(1L);
    }
  }

  @Test
  void whenFull_reject_refusesNewAndKeepsOld() throws IOException {
    Cache<Object, Object> cache =
        stores.open(stores.builder().sizeLimit(200_000).whenFull(WhenFull.REJECT));
    cache.set("old", "x".repeat(100_000));

    assertThat(cache.set("new", "y".repeat(100_000))).isEqualTo(WriteResult.REJECTED);
    assertThat(cache.add("new", "y".repeat(100_000))).isFalse();
    assertThatThrownBy(() -> cache.queue().push("y".repeat(100_000)))
        .isInstanceOf(CacheFullException.class)
        .hasMessageContaining("it is at its size limit and evicts nothing");

    assertThat(cache.get("old")).isEqualTo("x".repeat(100_000));
    assertThat(cache.keys()).containsExactly("old");
    assertThat(Stores.valueFiles(stores.directory())).hasSize(1);
  }

  @Test
  void whenFull_reject_expiredMakeRoom() {
    Cache<Object, Object> cache =
        stores.open(stores.builder().sizeLimit(200_000).whenFull(WhenFull.REJECT));
    cache.set("old", "x".repeat(100_000), WriteOptions.ttl(Duration.ofSeconds(1)));
    stores.clock().advance(Duration.ofSeconds(2));

    cache.expire();

    assertThat(cache.set("new", "y".repeat(100_000))).isEqualTo(WriteResult.STORED);
  }

  @Test
  void onEviction_expiredAndCulled_areToldAfterTheirTransaction() {
    List<Eviction> told = new ArrayList<>();
    Cache<Object, Object> cache =
        stores.open(
            stores.builder().sizeLimit(250_000).setting("cull_limit", 1).onEviction(told::add));
    cache.set("soon", 1, WriteOptions.ttl(Duration.ofSeconds(1)));
    stores.clock().advance(Duration.ofSeconds(2));

    cache.transact(
        () -> {
          cache.set("a", "x".repeat(100_000));
          assertThat(told).isEmpty();
        });
    assertThat(told).containsExactly(new Eviction("soon", Eviction.Cause.EXPIRED));
    cache.set("b", "x".repeat(100_000));
    stores.clock().advance(Duration.ofSeconds(1));
    cache.set("c", "x".repeat(100_000));

    assertThat(told)
        .containsExactly(
            new Eviction("soon", Eviction.Cause.EXPIRED), new Eviction("a", Eviction.Cause.SIZE));
  }

  @Test
  void onEviction_listenerThrows_writeSucceeds() {
    Cache<Object, Object> cache =
        stores.open(
            stores
                .builder()
                .onEviction(
                    eviction -> {
                      throw new IllegalStateException("listener");
                    }));
    cache.set("soon", 1, WriteOptions.ttl(Duration.ofSeconds(1)));
    stores.clock().advance(Duration.ofSeconds(2));

    assertThat(cache.set("a", 1)).isEqualTo(WriteResult.STORED);
    assertThat(cache.contains("a")).isTrue();
  }
}
