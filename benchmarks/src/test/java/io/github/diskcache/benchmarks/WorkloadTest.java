// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadTest {

  @Test
  void random_seedZero_isWhatPythonHas() {
    PythonRandom random = new PythonRandom(0);

    assertThat(random.random()).isEqualTo(0.8444218515250481);
    assertThat(random.random()).isEqualTo(0.7579544029403025);
    assertThat(random.randrange(100)).isEqualTo(53);
    assertThat(random.randrange(1, 100)).isEqualTo(6);
  }

  @Test
  void steps_firstProcess_areThoseOfThePublishedFigures() {
    List<Workload.Step> measured =
        Workload.steps(0, Workload.OPERATIONS).subList(1001, Workload.OPERATIONS);

    assertThat(measured.stream().filter(Workload.Step::isGet)).hasSize(89_115);
    assertThat(measured.stream().filter(Workload.Step::isSet)).hasSize(8_941);
    assertThat(measured).hasSize(89_115 + 8_941 + 943);
  }
}
