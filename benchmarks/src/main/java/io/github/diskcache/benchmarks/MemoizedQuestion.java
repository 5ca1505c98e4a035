// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What does a memoized method of a CDI bean cost that has its result? By JMH on Weld SE, beside
 * Caffeine behind the same kind of interceptor, and beside an interceptor that does nothing.
 */
final class MemoizedQuestion implements Question {
  static final String NAME = "memoized";
  private static final List<Arm> COMPARED =
      List.of(Arm.MEMOIZED, Arm.MEMOIZED_CAFFEINE, Arm.INTERCEPTED);

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
        List.of(),
        (arm, directory) -> {
          Map<String, Double> metrics = new LinkedHashMap<>();
          double perSecond = HotQuestion.measure(bench, arm, directory, "text", 1);
          metrics.put("hit.ns", 1e9 / perSecond);
          bench.keep(NAME, round, arm, Scale.USUAL.label(), metrics);
        });
  }

  @Override
  public List<Table> tables(Measurements measurements) {
    return List.of(
        new Table.Source(measurements, NAME, Scale.USUAL.label())
            .table(
                "A call of a memoized CDI method that has its result, on Weld SE",
                Column.plain("1 thread, ns", "hit.ns")));
  }
}
