// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Conformance group N, the framework cache, and what else the view adds. */
class NamespacedCacheTest {
  private static final WriteOptions EXPIRED = WriteOptions.ttl(Duration.ZERO);

  @RegisterExtension final Stores stores = new Stores();
  private NamespacedCache<Object> view;

  @BeforeEach
  void open() {
    view = NamespacedCache.on(stores.openFanout(stores.builder(), 4));
  }

  @Test
  void C150_set_zeroTtl_isStoredAndMissed() {
    view.set("k", 1, EXPIRED);

    assertThat(view.entry("k")).isEmpty();
  }

  @Test
  void C150_add_zeroTtl_succeedsEachTime() {
    assertThat(view.add("k", 1, EXPIRED)).isTrue();
    assertThat(view.add("k", 2, EXPIRED)).isTrue();
  }

  @Test
  void C150_key_nameAndVersion_isPrefixVersionKey() {
    assertThat(view.key("name")).isEqualTo(":1:name");
    assertThat(view.prefix("p").version(7).key(3)).isEqualTo("p:7:3");
  }

  @Test
  void C150_set_otherVersion_isInvisible() {
    view.version(2).set("k", "two");

    assertThat(view.get("k")).isNull();
    assertThat(view.version(2).get("k")).isEqualTo("two");
  }

  @Test
  void C150_incrementVersion_entry_movesAndExpiresByDefault() {
    view.set("k", "v", WriteOptions.ttl(Duration.ofDays(1)).tag("t"));

    assertThat(view.incrementVersion("k", 2)).isEqualTo(3);

    assertThat(view.hasKey("k")).isFalse();
    Entry<Object> moved = view.version(3).entry("k").orElseThrow();
    assertThat(moved.value()).isEqualTo("v");
    assertThat(moved.tag()).isNull();
    assertThat(moved.expiry()).isEqualTo(stores.clock().instant().plusSeconds(300));
  }

  @Test
  void C150_increment_missing_throws() {
    assertThatThrownBy(() -> view.increment("x", 1))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("No entry for key [:1:x]");
  }

  @Test
  void C150_getOrSet_nullResult_countsAsPresent() {
    assertThat(view.getOrSet("k", () -> null)).isNull();
    assertThat(view.getOrSet("k", () -> "computed")).isNull();
    assertThat(view.hasKey("k")).isTrue();
  }

  @Test
  void C150_setMany_values_areAllThere() {
    view.setMany(Map.of("a", 1, 2, "b"));

    assertThat(view.getMany(List.of("a", "2", "missing"))).isEqualTo(Map.of("a", 1L, "2", "b"));
  }

  @Test
  void C150_key_numberAndText_coincide() {
    view.set(1, "one");

    assertThat(view.get("1")).isEqualTo("one");
  }

  @Test
  void set_default_expiresAfterFiveMinutes() {
    view.set("k", 1);

    stores.clock().advance(Duration.ofSeconds(299));
    assertThat(view.touch("k")).isTrue();
    stores.clock().advance(Duration.ofSeconds(299));
    assertThat(view.get("k")).isEqualTo(1L);
    stores.clock().advance(Duration.ofSeconds(1));
    assertThat(view.get("k")).isNull();
  }

  @Test
  void set_withoutTtl_neverExpires() {
    view.defaults(WriteOptions.NONE).set("k", 1);

    stores.clock().advance(Duration.ofDays(10_000));
    assertThat(view.get("k")).isEqualTo(1L);
  }

  @Test
  void getOrSet_otherWriterWins_returnsTheirs() {
    Object result =
        view.getOrSet(
            "k",
            () -> {
              view.set("k", "theirs");
              return "mine";
            });

    assertThat(result).isEqualTo("theirs");
  }

  @Test
  void read_largeValue_hasAPathToSend() throws IOException {
    view.set("page", "x".repeat(50_000));

    try (ValueStream stream = view.read("page").orElseThrow()) {
      assertThat(stream.path()).isNotNull().hasSize(50_000);
      assertThat(stream.sizeBytes()).isEqualTo(50_000);
    }
  }

  @Test
  void deleteMany_someMissing_countsTheDeleted() {
    view.set("a", 1);
    view.set("b", 1);

    assertThat(view.deleteMany(Arrays.asList("a", "b", "c"))).isEqualTo(2);
    assertThat(view.delete("a")).isFalse();
    assertThat(view.popEntry("b")).isEmpty();
  }
}
