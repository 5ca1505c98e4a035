// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.nio.file.Path;
import java.util.List;

/** Does an {@code evictAll} depend on how much there is to evict? */
final class HibernateEvictQuestion implements Question {
  static final String NAME = "hibernate-evict";
  static final Scale FEW = new Scale(2000, 100);
  static final Scale MANY = new Scale(200_000, 100);
  private static final List<Arm> COMPARED = List.of(Arm.L2);
  private static final List<Arm> QUICK = List.of(Arm.L2_EHCACHE_VALUE);
  private static final List<Arm> OTHERS =
      List.of(Arm.L2_EHCACHE_VALUE, Arm.L2_EHCACHE_REFERENCE, Arm.L2_CAFFEINE, Arm.L2_INFINISPAN);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int rounds(Mode mode) {
    return Math.min(mode.rounds(), 2);
  }

  @Override
  public void round(Bench bench, int round) {
    for (Scale scale : List.of(FEW, MANY)) {
      Scale measured = new Scale(bench.mode().entries(scale.entries()), scale.valueBytes());
      bench.round(
          NAME,
          round,
          COMPARED,
          bench.mode() == Mode.QUICK ? QUICK : OTHERS,
          (arm, directory) ->
              bench.keep(
                  NAME,
                  round,
                  arm,
                  scale.label(),
                  bench.run(job(arm, directory, measured, HibernateEvict.By.ENTITY))));
    }
  }

  static Job job(Arm arm, Path directory, Scale scale, HibernateEvict.By by) {
    return Job.of(Task.HIBERNATE_EVICT, arm, directory, scale, 0).with("by", by);
  }

  @Override
  public List<Table> tables(Measurements measurements) {
    return List.of(table(measurements, FEW), table(measurements, MANY));
  }

  private static Table table(Measurements measurements, Scale scale) {
    return new Table.Source(measurements, NAME, scale.label())
        .table(
            "Hibernate: evictAll of an entity of " + scale.label(),
            Column.plain("milliseconds", "evict.ms"));
  }
}
