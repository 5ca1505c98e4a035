// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diskcache.Cache;
import io.github.diskcache.Tuple;
import io.github.diskcache.WriteOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AveragerTest {
  @RegisterExtension final Caches caches = new Caches();

  @Test
  void get_nothingAdded_isEmpty() {
    Averager averager = new Averager(caches.open(), "latency");

    assertThat(averager.get()).isEmpty();
    assertThat(averager.pop()).isEmpty();
  }

  @Test
  void add_numbers_keepsTotalAndCount() {
    Cache<Object, Object> cache = caches.open();
    Averager averager = new Averager(cache, "latency");

    averager.add(1);
    averager.add(2);

    assertThat(averager.get()).hasValue(1.5);
    assertThat(cache.get("latency")).isEqualTo(Tuple.of(3.0, 2L));
  }

  @Test
  void pop_numbersAdded_forgetsThem() {
    Cache<Object, Object> cache = caches.open();
    Averager averager = new Averager(cache, "latency");
    averager.add(0.25);

    assertThat(averager.pop()).hasValue(0.25);
    assertThat(averager.get()).isEmpty();
    assertThat(cache.contains("latency")).isFalse();
  }

  @Test
  void add_ttlAndTag_areBegunAnew() {
    Cache<Object, Object> cache = caches.open();
    WriteOptions options = WriteOptions.ttl(Duration.ofSeconds(10)).tag("measured");
    Averager averager = new Averager(cache, "latency", options);

    averager.add(1);
    caches.advance(Duration.ofSeconds(9));
    averager.add(3);
    caches.advance(Duration.ofSeconds(9));

    assertThat(averager.get()).hasValue(2);
    assertThat(cache.entry("latency").orElseThrow().tag()).isEqualTo("measured");
    caches.advance(Duration.ofSeconds(1));
    assertThat(averager.get()).isEmpty();
  }

  @Test
  void add_manyThreadsOnAFanoutCache_losesNothing() throws Exception {
    Cache<Object, Object> cache = caches.openFanout();

    Workers.run(
        4,
        () -> {
          Averager averager = new Averager(cache, "latency");
          for (int i = 1; i <= 50; i++) {
            averager.add(i);
          }
          return null;
        });

    assertThat(cache.get("latency")).isEqualTo(Tuple.of(4 * 1275.0, 200L));
  }

  @Test
  void get_otherValue_isRefused() {
    Cache<Object, Object> cache = caches.open();
    cache.set("latency", "fast");

    assertThatThrownBy(() -> new Averager(cache, "latency").get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Cannot average [latency]: its entry holds no total and count; "
                + "keep other values elsewhere");
  }
}
