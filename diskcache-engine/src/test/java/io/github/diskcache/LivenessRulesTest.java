// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Which operations take an entry for live: at the very instant of its expiry they differ. And what
 * operations do with an entry that is not, or whose value is lost.
 */
class LivenessRulesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final byte[] LARGE = new byte[40_000];

  @RegisterExtension final Stores stores = new Stores();

  private Cache<Object, Object> cache;

  @BeforeEach
  void open() {
    cache = stores.open(stores.builder().setting(Setting.CULL_LIMIT, 0));
  }

  /** An entry that expires at this very instant. */
  private void setExpiring(Object key, Object value) {
    cache.set(key, value, WriteOptions.ttl(SECOND).tag("t"));
    stores.clock().advance(SECOND);
  }

  @Test
  void lookups_atTheInstantOfExpiry_areMisses() throws Exception {
    setExpiring("k", "v");

    assertThat(cache.get("k")).isNull();
    assertThat(cache.entry("k")).isEmpty();
    assertThat(cache.read("k")).isEmpty();
    assertThat(cache.contains("k")).isFalse();
    assertThat(cache.getAll(List.of("k"))).isEmpty();
    assertThat(cache.touch("k")).isFalse();
    assertThat(cache.touch("k", SECOND)).isFalse();
    assertThat(cache.popEntry("k")).isEmpty();
    assertThat(cache.delete("k")).isFalse();
    assertThat(cache.deleteAll(List.of("k"))).isZero();
    assertThat(cache.size()).isEqualTo(1);
    assertThat(cache.expire()).isZero();
  }

  @Test
  void add_atTheInstantOfExpiry_replacesInPlace() {
    setExpiring("k", "v");
    cache.set("later", 1);

    assertThat(cache.add("k", "new")).isTrue();

    assertThat(cache.entry("k")).contains(new Entry<>("new", null, null));
    assertThat(cache.keys()).containsExactly("k", "later");
  }

  @Test
  void increment_atTheInstantOfExpiry_addsAndKeepsExpiryAndTag() throws Exception {
    setExpiring("k", 5);

    assertThat(cache.increment("k", 2, 100)).isEqualTo(7);
    assertThat(cache.incrementIfPresent("k", 2)).hasValue(9);
    assertThat(Stores.rows(stores.directory(), "SELECT value, tag, expire_time IS NULL FROM Cache"))
        .containsExactly(List.of(9, "t", 0));
  }

  @Test
  void increment_afterExpiry_startsAnewWithoutExpiryAndTag() {
    setExpiring("k", 5);
    stores.clock().advance(Duration.ofMillis(1));

    assertThat(cache.incrementIfPresent("k", 2)).isEmpty();
    assertThat(cache.increment("k", 2, 100)).isEqualTo(102);
    assertThat(cache.entry("k")).contains(new Entry<>(102L, null, null));
  }

  @Test
  void endsAndQueues_atTheInstantOfExpiry_areHits() {
    setExpiring("k", "v");
    cache.queue("q").push("element", Side.BACK, WriteOptions.ttl(SECOND));
    stores.clock().advance(SECOND);
    // The other one has expired by now.
    cache.touch("k");

    assertThat(cache.queue("q").peek()).map(KeyedEntry::value).contains("element");
    assertThat(cache.last()).map(KeyedEntry::value).contains("element");
    assertThat(cache.queue("q").pull()).map(KeyedEntry::value).contains("element");
    assertThat(cache.first()).isEmpty();
    assertThat(cache.size()).isZero();
  }

  @Test
  void touch_everyKind_leavesTheRestAlone() throws Exception {
    cache.set("k", LARGE, WriteOptions.tagged("t"));
    String rest = "SELECT store_time, access_time, access_count, tag, size, filename FROM Cache";
    List<List<Object>> before = Stores.rows(stores.directory(), rest);
    stores.clock().advance(SECOND);

    assertThat(cache.touch("k", SECOND)).isTrue();
    assertThat(cache.entry("k").orElseThrow().expiry())
        .isEqualTo(stores.clock().instant().plus(SECOND));
    assertThat(cache.touch("k")).isTrue();

    assertThat(cache.entry("k").orElseThrow().expiry()).isNull();
    assertThat(Stores.rows(stores.directory(), rest)).isEqualTo(before);
  }

  @Test
  void pop_expiredEntry_isAMissAndStays() {
    cache.set("k", LARGE, WriteOptions.ttl(Duration.ZERO));

    assertThat(cache.popEntry("k")).isEmpty();
    assertThat(cache.pop("k")).isNull();
    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void lostFile_everyReader_isAMissAndPopRemovesTheRow() throws Exception {
    cache.set("k", LARGE);
    Files.delete(Stores.valueFiles(stores.directory()).get(0));

    assertThat(cache.entry("k")).isEmpty();
    assertThat(cache.get("k", "fallback")).isEqualTo("fallback");
    assertThat(cache.read("k")).isEmpty();
    assertThat(cache.getAll(List.of("k"))).isEmpty();
    assertThat(cache.contains("k")).isTrue();
    assertThat(cache.size()).isEqualTo(1);
    assertThat(cache.add("k", 1)).isFalse();

    assertThat(cache.popEntry("k")).isEmpty();
    assertThat(cache.size()).isZero();
  }

  @Test
  void lostFile_delete_isTrue() throws Exception {
    cache.set("k", LARGE);
    Files.delete(Stores.valueFiles(stores.directory()).get(0));

    assertThat(cache.delete("k")).isTrue();
    assertThat(cache.maintenance().stored("size")).isEqualTo(0L);
  }

  /** A clock that goes on by a second whenever it is asked. */
  private final class Ticking implements InstantSource {
    private final AtomicInteger asked = new AtomicInteger();

    @Override
    public Instant instant() {
      return stores.clock().instant().plusSeconds(asked.getAndIncrement());
    }
  }

  @Test
  void writes_clockGoesOnMeanwhile_takeTheTimeAtTheirBegin() throws Exception {
    Cache<Object, Object> ticking =
        stores.opened(
            Cache.builder(stores.directory("ticking"))
                .clock(new Ticking())
                .setting(Setting.CULL_LIMIT, 0)
                .open());

    ticking.set("set", 1, WriteOptions.ttl(SECOND));
    ticking.add("add", 1, WriteOptions.ttl(SECOND));
    ticking.setStream("stream", new ByteArrayInputStream(LARGE), WriteOptions.ttl(SECOND));
    ticking.queue().push(1, Side.BACK, WriteOptions.ttl(SECOND));

    assertThat(
            Stores.rows(
                ticking.directory(),
                "SELECT count(*), count(DISTINCT store_time) FROM Cache"
                    + " WHERE expire_time = store_time + 1 AND access_time = store_time"))
        .containsExactly(List.of(4, 4));
  }
}
