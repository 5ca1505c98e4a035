// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** How fast is a get that the heap answers? By JMH, a fork for each arm in each round. */
final class HotQuestion implements Question {
  static final String NAME = "hot";
  private static final List<Arm> COMPARED = List.of(Arm.NEAR, Arm.CAFFEINE);
  private static final List<Arm> OTHERS = List.of(Arm.MAP, Arm.NEAR_FOREIGN, Arm.EHCACHE_HEAP_DISK);
  private static final int WARM_UPS = 6;
  private static final int ITERATIONS = 3;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int rounds(Mode mode) {
    return mode.rounds();
  }

  @Override
  public void round(Bench bench, int round) {
    bench.round(
        NAME,
        round,
        COMPARED,
        OTHERS,
        (arm, directory) -> {
          Map<String, Double> metrics = new LinkedHashMap<>();
          for (String values : List.of("bytes", "text")) {
            if (arm.takes(values)) {
              for (int threads = 1; threads <= 2; threads++) {
                double perSecond = measure(bench, arm, directory, values, threads);
                metrics.put(values + "." + threads + "t.ops", perSecond);
                metrics.put(values + "." + threads + "t.ns", threads * 1e9 / perSecond);
              }
            }
          }
          bench.keep(NAME, round, arm, Scale.USUAL.label(), metrics);
        });
  }

  static double measure(Bench bench, Arm arm, Path directory, String values, int threads) {
    long millis = bench.mode().millis();
    var options =
        new OptionsBuilder()
            .include(HotGet.class.getName() + ".get")
            .param("arm", arm.name())
            .param("values", values)
            .threads(threads)
            .forks(1)
            .warmupIterations(WARM_UPS)
            .warmupTime(TimeValue.milliseconds(millis))
            .measurementIterations(ITERATIONS)
            .measurementTime(TimeValue.milliseconds(millis))
            .jvmArgsAppend("-Djava.io.tmpdir=" + directory, "-Djmh.ignoreLock=true")
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .build();
    try {
      Collection<RunResult> results = new Runner(options).run();
      return results.iterator().next().getPrimaryResult().getScore();
    } catch (RunnerException e) {
      throw new BenchmarkException("JMH: " + e.getMessage(), e);
    }
  }

  @Override
  public List<Table> tables(Measurements measurements) {
    return List.of(
        new Table.Source(measurements, NAME, Scale.USUAL.label())
            .table(
                "A get that the heap answers, 100 B values, 10 k keys",
                Column.plain("text, 1 thread, ns", "text.1t.ns"),
                new Column("2 threads, million/s", "text.2t.ops", 1e-6),
                Column.plain("bytes, 1 thread, ns", "bytes.1t.ns"),
                new Column("2 threads, million/s", "bytes.2t.ops", 1e-6)));
  }
}
