// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.List;

/**
 * Does a clear of Hibernate's region depend on how much there is? It moves an epoch and touches no
 * entry.
 */
final class HibernateClearQuestion implements Question {
  static final String NAME = "hibernate-clear";
  private static final List<Arm> COMPARED = List.of(Arm.L2);

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
    for (Scale scale : List.of(Scale.USUAL, BulkQuestion.SCALE)) {
      Scale measured = new Scale(bench.mode().entries(scale.entries()), scale.valueBytes());
      bench.round(
          NAME,
          round,
          COMPARED,
          List.of(),
          (arm, directory) ->
              bench.keep(
                  NAME,
                  round,
                  arm,
                  scale.label(),
                  bench.run(
                      HibernateEvictQuestion.job(
                          arm, directory, measured, HibernateEvict.By.REGION))));
    }
  }

  @Override
  public List<Table> tables(Measurements measurements) {
    return List.of();
  }
}
