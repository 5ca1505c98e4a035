// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Increment and decrement: the cases C53 to C62 of the conformance list, on both kinds of cache.
 * Where Python tells a missing number by a default of None, here that is {@code
 * incrementIfPresent}.
 */
@ParameterizedClass
@EnumSource
class NumberConformanceTest {
  @RegisterExtension final Stores stores = new Stores();

  @Parameter Layout layout;

  private Cache<Object, Object> cache;

  @BeforeEach
  void open() {
    cache = layout.open(stores);
  }

  @Test
  void C53_increment_initial_countsFromIt() {
    assertThat(cache.increment("k", 1, 5)).isEqualTo(6);
    assertThat(cache.increment("k", 2)).isEqualTo(8);

    assertThat(cache.entry("k")).contains(new Entry<>(8L, null, null));
  }

  @Test
  void C54_decrement_initial_goesBelowZero() {
    assertThat(cache.decrement("bob", 1, -9)).isEqualTo(-10);
    assertThat(cache.decrement("new")).isEqualTo(-1);
    assertThat(cache.decrement("new", -3)).isEqualTo(2);
  }

  @Test
  void C54_incrementIfPresent_missing_isEmpty() {
    assertThat(cache.incrementIfPresent("carol", 1)).isEmpty();
    assertThat(cache.contains("carol")).isFalse();

    cache.set("carol", 1);
    assertThat(cache.incrementIfPresent("carol", 1)).hasValue(2);
  }

  @Test
  void C55_increment_bytesKey_addsToItsNumber() {
    byte[] key = "test".getBytes(UTF_8);

    assertThat(cache.add(key, 123)).isTrue();
    assertThat(cache.increment(key)).isEqualTo(124);
    assertThat(cache.decrement(key, 24)).isEqualTo(100);
    assertThat(cache.add(key, 1)).isFalse();
  }

  @Test
  void C57_increment_leastRecentlyStored_updatesStoreTimeOnly() throws Exception {
    cache.set("k", 1);
    double stored = seconds();
    stores.clock().advance(Duration.ofSeconds(5));

    cache.touch("k");
    assertThat(times()).containsExactly(stored, stored, 0);

    cache.increment("k");
    assertThat(times()).containsExactly(seconds(), stored, 0);
  }

  @Test
  void C57_increment_leastRecentlyUsed_updatesBothTimes() throws Exception {
    cache.maintenance().change(Setting.EVICTION_POLICY, EvictionPolicy.LEAST_RECENTLY_USED);
    cache.set("k", 1);
    stores.clock().advance(Duration.ofSeconds(5));

    cache.increment("k");

    assertThat(times()).containsExactly(seconds(), seconds(), 0);
  }

  @Test
  void C57_increment_leastFrequentlyUsed_countsUse() throws Exception {
    cache.maintenance().change(Setting.EVICTION_POLICY, EvictionPolicy.LEAST_FREQUENTLY_USED);
    cache.set("k", 1);
    double stored = seconds();
    stores.clock().advance(Duration.ofSeconds(5));

    cache.increment("k");

    assertThat(times()).containsExactly(seconds(), stored, 1);
  }

  private double seconds() {
    return Shard.seconds(stores.clock().instant());
  }

  private List<Object> times() throws SQLException {
    return layout.row(stores, "k", "store_time, access_time, access_count");
  }

  @Test
  void C58_increment_double_givesDouble() {
    cache.set("double", 1.5);
    assertThat(cache.increment("double", 1.0)).isEqualTo(2.5);
    assertThat(cache.get("double")).isEqualTo(2.5);

    cache.set("long", 11);
    assertThat(cache.increment("long", 0.5)).isEqualTo(11.5);
    assertThat(cache.get("long")).isEqualTo(11.5);

    assertThat(cache.increment("new", 0.25, 0.5)).isEqualTo(0.75);
  }

  /** Where Python widens, a whole step on a double is refused: its result has no long to be in. */
  @Test
  void C58_increment_longOnDouble_isTypeError() {
    cache.set("k", 1.5);

    assertThatThrownBy(() -> cache.increment("k"))
        .isInstanceOf(CacheTypeException.class)
        .hasMessageContaining("[k]")
        .hasMessageContaining("add a double");
    assertThat(cache.get("k")).isEqualTo(1.5);
  }

  @Test
  void C58_increment_liveEntry_keepsExpiryAndTag() {
    cache.set("k", 1, WriteOptions.ttl(Duration.ofSeconds(60)).tag("t"));
    var expiry = stores.clock().instant().plusSeconds(60);
    stores.clock().advance(Duration.ofSeconds(10));

    cache.increment("k");

    assertThat(cache.entry("k")).contains(new Entry<>(2L, expiry, "t"));
  }

  @Test
  void C58_increment_expiredEntry_startsAnew() {
    cache.set("k", 41, WriteOptions.ttl(Duration.ofSeconds(1)).tag("t"));
    stores.clock().advance(Duration.ofSeconds(2));

    assertThat(cache.incrementIfPresent("k", 1)).isEmpty();
    assertThat(cache.increment("k", 1, 5)).isEqualTo(6);

    assertThat(cache.entry("k")).contains(new Entry<>(6L, null, null));
    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void C58_increment_expiredFile_startsAnewAndRemovesIt() throws Exception {
    cache.set("k", "x".repeat(40_000), WriteOptions.ttl(Duration.ofSeconds(1)));
    stores.clock().advance(Duration.ofSeconds(2));

    assertThat(cache.increment("k")).isEqualTo(1);

    assertThat(Stores.valueFiles(stores.directory())).isEmpty();
  }

  /** Where python-diskcache joins text to text. */
  @Test
  void C60_increment_noNumber_isTypeErrorAndKeepsValue() {
    List<Object> values = new ArrayList<>();
    values.add(null);
    values.addAll(
        List.of(
            "1",
            new byte[] {1},
            true,
            List.of(1L),
            BigInteger.TWO.pow(64),
            Double.NaN,
            "x".repeat(40_000),
            new byte[40_000]));
    for (Object value : values) {
      cache.set("k", value);

      assertThatThrownBy(() -> cache.increment("k"))
          .isInstanceOf(CacheTypeException.class)
          .hasMessageContaining("[k]");
      assertThatThrownBy(() -> cache.increment("k", 0.5)).isInstanceOf(CacheTypeException.class);
      assertThatThrownBy(() -> cache.incrementIfPresent("k", 1))
          .isInstanceOf(CacheTypeException.class);
      assertThat(cache.get("k")).isEqualTo(value);
    }
  }

  @Test
  void C60_increment_beyond64Bits_failsAndKeepsValue() {
    cache.set("most", Long.MAX_VALUE);
    cache.set("least", Long.MIN_VALUE);

    assertThatThrownBy(() -> cache.increment("most")).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> cache.decrement("least")).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> cache.increment("new", 1, Long.MAX_VALUE))
        .isInstanceOf(ArithmeticException.class);

    assertThat(cache.get("most")).isEqualTo(Long.MAX_VALUE);
    assertThat(cache.get("least")).isEqualTo(Long.MIN_VALUE);
    assertThat(cache.contains("new")).isFalse();
  }

  @Test
  void C60_increment_toNan_isTypeErrorAndKeepsValue() {
    cache.set("k", Double.POSITIVE_INFINITY);

    assertThatThrownBy(() -> cache.increment("k", Double.NEGATIVE_INFINITY))
        .isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(() -> cache.increment("new", Double.NaN))
        .isInstanceOf(CacheTypeException.class);

    assertThat(cache.get("k")).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(cache.contains("new")).isFalse();
  }

  /** A refused increment changes nothing, and so leaves the transaction around it whole. */
  @Test
  void C60_increment_refusedInTransaction_keepsTheRest() {
    cache.set("text", "t");

    cache.transact(
        () -> {
          cache.set("before", 1);
          assertThatThrownBy(() -> cache.increment("text")).isInstanceOf(CacheTypeException.class);
          cache.set("after", 2);
        });

    assertThat(cache.get("before")).isEqualTo(1L);
    assertThat(cache.get("after")).isEqualTo(2L);
    assertThat(cache.get("text")).isEqualTo("t");
  }

  @Test
  void C61_increment_statisticsOn_countsNeitherHitNorMiss() {
    cache.maintenance().stats();

    cache.increment("k");
    cache.increment("k");
    cache.decrement("k");

    assertThat(cache.maintenance().stats()).isEqualTo(CacheStats.ZERO);
  }

  @Test
  void C62_increment_sixteenThreads_losesNone() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<?>> counting = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        counting.add(threads.submit(this::incrementFiftyTimes));
      }
      for (Future<?> thread : counting) {
        thread.get(120, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(cache.get("k")).isEqualTo(800L);
  }

  private void incrementFiftyTimes() {
    for (int i = 0; i < 50; i++) {
      cache.increment("k");
    }
  }
}
