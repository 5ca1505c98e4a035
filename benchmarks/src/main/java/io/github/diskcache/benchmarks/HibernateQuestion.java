// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.Collections;
import java.util.List;

/** What does a second-level cache gain Hibernate over a database that is asked by loopback? */
final class HibernateQuestion implements Question {
  static final String NAME = "hibernate";
  static final Scale SCALE = new Scale(20_000, 400);
  private static final Scale FULL_SCALE = new Scale(200_000, 400);
  private static final List<Arm> COMPARED =
      List.of(Arm.L2_NONE, Arm.L2, Arm.L2_DISK, Arm.L2_EHCACHE_VALUE, Arm.L2_EHCACHE_REFERENCE);
  private static final List<Arm> OTHERS =
      List.of(Arm.L2_SMALL_NEAR, Arm.L2_EHCACHE_DISK, Arm.L2_CAFFEINE, Arm.L2_INFINISPAN);

  /** The products of a mode; the label stays that of the usual scale, which goals are about. */
  static Scale scale(Mode mode) {
    Scale scale = mode == Mode.FULL ? FULL_SCALE : SCALE;
    return new Scale(mode.entries(scale.entries()), scale.valueBytes());
  }

  /** Whether none of some arms takes part, so that nothing need be prepared. */
  static boolean isIdle(Bench bench, List<Arm> compared, List<Arm> others) {
    return Collections.disjoint(bench.options().arms(), compared)
        && Collections.disjoint(bench.options().arms(), others);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int rounds(Mode mode) {
    return Math.min(mode.rounds(), mode == Mode.FULL ? 4 : 2);
  }

  @Override
  public void round(Bench bench, int round) {
    if (isIdle(bench, COMPARED, OTHERS)) {
      return;
    }
    Scale scale = scale(bench.mode());
    long millis = 2 * bench.mode().millis();
    try (ShopServer server = ShopServer.start(bench, scale)) {
      bench.round(
          NAME,
          round,
          COMPARED,
          OTHERS,
          (arm, directory) ->
              bench.keep(
                  NAME,
                  round,
                  arm,
                  SCALE.label(),
                  bench.run(
                      Job.of(Task.HIBERNATE, arm, directory, scale, millis)
                          .with("url", server.url())
                          .with("threads", bench.mode() == Mode.FULL ? 4 : 2))));
    }
  }

  @Override
  public List<Table> tables(Measurements measurements) {
    return List.of(
        new Table.Source(measurements, NAME, SCALE.label())
            .table(
                "Hibernate: units of 1 to 10 operations a second, and finds by id, microseconds",
                Column.plain("units/s, 1 thread", "unit.1t.ops"),
                Column.plain("2 threads", "unit.2t.ops"),
                Column.plain("statements per unit", "unit.statements.count"),
                Column.micros("hit p50, us", "hit.p50.ns"),
                Column.micros("hit p99, us", "hit.p99.ns"),
                Column.micros("query p50, us", "query.p50.ns"),
                Column.micros("query p99, us", "query.p99.ns"),
                new Column("hits, %", "hit.share", 100),
                Column.mebibytes("heap, MiB", "heap.bytes"),
                Column.mebibytes("disk, MiB", "disk.bytes")));
  }
}
