// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.Tuple;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlainTest {

  @Test
  void copy_numbers_areWhatACacheGives() {
    BigInteger large = BigInteger.ONE.shiftLeft(64);

    assertThat(Plain.copy(List.of(1, (short) 2, (byte) 3, BigInteger.TEN, large, 0.5f)))
        .isEqualTo(List.of(1L, 2L, 3L, 10L, large, 0.5));
  }

  @Test
  void copy_containers_areNewAndEqual() {
    List<Object> inner = new ArrayList<>(List.of("a"));
    Map<String, Object> map =
        Map.of("list", inner, "tuple", Tuple.of(inner, null), "set", Set.of(1L));

    Object copy = Plain.copy(map);

    assertThat(copy).isEqualTo(map);
    inner.add("b");
    assertThat(copy).isNotEqualTo(map);
  }

  @Test
  void copy_deeperThanCanBeStored_endsSomewhere() {
    List<Object> itself = new ArrayList<>();
    itself.add(itself);

    assertThat(Plain.copy(itself)).isInstanceOf(List.class);
  }

  @Test
  void comparable_bytes_areComparedByContent() {
    Object key = Tuple.of("f", new byte[] {1, 2});

    assertThat(Plain.comparable(key))
        .isEqualTo(Plain.comparable(Tuple.of("f", new byte[] {1, 2})))
        .isNotEqualTo(Plain.comparable(Tuple.of("f", new byte[] {1, 3})))
        .isNotEqualTo(Plain.comparable(List.of("f", new byte[] {1, 2})));
  }
}
