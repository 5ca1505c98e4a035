// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the demonstration with its JVMs, on 2,000 cities. */
class DemoTest {

  private static final String SMALL =
      "--cities=2000 --units=400 --sample=1500 --jvm=-XX:TieredStopAtLevel=1";

  @TempDir Path directory;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void run_killedAndRestarted_answersRightFromTheCache() {
    boolean right = run(SMALL + " --arms=NO_CACHE,DISKCACHE");

    assertThat(right).as(output()).isTrue();
    var last =
        Pattern.compile(
                "demo: ok cities=2000 restart_hit_ratio=(\\S+) restart_sql=(\\d+)"
                    + " first_pass_sql=(\\d+) units_vs_nocache=\\S+ units_vs_ehcache=-\\R$")
            .matcher(output());
    assertThat(last.find()).as(output()).isTrue();
    assertThat(Double.parseDouble(last.group(1))).isGreaterThan(0.95);
    assertThat(Integer.parseInt(last.group(2))).isLessThan(Integer.parseInt(last.group(3)) / 2);
  }

  @Test
  void run_rowChangedBehindTheCache_fails() {
    boolean right = run(SMALL + " --arms=DISKCACHE --plant-fault");

    assertThat(right).isFalse();
    assertThat(output())
        .contains("WRONG answered CityRow[", "demo: failed cities=2000")
        .doesNotContain("demo: ok");
  }

  @Test
  void parse_unknownOption_isRefused() {
    assertThatThrownBy(() -> Options.parse("--citys=3"))
        .isInstanceOf(DemoException.class)
        .hasMessageContaining("Cannot understand [--citys]")
        .hasMessageContaining("--cities");
  }

  @Test
  void parse_itsOwnArguments_givesTheSameOptions() {
    var options = Options.parse("--cities=7 --seed=3 --directory=/tmp/with blank --plant-fault");

    assertThat(options.directory()).isEqualTo(Path.of("/tmp/with blank"));
    assertThat(Options.parse(options.toArguments().toArray(String[]::new))).isEqualTo(options);
  }

  private boolean run(String arguments) {
    var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new Demo(Options.parse(arguments, "--directory=" + directory), out).run();
  }

  private String output() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
