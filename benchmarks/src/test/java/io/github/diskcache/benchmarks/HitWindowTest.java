// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HitWindowTest {
  @Test
  void add_moreThanFits_countsTheLastOnly() {
    HitWindow window = new HitWindow(20);
    for (int i = 0; i < 20; i++) {
      window.add(false);
    }
    assertThat(window.isFirst()).isTrue();
    for (int i = 0; i < 18; i++) {
      window.add(true);
      assertThat(window.isWarm()).isFalse();
    }

    window.add(true);

    assertThat(window.isFirst()).isFalse();
    assertThat(window.share()).isEqualTo(0.95);
    assertThat(window.isWarm()).isTrue();
  }

  @Test
  void isWarm_notYetFull_isFalse() {
    HitWindow window = new HitWindow(2);

    window.add(true);

    assertThat(window.isWarm()).isFalse();
  }

  @Test
  void zipf_manyDraws_fewIdsTakeMost() {
    int count = 1000;
    Zipf zipf = new Zipf(count);
    SplittableRandom random = new SplittableRandom(1);
    int[] drawn = new int[count + 1];
    for (int i = 0; i < 100_000; i++) {
      drawn[zipf.next(random)]++;
    }

    int[] sorted = Arrays.stream(drawn).sorted().toArray();
    assertThat(drawn[0]).isZero();
    assertThat(sorted[count]).isBetween(11_000, 15_000);
    assertThat(sorted[count - 1]).isBetween(5000, 8000);
  }
}
