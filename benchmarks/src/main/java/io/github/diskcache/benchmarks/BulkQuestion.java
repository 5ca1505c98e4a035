// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.List;

/** What does a million entries do to a get, a tag of ten thousand of them, and a clear? */
final class BulkQuestion implements Question {
  static final String NAME = "million";
  static final Scale SCALE = new Scale(1_000_000, 100);
  private static final List<Arm> COMPARED = List.of(Arm.CACHE);
  private static final List<Arm> SLOW =
      List.of(
          Arm.TAG_INDEX,
          Arm.NEAR,
          Arm.FANOUT_8,
          Arm.PYTHON,
          Arm.EHCACHE_DISK,
          Arm.ROCKSDB,
          Arm.MAPDB,
          Arm.MVSTORE,
          Arm.INFINISPAN,
          Arm.CHRONICLE);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int rounds(Mode mode) {
    return mode == Mode.FULL ? 2 : 1;
  }

  @Override
  public void round(Bench bench, int round) {
    Scale scale = new Scale(bench.mode().entries(SCALE.entries()), SCALE.valueBytes());
    // The same at the usual scale, so that both sides of the goal were measured by the same code.
    for (Scale each : List.of(Scale.USUAL, scale)) {
      bench.round(
          NAME,
          round,
          COMPARED,
          bench.mode() == Mode.QUICK ? List.of() : SLOW,
          (arm, directory) ->
              bench.keep(
                  NAME,
                  round,
                  arm,
                  each.equals(scale) ? SCALE.label() : each.label(),
                  bench.run(Job.of(Task.BULK, arm, directory, each, 4 * bench.mode().millis()))));
    }
  }

  @Override
  public List<Table> tables(Measurements measurements) {
    return List.of(
        new Table.Source(measurements, NAME, SCALE.label())
            .table(
                "A million entries of 100 B",
                Column.micros("get p50, us", "get.p50.ns"),
                Column.micros("p99, us", "get.p99.ns"),
                Column.micros("set p50, us", "set.p50.ns"),
                Column.plain("evict a tag of 10,000, ms", "evict.ms"),
                Column.plain("clear, ms", "clear.ms")));
  }
}
