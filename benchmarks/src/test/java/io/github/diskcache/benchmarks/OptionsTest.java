// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void parse_emptyValues_areAsNotGiven() {
    Options options = Options.parse("--mode=full", "--only=", "--arms=", "--docs=");

    assertThat(options.mode()).isEqualTo(Mode.FULL);
    assertThat(options.only()).isEmpty();
    assertThat(options.arms()).containsExactly(Arm.values());
    assertThat(options.docs()).isNull();
  }

  @Test
  void parse_armsByName_takesThose() {
    assertThat(Options.parse("--arms=cache,ehcache-disk").arms())
        .containsExactly(Arm.CACHE, Arm.EHCACHE_DISK);
  }

  @Test
  void of_questionThatThereIsNot_namesThoseThereAre() {
    Options options = Options.parse("--only=speed");

    assertThatThrownBy(() -> Questions.of(options))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("no question [speed]")
        .hasMessageContaining("operations");
  }

  @Test
  void arguments_job_areReadAsTheSame() {
    Job job =
        Job.of(Task.FILL, Arm.FANOUT_8, Path.of("somewhere"), Scale.USUAL, 12).with("end", "kill");

    assertThat(Job.parse(job.arguments().toArray(new String[0]))).isEqualTo(job);
  }

  @Test
  void label_scale_saysSizeAndCount() {
    assertThat(List.of(Scale.USUAL.label(), new Scale(1_000_000, 65_536).label()))
        .containsExactly("100 B x 10 k", "64 KB x 1 M");
  }
}
