// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.List;

/** How long does one operation take, and how many are there in a second? Also at other scales. */
final class OperationsQuestion implements Question {
  static final String NAME = "operations";

  /** Goals are about these. */
  private static final List<Arm> COMPARED =
      List.of(
          Arm.CACHE,
          Arm.INTENT_LOG,
          Arm.PYTHON,
          Arm.EHCACHE_DISK,
          Arm.ROCKSDB,
          Arm.INFINISPAN,
          Arm.LRU);

  private static final List<Arm> OTHERS =
      List.of(
          Arm.NEAR,
          Arm.NEAR_FOREIGN,
          Arm.FANOUT_1,
          Arm.FANOUT_8,
          Arm.LFU,
          Arm.NO_POLICY,
          Arm.PYTHON_FANOUT_8,
          Arm.EHCACHE_HEAP_DISK,
          Arm.MAPDB,
          Arm.MVSTORE,
          Arm.MVSTORE_COMMIT,
          Arm.CHRONICLE,
          Arm.CAFFEINE,
          Arm.MAP);

  private final Scale scale;

  OperationsQuestion(Scale scale) {
    this.scale = scale;
  }

  @Override
  public String name() {
    return scale.equals(Scale.USUAL) ? NAME : "sizes";
  }

  @Override
  public int rounds(Mode mode) {
    return scale.equals(Scale.USUAL) ? mode.rounds() : mode.otherRounds();
  }

  @Override
  public void round(Bench bench, int round) {
    Scale scaled = new Scale(bench.mode().entries(scale.entries()), scale.valueBytes());
    bench.round(
        // Each scale by itself: what fails at one may do well at the next.
        scale.equals(Scale.USUAL) ? NAME : name() + " " + scale.label(),
        round,
        COMPARED,
        OTHERS.stream().filter(arm -> !arm.isHeapOnly() || scale.fitsHeap()).toList(),
        (arm, directory) ->
            bench.keep(
                name(),
                round,
                arm,
                scale.label(),
                bench.run(Job.of(Task.OPERATIONS, arm, directory, scaled, bench.mode().millis()))));
  }

  @Override
  public List<Table> tables(Measurements measurements) {
    Table.Source source = new Table.Source(measurements, name(), scale.label());
    String heading = scale.label().replace("x", "values,") + " keys";
    return List.of(
        source.table(
            "One thread, " + heading + ": time of an operation, microseconds",
            Column.micros("get p50", "get.p50.ns"),
            Column.micros("p99", "get.p99.ns"),
            Column.micros("miss p50", "miss.p50.ns"),
            Column.micros("set p50", "set.p50.ns"),
            Column.micros("p99", "set.p99.ns"),
            Column.micros("max", "set.max.ns"),
            Column.micros("delete p50", "delete.p50.ns"),
            Column.micros("90/9/1 p50", "mixed.p50.ns"),
            Column.micros("p99", "mixed.p99.ns"),
            Column.micros("get, mean with what it leaves to be written", "get.paid.ns")),
        source.table(
            "One process, " + heading + ": thousand operations a second",
            Column.thousands("get, 1 thread", "get.1t.ops"),
            Column.thousands("2 threads", "get.2t.ops"),
            Column.thousands("set, 1 thread", "set.1t.ops"),
            Column.thousands("2 threads", "set.2t.ops"),
            Column.thousands("90/9/1, 1 thread", "mixed.1t.ops"),
            Column.thousands("2 threads", "mixed.2t.ops")));
  }
}
