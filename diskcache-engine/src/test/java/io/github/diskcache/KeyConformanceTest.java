// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys are one, and which cannot be: the cases C25 to C33 of the conformance list. */
class KeyConformanceTest {
  private static final long TWO_TO_53 = 1L << 53;

  @RegisterExtension final Stores stores = new Stores();

  @Test
  void C25_set_integerAndEqualDouble_areOneKey() {
    Cache<Object, Object> cache = stores.open();

    cache.set(1, "i");
    cache.set(1.0, "f");

    assertThat(cache.size()).isEqualTo(1);
    assertThat(cache.get(1)).isEqualTo("f");
    assertThat(cache.keys()).containsExactly(1L);

    cache.set(true, "b");
    assertThat(cache.size()).isEqualTo(2);
    assertThat(cache.get(1)).isEqualTo("f");
    assertThat(cache.keys()).containsExactly(1L, true);
  }

  /** The integer has hash 1, the double that of its bytes: as in Python, two shards of eight. */
  @Test
  void C25_set_integerAndEqualDoubleInFanout_areTwoKeys() {
    FanoutCache<Object, Object> cache = stores.openFanout(stores.builder(), 8);

    cache.set(1, "i");
    cache.set(1.0, "f");

    assertThat(cache.get(1)).isEqualTo("i");
    assertThat(cache.get(1.0)).isEqualTo("f");
    assertThat(cache.keys()).containsExactly(1.0, 1L);
  }

  @ParameterizedTest
  @EnumSource
  void C25_set_integersOfEveryWidth_areOneKey(Layout layout) {
    Cache<Object, Object> cache = layout.open(stores);

    for (Object key : List.of(7L, 7, (short) 7, (byte) 7, BigInteger.valueOf(7))) {
      cache.set(key, "v");
    }

    assertThat(cache.keys()).containsExactly(7L);
  }

  @ParameterizedTest
  @EnumSource
  void C27_set_zeroAndNegativeZero_areOneKey(Layout layout) {
    Cache<Object, Object> cache = layout.open(stores);

    cache.set(0.0, "a");
    cache.set(-0.0, "b");

    assertThat(cache.size()).isEqualTo(1);
    assertThat(cache.get(0.0)).isEqualTo("b");
  }

  @Test
  void C27_set_integersAroundDoublePrecision_areComparedExactly() {
    Cache<Object, Object> cache = stores.open();

    cache.set(TWO_TO_53, "exact");
    cache.set((double) TWO_TO_53, "again");
    cache.set(TWO_TO_53 + 1, "next");

    assertThat(cache.size()).isEqualTo(2);
    assertThat(cache.get(TWO_TO_53)).isEqualTo("again");
    assertThat(cache.get(TWO_TO_53 + 1)).isEqualTo("next");
  }

  @ParameterizedTest
  @EnumSource
  void C28_set_textAndItsBytes_areTwoKeys(Layout layout) {
    Cache<Object, Object> cache = layout.open(stores);

    cache.set("a", "text");
    cache.set(new byte[] {'a'}, "bytes");

    assertThat(cache.size()).isEqualTo(2);
    assertThat(cache.get("a")).isEqualTo("text");
    assertThat(cache.get(new byte[] {'a'})).isEqualTo("bytes");
  }

  /** Where python-diskcache adds a row with each set, and finds none of them again. */
  @ParameterizedTest
  @EnumSource
  void C30_anyVerb_nanKey_isRefused(Layout layout) {
    Cache<Object, Object> cache = layout.open(stores);

    for (Object key : List.of(Double.NaN, Float.NaN)) {
      assertThatThrownBy(() -> cache.set(key, "v"))
          .isInstanceOf(CacheTypeException.class)
          .hasMessageContaining("[NaN]");
      assertThatThrownBy(() -> cache.get(key)).isInstanceOf(CacheTypeException.class);
      assertThatThrownBy(() -> cache.contains(key)).isInstanceOf(CacheTypeException.class);
      assertThatThrownBy(() -> cache.delete(key)).isInstanceOf(CacheTypeException.class);
    }
    assertThat(cache.size()).isZero();
  }

  /** Where python-diskcache gives null back for NaN. */
  @ParameterizedTest
  @EnumSource
  void C30_set_nanValue_comesBack(Layout layout) {
    Cache<Object, Object> cache = layout.open(stores);

    cache.set("double", Double.NaN);
    cache.set("float", Float.NaN);
    cache.set("list", List.of(Double.NaN));

    assertThat(cache.get("double")).isEqualTo(Double.NaN);
    assertThat(cache.get("float")).isEqualTo(Double.NaN);
    assertThat(cache.get("list")).isEqualTo(List.of(Double.NaN));
  }

  @ParameterizedTest
  @EnumSource
  void C31_set_infinities_comeBackAsKeysAndValues(Layout layout) {
    Cache<Object, Object> cache = layout.open(stores);

    for (double number : new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      cache.set(number, number);

      assertThat(cache.get(number)).isEqualTo(number);
    }
    assertThat(cache.keys())
        .containsExactlyInAnyOrder(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  @Test
  void C31_keys_sorted_putsNegativeInfinityFirstAmongNumbers() {
    Cache<Object, Object> cache = stores.open();
    List<Object> sorted =
        Arrays.asList(
            Double.NEGATIVE_INFINITY,
            Long.MIN_VALUE,
            -1.5,
            0L,
            1.5,
            2L,
            Long.MAX_VALUE,
            Double.POSITIVE_INFINITY,
            "",
            "Z",
            "a",
            "é",
            "\uFFFD",
            "😀",
            new byte[0],
            new byte[] {'A'});

    for (int i = sorted.size() - 1; i >= 0; i--) {
      cache.set(sorted.get(i), i);
    }

    assertThat(cache.keys(KeyOrder.SORTED)).containsExactlyElementsOf(sorted);
  }

  /** Where python-diskcache leaves a file behind. */
  @ParameterizedTest
  @EnumSource
  void C32_set_loneSurrogates_isRefusedWithoutTrace(Layout layout) throws Exception {
    Cache<Object, Object> cache = layout.open(stores);

    for (Object value : List.of("\ud800".repeat(40_000), "\udc00", List.of("a\ud800b"))) {
      assertThatThrownBy(() -> cache.set("k", value))
          .isInstanceOf(CacheTypeException.class)
          .hasMessageContaining("surrogate");
      assertThatThrownBy(() -> cache.add("k", value)).isInstanceOf(CacheTypeException.class);
    }
    assertThatThrownBy(() -> cache.set("\udc00\ud800", "v")).isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(() -> WriteOptions.tagged("\ud800")).isInstanceOf(CacheTypeException.class);
    assertThat(cache.size()).isZero();
    assertThat(Stores.valueFiles(stores.directory())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void C32_set_refusedValue_keepsOldOne(Layout layout) throws Exception {
    Cache<Object, Object> cache = layout.open(stores);
    cache.set("k", "x".repeat(40_000));

    assertThatThrownBy(() -> cache.set("k", "\ud800".repeat(40_000)))
        .isInstanceOf(CacheTypeException.class);
    assertThatThrownBy(() -> cache.set("k", new Object())).isInstanceOf(CacheTypeException.class);

    assertThat(cache.get("k")).isEqualTo("x".repeat(40_000));
    assertThat(Stores.valueFiles(stores.directory())).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void C33_set_textWithNul_comesBackAsKeyAndValue(Layout layout) {
    Cache<Object, Object> cache = layout.open(stores);

    for (String text : List.of("\0", "a\0b", "a\0c", "a", "a\0")) {
      cache.set(text, text);
    }

    for (String text : List.of("\0", "a\0b", "a\0c", "a", "a\0")) {
      assertThat(cache.get(text)).isEqualTo(text);
    }
    assertThat(cache.keys()).containsExactlyInAnyOrder("\0", "a\0b", "a\0c", "a", "a\0");
  }

  @ParameterizedTest
  @EnumSource
  void C33_set_emptyTextAndEmptyBytes_areTwoKeys(Layout layout) {
    Cache<Object, Object> cache = layout.open(stores);

    cache.set("", "text");
    cache.set(new byte[0], "bytes");

    assertThat(cache.get("")).isEqualTo("text");
    assertThat(cache.get(new byte[0])).isEqualTo("bytes");
    assertThat(cache.keys()).containsExactly("", new byte[0]);
  }

  /** Many pages, of native and of pickled keys, in every order. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 99, 100, 101, 250})
  void keys_overPages_missesNone(int count) {
    Cache<Object, Object> cache = stores.open();
    cache.transact(
        () -> {
          for (int i = 0; i < count; i++) {
            cache.set(i % 2 == 0 ? (Object) (long) i : Tuple.of(i), i);
          }
        });

    for (KeyOrder order : KeyOrder.values()) {
      assertThat(cache.keys(order)).as("%s", order).hasSize(count).doesNotHaveDuplicates();
    }
  }
}
