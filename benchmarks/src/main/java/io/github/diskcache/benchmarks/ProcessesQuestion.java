// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What do two processes get done on one directory at the same time, and how long does one wait? */
final class ProcessesQuestion implements Question {
  static final String NAME = "processes";
  private static final int PROCESSES = 2;
  private static final List<Arm> COMPARED =
      List.of(Arm.CACHE, Arm.PYTHON, Arm.FANOUT_8, Arm.PYTHON_FANOUT_8);
  private static final List<Arm> OTHERS = List.of(Arm.CHRONICLE);

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
          boolean reads = round <= bench.mode().otherRounds();
          for (String operation : reads ? List.of("get", "set") : List.of("set")) {
            metrics.putAll(together(bench, arm, directory.resolve(operation), operation));
          }
          bench.keep(NAME, round, arm, Scale.USUAL.label(), metrics);
        });
  }

  private static Map<String, Double> together(
      Bench bench, Arm arm, Path directory, String operation) {
    directory.toFile().mkdir();
    Scale scale = new Scale(bench.mode().entries(10_000), 100);
    List<Child> children = new ArrayList<>();
    try {
      for (int process = 0; process < PROCESSES; process++) {
        Job job =
            Job.of(Task.CONTEND, arm, directory, scale, 5 * bench.mode().millis())
                .with("operation", operation)
                .with("process", process);
        Child child = bench.start(job);
        children.add(child);
        // One after the other: the first one fills the directory.
        child.await(Reports.READY);
      }
      children.forEach(Child::go);
      return summed(children.stream().map(Child::finish).toList());
    } finally {
      children.forEach(Child::close);
    }
  }

  /** Sums what is counted a second; of times, the longer ones. */
  private static Map<String, Double> summed(List<Map<String, Double>> all) {
    Map<String, Double> sum = new LinkedHashMap<>();
    for (Map<String, Double> one : all) {
      one.forEach(
          (name, value) -> sum.merge(name, value, name.endsWith(".ops") ? Double::sum : Math::max));
    }
    return sum;
  }

  @Override
  public List<Table> tables(Measurements measurements) {
    return List.of(
        new Table.Source(measurements, NAME, Scale.USUAL.label())
            .table(
                "Two processes on one directory, 100 B values, 10 k keys",
                Column.thousands("gets, thousand/s", "get.ops"),
                Column.micros("get p99, us", "get.p99.ns"),
                Column.thousands("sets, thousand/s", "set.ops"),
                Column.micros("set p50, us", "set.p50.ns"),
                Column.micros("p99, us", "set.p99.ns"),
                Column.millis("worst wait, ms", "set.max.ns")));
  }
}
