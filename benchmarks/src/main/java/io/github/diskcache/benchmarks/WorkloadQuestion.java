// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How does python-diskcache's own benchmark come out, with one process and with two? */
final class WorkloadQuestion implements Question {
  static final String NAME = "workload";
  private static final Scale SCALE = new Scale(100, 500);
  private static final List<Arm> ALONE =
      List.of(
          Arm.CACHE,
          Arm.PYTHON,
          Arm.FANOUT_8,
          Arm.PYTHON_FANOUT_8,
          Arm.NEAR,
          Arm.EHCACHE_DISK,
          Arm.ROCKSDB);
  private static final List<Arm> TOGETHER = List.of(Arm.CACHE, Arm.PYTHON);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int rounds(Mode mode) {
    return mode.otherRounds();
  }

  @Override
  public void round(Bench bench, int round) {
    for (int processes = 1; processes <= 2; processes++) {
      int together = processes;
      int operations = bench.mode() == Mode.SMOKE ? 2000 : Workload.OPERATIONS;
      bench.round(
          NAME,
          round,
          processes == 1 ? ALONE : TOGETHER,
          List.of(),
          (arm, directory) -> {
            List<Child> children = new ArrayList<>();
            try {
              for (int process = 0; process < together; process++) {
                Child child =
                    bench.start(
                        Job.of(Task.WORKLOAD, arm, directory, SCALE, 0)
                            .with("process", process)
                            .with("operations", operations));
                children.add(child);
                child.await(Reports.READY);
              }
              children.forEach(Child::go);
              Map<String, Double> longest = new LinkedHashMap<>();
              for (Child child : children) {
                child.finish().forEach((name, value) -> longest.merge(name, value, Math::max));
              }
              bench.keep(NAME, round, arm, scale(together), longest);
            } finally {
              children.forEach(Child::close);
            }
          });
    }
  }

  private static String scale(int processes) {
    return processes == 1 ? "1 process" : processes + " processes";
  }

  @Override
  public List<Table> tables(Measurements measurements) {
    List<Table> tables = new ArrayList<>();
    for (int processes = 1; processes <= 2; processes++) {
      tables.add(
          new Table.Source(measurements, NAME, scale(processes))
              .table(
                  "python-diskcache's own benchmark, "
                      + scale(processes)
                      + ": 100 keys, 90/9/1, microseconds",
                  Column.micros("get p50", "get.p50.ns"),
                  Column.micros("p99", "get.p99.ns"),
                  Column.micros("set p50", "set.p50.ns"),
                  Column.micros("p99", "set.p99.ns"),
                  Column.micros("max", "set.max.ns"),
                  Column.micros("delete p50", "delete.p50.ns"),
                  Column.plain("in all, ms", "total.ms")));
    }
    return tables;
  }
}
