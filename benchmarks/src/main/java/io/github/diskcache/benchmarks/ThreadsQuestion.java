// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What do a disk that is waited for, several writers, and writing behind do to sets? */
final class ThreadsQuestion implements Question {
  static final String NAME = "writers";
  private static final List<Arm> ARMS =
      List.of(Arm.CACHE, Arm.INTENT_LOG, Arm.WRITE_BEHIND, Arm.FULL);
  private static final int MANY = 16;

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
    Scale scale = new Scale(bench.mode().entries(10_000), 100);
    bench.round(
        NAME,
        round,
        ARMS,
        List.of(),
        (arm, directory) -> {
          boolean many = arm == Arm.FULL || round <= bench.mode().otherRounds();
          for (int threads : many ? List.of(1, MANY) : List.of(1)) {
            Map<String, Double> metrics =
                new LinkedHashMap<>(
                    bench.run(
                        Job.of(
                                Task.THREADS,
                                arm,
                                directory.resolve(threads + "-threads"),
                                scale,
                                4 * bench.mode().millis())
                            .with("threads", threads)));
            bench.keep(NAME, round, arm, Scale.USUAL.label(), metrics);
          }
        });
  }

  @Override
  public List<Table> tables(Measurements measurements) {
    return List.of(
        new Table.Source(measurements, NAME, Scale.USUAL.label())
            .table(
                "Thousand sets a second, 100 B values, 10 k keys",
                Column.thousands("1 thread", "set.1t.ops"),
                Column.thousands("16 threads", "set.16t.ops")));
  }
}
