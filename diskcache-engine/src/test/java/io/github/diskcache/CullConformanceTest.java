// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongBiFunction;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expire, evict, clear, cull and volume: group E of the conformance cases. */
class CullConformanceTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final byte[] MEGABYTE = new byte[1_000_000];

  @RegisterExtension final Stores stores = new Stores();

  @Test
  void C63_expire_someEntriesPastTheirExpiry_removesThoseStrictlyPast() {
    Cache<Object, Object> cache = stores.open();
    for (int i = 1; i <= 100; i++) {
      cache.set(i, i, WriteOptions.ttl(Duration.ofSeconds(i)));
    }

    stores.clock().advance(Duration.ofSeconds(11));

    assertThat(cache.expire()).isEqualTo(10);
    assertThat(cache.size()).isEqualTo(90);
    assertThat(cache.keys()).contains(11L).doesNotContain(10L);
    assertThat(cache.contains(11)).isFalse();
  }

  @Test
  void expire_manyEntriesWithOneExpiry_removesAllInOneCall() {
    Cache<Object, Object> cache = stores.open();
    for (int i = 0; i < 250; i++) {
      cache.set(i, i, WriteOptions.ttl(SECOND));
    }
    stores.clock().advance(SECOND.multipliedBy(2));

    assertThat(cache.expire()).isEqualTo(250);
    assertThat(cache.size()).isZero();
  }

  @Test
  void expire_instantGiven_countsThatAsNow() {
    Cache<Object, Object> cache = stores.open();
    cache.set("soon", 1, WriteOptions.ttl(Duration.ofMinutes(1)));
    cache.set("later", 2, WriteOptions.ttl(Duration.ofMinutes(3)));
    cache.set("never", 3);

    assertThat(cache.expire(stores.clock().instant().plusSeconds(120))).isEqualTo(1);
    assertThat(cache.keys()).containsExactly("later", "never");
  }

  @Test
  void C65_expire_expiryBeforeTheEpoch_isRemoved() {
    Cache<Object, Object> cache = stores.open(stores.builder().setting(Setting.CULL_LIMIT, 0));
    Duration sinceEpoch = Duration.between(Instant.EPOCH, stores.clock().instant());
    cache.set("zero", 1, WriteOptions.ttl(sinceEpoch.negated()));
    cache.set("negative", 2, WriteOptions.ttl(sinceEpoch.multipliedBy(2).negated()));
    cache.set("live", 3);

    assertThat(cache.expire()).isEqualTo(2);
    assertThat(cache.keys()).containsExactly("live");
  }

  @Test
  void C66_set_cullLimitRaisedFromZero_removesExpiredEntriesWithIt() {
    Cache<Object, Object> cache = stores.open(stores.builder().setting(Setting.CULL_LIMIT, 0));
    for (int i = 0; i < 5; i++) {
      cache.set("live" + i, i);
    }
    for (int i = 0; i < 10; i++) {
      cache.set(i, i, WriteOptions.ttl(SECOND));
    }
    stores.clock().advance(SECOND.multipliedBy(2));
    cache.set("live0", 0);
    assertThat(cache.size()).isEqualTo(15);
    assertThat(cache.keys()).hasSize(15);

    cache.maintenance().change(Setting.CULL_LIMIT, 10);
    cache.set("new", 1);

    assertThat(cache.size()).isEqualTo(6);
  }

  @Test
  void set_moreExpiredThanTheCullLimit_removesThoseThatExpiredFirst() {
    Cache<Object, Object> cache = stores.open(stores.builder().setting(Setting.CULL_LIMIT, 0));
    for (int i = 5; i > 0; i--) {
      cache.set(i, i, WriteOptions.ttl(Duration.ofSeconds(i)));
    }
    stores.clock().advance(Duration.ofMinutes(1));

    cache.maintenance().change(Setting.CULL_LIMIT, 2);
    cache.set("new", 1);

    assertThat(cache.keys()).containsExactly(5L, 4L, 3L, "new");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void C68_evict_byTag_removesThatTagAndNoOther(boolean indexed) {
    Cache<Object, Object> cache = stores.open(stores.builder().setting(Setting.TAG_INDEX, indexed));
    List<String> colours = List.of("red", "blue", "yellow");
    for (int i = 0; i < 90; i++) {
      cache.set(i, i, WriteOptions.tagged(colours.get(i % 3)));
    }

    assertThat(cache.evict("red")).isEqualTo(30);
    assertThat(cache.size()).isEqualTo(60);
    assertThat(cache.contains(0)).isFalse();
    assertThat(cache.contains(1)).isTrue();
    assertThat(cache.evict("red")).isZero();
    assertThat(cache.evict(null)).isZero();
  }

  @Test
  void C68_evict_tagsOfOtherTypes_equalOnlyAsSqliteHasIt() {
    Cache<Object, Object> cache = stores.open();
    cache.set("integer", 0, WriteOptions.tagged(1));
    cache.set("text", 0, WriteOptions.tagged("1"));
    cache.set("bytes", 0, WriteOptions.tagged("1".getBytes(UTF_8)));
    cache.set("none", 0);

    assertThat(cache.evict(null)).isZero();
    assertThat(cache.evict(1.0)).isEqualTo(1);
    assertThat(cache.keys()).containsExactly("text", "bytes", "none");
    assertThat(cache.evict("1")).isEqualTo(1);
    assertThat(cache.keys()).containsExactly("bytes", "none");
    assertThat(cache.evict("1".getBytes(UTF_8))).isEqualTo(1);
    assertThat(cache.keys()).containsExactly("none");
  }

  @Test
  void evict_valueFiles_areRemovedWithTheirDirectories() throws Exception {
    Cache<Object, Object> cache = stores.open();
    for (int i = 0; i < 120; i++) {
      cache.set(i, new byte[40_000], WriteOptions.tagged(i % 2));
    }

    assertThat(cache.evict(0)).isEqualTo(60);
    assertThat(Stores.valueFiles(stores.directory())).hasSize(60);
  }

  @Test
  void C69_clear_hundredEntries_leavesForeignFilesAndSettings() throws Exception {
    Cache<Object, Object> cache = stores.open(stores.builder().sizeLimit(123_456_789));
    for (int i = 0; i < 100; i++) {
      cache.set(i, i % 2 == 0 ? i : "x".repeat(40_000));
    }
    Path foreign = Files.writeString(stores.directory().resolve("notes.txt"), "mine");
    stores.expectDamage();

    assertThat(cache.clear()).isEqualTo(100);
    assertThat(cache.size()).isZero();
    assertThat(Stores.valueFiles(stores.directory())).isEmpty();
    assertThat(foreign).hasContent("mine");
    assertThat(cache.maintenance().reload().sizeLimit()).isEqualTo(123_456_789);
    assertThat(cache.maintenance().check().problems())
        .containsExactly(new CheckReport.UnknownFile(foreign));
  }

  @Test
  void clear_moreThanOneBatch_removesAll() {
    Cache<Object, Object> cache = stores.open();
    cache.transact(() -> LongStream.range(0, 450).forEach(i -> cache.set(i, i)));

    assertThat(cache.clear()).isEqualTo(450);
    assertThat(cache.keys()).isEmpty();
  }

  @Test
  void C70_cull_inlineValuesOverTheLimit_bringsTheVolumeWithinIt() {
    Cache<Object, Object> cache =
        stores.open(stores.builder().sizeLimit(1_000_000).setting(Setting.CULL_LIMIT, 0));
    cache.transact(() -> LongStream.range(0, 1000).forEach(i -> cache.set(i, new byte[1000])));
    assertThat(cache.volume()).isGreaterThan(1_000_000);

    assertThat(cache.cull()).isPositive();
    assertThat(cache.volume()).isLessThanOrEqualTo(1_000_000);
    assertThat(cache.keys()).last().isEqualTo(999L);
  }

  @Test
  void C71_cull_filesOverTheLimit_removesTenAtOnce() {
    Cache<Object, Object> cache =
        stores.open(stores.builder().sizeLimit(2_000_000).setting(Setting.CULL_LIMIT, 0));
    for (int i = 0; i < 25; i++) {
      stores.clock().advance(SECOND);
      cache.set(i, new byte[100_000]);
    }

    assertThat(cache.cull()).isEqualTo(10);
    assertThat(cache.size()).isEqualTo(15);
    assertThat(cache.keys()).first().isEqualTo(10L);
  }

  @DisabledIfSystemProperty(
      named = "diskcache.intents",
      matches = "true",
      disabledReason = "The log has a page in the database")
  @Test
  void C72_cull_sizeLimitZero_removesEverything() {
    Cache<Object, Object> cache =
        stores.open(stores.builder().sizeLimit(0).setting(Setting.CULL_LIMIT, 0));
    for (int i = 0; i < 300; i++) {
      cache.set(i, new byte[1000]);
    }

    assertThat(cache.cull()).isEqualTo(300);
    assertThat(cache.size()).isZero();
    assertThat(cache.volume()).isEqualTo(32_768);

    cache.maintenance().change(Setting.CULL_LIMIT, 10);
    assertThat(cache.set("k", "v")).isEqualTo(WriteResult.EVICTED);
    assertThat(cache.size()).isZero();
  }

  @Test
  void cull_policyNone_countsTheExpiredEntriesItRemoves() {
    Cache<Object, Object> cache =
        stores.open(
            stores
                .builder()
                .evictionPolicy(EvictionPolicy.NONE)
                .sizeLimit(0)
                .setting(Setting.CULL_LIMIT, 0));
    cache.set("live", 1);
    cache.set("expired", 1, WriteOptions.ttl(SECOND));
    stores.clock().advance(SECOND.multipliedBy(2));

    assertThat(cache.cull()).isEqualTo(1);
    assertThat(cache.keys()).containsExactly("live");
  }

  @Test
  void C75_set_valueLargerThanTheLimit_isEvictedWithItsFile() throws Exception {
    Cache<Object, Object> cache = stores.open(stores.builder().sizeLimit(500_000));

    WriteResult result = cache.set("large", MEGABYTE);

    assertThat(result).isEqualTo(WriteResult.EVICTED);
    assertThat(result.written()).isTrue();
    assertThat(cache.contains("large")).isFalse();
    assertThat(Stores.valueFiles(stores.directory())).isEmpty();
  }

  /** A bulk operation of the engine on one shard. */
  private interface Operation extends ToLongBiFunction<Shard, Bulk.Patience> {}

  @Test
  void C76_bulkOperations_lockLostBetweenBatches_tellWhatTheyRemovedBefore() throws Exception {
    assertPartial(
        "evict",
        100,
        (shard, patience) -> Bulk.evict(shard, "tag", Double.POSITIVE_INFINITY, patience));
    assertPartial("expire", 100, (shard, patience) -> Bulk.expire(shard, 3e9, patience));
    assertPartial("clear", 100, Bulk::clear);
    assertPartial("cull", 10, (shard, patience) -> Bulk.cull(shard, 0, patience));
  }

  private void assertPartial(String name, long partial, Operation operation) throws Exception {
    Cache<Object, Object> cache =
        stores.opened(
            Cache.builder(stores.directory(name))
                .clock(stores.clock())
                .sizeLimit(0)
                .setting(Setting.CULL_LIMIT, 0)
                .open());
    WriteOptions options = WriteOptions.ttl(SECOND).tag("tag");
    cache.transact(() -> LongStream.range(0, 250).forEach(i -> cache.set(i, i, options)));
    LockedLater patience = new LockedLater(cache.directory());

    try (patience) {
      assertThatThrownBy(() -> operation.applyAsLong(shardOf(cache), patience))
          .as(name)
          .isInstanceOfSatisfying(
              CacheTimeoutException.class,
              e -> assertThat(e.partialCount()).as(name).isEqualTo(partial))
          .hasMessageContaining(partial + " entries were removed before");
    }
    assertThat(cache.size()).as(name).isEqualTo(250 - partial);
  }

  private static Shard shardOf(Cache<?, ?> cache) {
    return ((RoutedCache<?, ?>) cache).shardList().get(0);
  }

  /** Lets one batch through; before the second a foreign writer takes the lock. */
  private static final class LockedLater implements Bulk.Patience, AutoCloseable {
    private final Path directory;
    private int batches;
    private ForeignLock lock;

    LockedLater(Path directory) {
      this.directory = directory;
    }

    @Override
    public Deadline start() {
      batches++;
      if (batches == 2) {
        try {
          lock = ForeignLock.on(directory);
        } catch (SQLException e) {
          throw new AssertionError(e);
        }
      }
      return Deadline.after(Duration.ZERO);
    }

    @Override
    public void close() throws SQLException {
      lock.close();
    }
  }

  @Test
  void C76_bulkOperations_lockNeverHad_timeOutWithNothingRemoved() throws Exception {
    Cache<Object, Object> cache =
        stores.open(stores.builder().sizeLimit(0).busyTimeout(Duration.ofMillis(20)));
    cache.maintenance().change(Setting.CULL_LIMIT, 0);
    cache.set("k", "v", WriteOptions.ttl(SECOND).tag("tag"));
    stores.clock().advance(SECOND.multipliedBy(2));

    try (ForeignLock lock = ForeignLock.on(stores.directory())) {
      assertThat(lock).isNotNull();
      List<ThrowingCallable> operations =
          List.of(() -> cache.evict("tag"), cache::expire, cache::cull, cache::clear);
      operations.forEach(
          operation ->
              assertThatThrownBy(operation)
                  .isInstanceOfSatisfying(
                      CacheTimeoutException.class, e -> assertThat(e.partialCount()).isZero()));
    }

    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void C77_set_overTheLimit_removesTheCullLimitsWorthOfOldest() {
    Cache<Object, Object> cache =
        stores.open(stores.builder().sizeLimit(10_100_000).setting(Setting.CULL_LIMIT, 2));
    for (int i = 0; i < 10; i++) {
      stores.clock().advance(SECOND);
      cache.set(i, MEGABYTE);
    }
    assertThat(cache.size()).isEqualTo(10);
    assertThat(cache.volume()).isEqualTo(10_032_768);

    stores.clock().advance(SECOND);
    assertThat(cache.set(10, MEGABYTE)).isEqualTo(WriteResult.STORED);

    assertThat(cache.keys()).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
  }

  @DisabledIfSystemProperty(
      named = "diskcache.intents",
      matches = "true",
      disabledReason = "The log has a page in the database")
  @Test
  void set_volumeExactlyAtTheLimit_evictsThoughCullWouldNot() {
    Cache<Object, Object> cache = stores.open(stores.builder().sizeLimit(32_768));
    cache.maintenance().change(Setting.CULL_LIMIT, 0);
    cache.set("old", 1);
    assertThat(cache.volume()).isEqualTo(32_768);
    assertThat(cache.cull()).isZero();

    cache.maintenance().change(Setting.CULL_LIMIT, 10);

    assertThat(cache.set("new", 2)).isEqualTo(WriteResult.EVICTED);
    assertThat(cache.size()).isZero();
  }

  @Test
  void set_sizeLimitLoweredByAnotherInstance_isHeededByOneThatReloads() {
    Cache<Object, Object> one = stores.open();
    Cache<Object, Object> other = stores.open();
    for (int i = 0; i < 5; i++) {
      one.set(i, new byte[100_000]);
    }

    other.maintenance().change(Setting.SIZE_LIMIT, 300_000);
    one.set("unaware", 1);
    assertThat(one.size()).isEqualTo(6);
    one.maintenance().reload();
    one.set("aware", 1);

    assertThat(one.size()).isZero();
  }

  @Test
  void C78_volume_emptyCache_is32768() {
    assertThat(stores.open().volume()).isEqualTo(32_768);
  }

  @Test
  void volume_everyPolicy_isTheSameForAnEmptyCacheButForNone() {
    for (EvictionPolicy policy : EvictionPolicy.standard()) {
      Cache<Object, Object> cache =
          stores.opened(
              Cache.builder(stores.directory(policy.storedName())).evictionPolicy(policy).open());

      assertThat(cache.volume())
          .as(policy.storedName())
          .isEqualTo(policy.equals(EvictionPolicy.NONE) ? 28_672 : 32_768);
    }
  }
}
