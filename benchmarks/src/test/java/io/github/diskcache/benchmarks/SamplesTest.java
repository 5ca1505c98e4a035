// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SamplesTest {

  @Test
  void percentile_hundredTimes_isTheTimeThatTheShareDoesNotExceed() {
    Samples samples = new Samples(0);
    for (int i = 100; i >= 1; i--) {
      samples.add(i);
    }

    assertThat(samples.percentile(0.50)).isEqualTo(50);
    assertThat(samples.percentile(0.99)).isEqualTo(99);
    assertThat(samples.percentile(1)).isEqualTo(100);
    assertThat(samples.mean()).isEqualTo(50.5);
  }

  @Test
  void add_clockThatTakesTime_isSubtractedDownToZero() {
    Samples samples = new Samples(30);
    samples.add(20);
    samples.add(130);

    assertThat(samples.percentile(0.5)).isZero();
    assertThat(samples.percentile(1)).isEqualTo(100);
  }

  @Test
  void report_someTimes_saysEachStatisticWithItsUnit() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Samples samples = new Samples(0);
    samples.add(7);

    samples.report("get", new Reports(new PrintStream(said, true, StandardCharsets.UTF_8)));

    assertThat(said.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines(
            "get.p50.ns 7.0\nget.p99.ns 7.0\nget.max.ns 7.0\nget.mean.ns 7.0\n");
  }
}
