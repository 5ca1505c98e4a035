// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ValueOrderTest {
  /** Values that are equal within a line and to none of another line. */
  private static final List<List<Object>> DISTINCT =
      List.of(
          Arrays.asList((Object) null),
          List.of(0, 0L, 0.0, -0.0, (byte) 0, BigInteger.ZERO),
          List.of(1, 1L, 1.0, 1.0f, BigInteger.ONE, new BigDecimal("1.00")),
          List.of(0.1, Double.valueOf("0.1")),
          List.of(Double.NaN, Float.NaN),
          List.of(Double.POSITIVE_INFINITY),
          List.of((1L << 53) + 1),
          List.of(1L << 53, 0x1p53),
          List.of(Long.MAX_VALUE),
          List.of(0x1p63, BigInteger.ONE.shiftLeft(63)),
          List.of(Long.MIN_VALUE, -0x1p63),
          List.of(true),
          List.of("1"),
          List.of(new byte[] {1}, new byte[] {1}),
          List.of(new byte[0]),
          List.of(List.of(1, new byte[] {2}), Arrays.asList(1.0, new byte[] {2})),
          List.of(Tuple.of(1, new byte[] {2}), Tuple.of(1L, new byte[] {2})),
          List.of(List.of(), Arrays.asList()),
          List.of(Map.of("a", 1, "b", new byte[] {3}), Map.of("b", new byte[] {3}, "a", 1.0)),
          List.of(Map.of("a", 1)),
          List.of(Set.of("a"), new FrozenSet(Set.of("a"))));

  @Test
  void equalAndHash_agree() {
    for (List<Object> one : DISTINCT) {
      for (List<Object> other : DISTINCT) {
        for (Object a : one) {
          for (Object b : other) {
            assertThat(ValueOrder.equal(a, b)).as("%s and %s", a, b).isEqualTo(one == other);
            if (one == other) {
              assertThat(ValueOrder.hash(a)).as("%s and %s", a, b).isEqualTo(ValueOrder.hash(b));
            }
          }
        }
      }
    }
  }

  @Test
  void equal_mapWithNullValue_needsTheKey() {
    Map<String, Object> withNull = new LinkedHashMap<>();
    withNull.put("a", null);

    assertThat(ValueOrder.equal(withNull, Map.of("b", 1))).isFalse();
    assertThat(ValueOrder.equal(withNull, new LinkedHashMap<>(withNull))).isTrue();
  }

  @Test
  void hash_isThatOfJavaForWholeNumbersAndText() {
    assertThat(ValueOrder.hash(-7L)).isEqualTo(Long.hashCode(-7));
    assertThat(ValueOrder.hash(List.of(1L, "a", List.of(2L))))
        .isEqualTo(List.of(1L, "a", List.of(2L)).hashCode());
    assertThat(ValueOrder.hash(Map.of("a", 1L))).isEqualTo(Map.of("a", 1L).hashCode());
  }

  @Test
  void compare_ordersAsTheDatabaseDoes() {
    assertAscending(Double.NEGATIVE_INFINITY, Long.MIN_VALUE, -1.5, -1, 0, 0.5, 1, 1L << 53);
    assertAscending(0x1p53, (1L << 53) + 1, Long.MAX_VALUE, 0x1p63, Double.POSITIVE_INFINITY);
    assertAscending("", "a", "a\0", "aa", "b", "é", "\uffee", "😀", "😁");
    assertAscending(new byte[0], new byte[] {1}, new byte[] {1, 0}, new byte[] {-1});
    assertAscending(List.of(), List.of(1), List.of(1, "a"), List.of(1, "b"), List.of(2.5));
    assertAscending(Tuple.of(), Tuple.of(1), Tuple.of(1, 2));
    assertAscending(false, true);
  }

  private static void assertAscending(Object... values) {
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < values.length; j++) {
        assertThat(Integer.signum(ValueOrder.compare(values[i], values[j])))
            .as("%s and %s", values[i], values[j])
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }

  @Test
  void compare_withoutOrder_saysWhichTypes() {
    for (Object[] pair :
        new Object[][] {{1, "a"}, {null, 1}, {null, null}, {List.of(), Tuple.of()}, {true, 1}}) {
      assertThatThrownBy(() -> ValueOrder.compare(pair[0], pair[1]))
          .isInstanceOf(ClassCastException.class)
          .hasMessageContaining("comes first");
    }
  }
}
