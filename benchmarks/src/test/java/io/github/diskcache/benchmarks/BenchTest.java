// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.benchmarks.Goal.Ratio;
import io.github.diskcache.benchmarks.Measurement.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs parts of the benchmark with real child processes; the figures do not matter. */
class BenchTest {
  @TempDir Path target;

  private Bench bench(String arms) {
    System.setProperty("java.awt.headless", "true");
    return new Bench(Options.parse("--mode=smoke", "--arms=" + arms, "--target=" + target));
  }

  private static OptionalDouble median(Bench bench, String question, Arm arm, String name) {
    return bench.measurements().median(new Metric(question, arm, Scale.USUAL.label(), name));
  }

  @Test
  void round_twoArms_measuresBothAndLeavesNoData() throws IOException {
    Bench bench = bench("cache,map");

    new OperationsQuestion(Scale.USUAL).round(bench, 1);

    assertThat(bench.measurements().failures()).isEmpty();
    for (Arm arm : List.of(Arm.CACHE, Arm.MAP)) {
      assertThat(median(bench, OperationsQuestion.NAME, arm, "set.1t.ops").orElse(0)).isPositive();
    }
    assertThat(median(bench, OperationsQuestion.NAME, Arm.CACHE, "get.p50.ns").orElse(0))
        .isGreaterThan(median(bench, OperationsQuestion.NAME, Arm.MAP, "get.p50.ns").orElse(1e9));
    try (var left = Files.list(target.resolve("data"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void restart_killedWriter_isSeenToKeepOrToLose() {
    Bench bench = bench("cache,ehcache-disk");

    new RestartQuestion().round(bench, 1);

    assertThat(bench.measurements().failures()).isEmpty();
    assertThat(median(bench, RestartQuestion.NAME, Arm.CACHE, "kill.readable.share")).hasValue(1);
    assertThat(median(bench, RestartQuestion.NAME, Arm.CACHE, "kill.lost.count")).hasValue(0);
    assertThat(median(bench, RestartQuestion.NAME, Arm.CACHE, "shared.count")).hasValue(1);
    // That losses are noticed at all.
    assertThat(median(bench, RestartQuestion.NAME, Arm.EHCACHE_DISK, "close.readable.share"))
        .hasValue(1);
    assertThat(median(bench, RestartQuestion.NAME, Arm.EHCACHE_DISK, "kill.lost.count").orElse(0))
        .isPositive();
  }

  private static OptionalDouble hibernate(Bench bench, String question, Arm arm, String name) {
    return bench
        .measurements()
        .median(new Metric(question, arm, HibernateQuestion.SCALE.label(), name));
  }

  @Test
  void hibernate_withoutAndWithCache_tellsQueriesFromHits() {
    Bench bench = bench("l2_none,l2");

    new HibernateQuestion().round(bench, 1);

    String name = HibernateQuestion.NAME;
    assertThat(bench.measurements().failures()).isEmpty();
    assertThat(hibernate(bench, name, Arm.L2_NONE, "hit.share")).hasValue(0);
    assertThat(hibernate(bench, name, Arm.L2_NONE, "query.p50.ns").orElse(0)).isPositive();
    assertThat(hibernate(bench, name, Arm.L2, "hit.share")).hasValue(1);
    assertThat(hibernate(bench, name, Arm.L2, "hit.p50.ns").orElse(0)).isPositive();
    assertThat(hibernate(bench, name, Arm.L2, "unit.1t.ops").orElse(0)).isPositive();
  }

  @Test
  void hibernate_killed_isWarmAtOnceOrAfterQueries() {
    Bench bench = bench("l2,l2_ehcache_value");

    new HibernateRestartQuestion().round(bench, 1);

    String name = HibernateRestartQuestion.NAME;
    assertThat(bench.measurements().failures()).isEmpty();
    assertThat(hibernate(bench, name, Arm.L2, "first.share")).hasValue(1);
    assertThat(hibernate(bench, name, Arm.L2, "statements.count")).hasValue(0);
    assertThat(hibernate(bench, name, Arm.L2_EHCACHE_VALUE, "first.share").orElse(1))
        .isLessThan(0.95);
    assertThat(hibernate(bench, name, Arm.L2_EHCACHE_VALUE, "statements.count").orElse(0))
        .isPositive();
    assertThat(hibernate(bench, name, Arm.L2, "best.peer.warm.ms"))
        .isEqualTo(hibernate(bench, name, Arm.L2_EHCACHE_VALUE, "warm.ms"));
  }

  @Test
  void hibernate_evictedByEntityAndByRegion_isEmpty() throws IOException {
    Bench bench = bench("l2");
    for (HibernateEvict.By by : HibernateEvict.By.values()) {
      Path directory = Files.createDirectory(target.resolve(by.name()));

      Map<String, Double> found =
          bench.run(HibernateEvictQuestion.job(Arm.L2, directory, new Scale(300, 100), by));

      assertThat(found)
          .hasSize(1)
          .containsKey(by == HibernateEvict.By.ENTITY ? "evict.ms" : "clear.ms");
    }
  }

  @Test
  void round_armThatFails_isNotedWithItsReasonAndLeftOut() {
    Bench bench = bench("cache");
    int[] turns = {0};
    Bench.Turn failing =
        (arm, directory) -> {
          turns[0]++;
          bench.run(Job.of(Task.THREADS, arm, directory, Scale.USUAL, 1));
        };

    bench.round("nothing", 1, List.of(Arm.CACHE), List.of(), failing);
    bench.round("nothing", 2, List.of(Arm.CACHE), List.of(), failing);

    assertThat(turns[0]).isEqualTo(1);
    assertThat(bench.measurements().failures().get("nothing: DiskCache"))
        .contains("needs the option [threads]");
  }

  @Test
  void write_page_isRenewedBetweenItsMarks() throws IOException {
    Path docs = Files.createDirectory(target.resolve("docs"));
    Path page = docs.resolve("benchmarks.md");
    Files.writeString(
        page,
        """
        before
        <!-- written by the benchmark: begin -->
        stale figures
        <!-- written by the benchmark: end -->
        after
        """);
    Options options = Options.parse("--mode=smoke", "--target=" + target, "--docs=" + docs);
    Measurements measurements = new Measurements();
    Metric metric =
        new Metric(OperationsQuestion.NAME, Arm.CACHE, Scale.USUAL.label(), "get.p50.ns");
    measurements.add(new Measurement(metric, 1, 5000, 0));
    List<Question> asked = List.of(new OperationsQuestion(Scale.USUAL));
    List<Ratio> ratios = Goals.in(measurements, asked);
    Environment environment = Environment.here(Python.find(target));

    new Report(options, environment, measurements, asked, ratios).write();

    assertThat(Files.readString(page))
        .startsWith("before\n")
        .endsWith("<!-- written by the benchmark: end -->\nafter\n")
        .contains("| DiskCache | 5 |", "| cold-get/rocksdb | - | <= 2 | not measured |")
        .doesNotContain("stale figures");
    assertThat(docs.resolve("benchmarks").resolve("operations.png")).exists();
    assertThat(target.resolve("results").resolve("measurements.csv")).exists();
  }
}
