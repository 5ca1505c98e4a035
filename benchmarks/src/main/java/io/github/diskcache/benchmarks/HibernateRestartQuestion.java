// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How soon after {@code kill -9} does Hibernate's cache answer 95 of 100 finds again? */
final class HibernateRestartQuestion implements Question {
  static final String NAME = "hibernate-restart";
  private static final int WINDOW = 1000;
  private static final int MOST_SECONDS = 120;
  private static final List<Arm> ARMS =
      List.of(
          Arm.L2,
          Arm.L2_DISK,
          Arm.L2_EHCACHE_VALUE,
          Arm.L2_EHCACHE_REFERENCE,
          Arm.L2_EHCACHE_DISK,
          Arm.L2_CAFFEINE,
          Arm.L2_INFINISPAN);

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
    if (HibernateQuestion.isIdle(bench, ARMS, List.of())) {
      return;
    }
    Scale scale = HibernateQuestion.scale(bench.mode());
    int window = bench.mode().entries(WINDOW);
    String label = HibernateQuestion.SCALE.label();
    List<Double> peers = new ArrayList<>();
    try (ShopServer server = ShopServer.start(bench, scale)) {
      bench.round(
          NAME,
          round,
          ARMS,
          List.of(),
          (arm, directory) -> {
            Job job =
                Job.of(Task.HIBERNATE_KILLED, arm, directory, scale, bench.mode().millis())
                    .with("url", server.url());
            try (Child child = bench.start(job)) {
              child.await(Reports.FILLED);
              child.kill();
            }
            Map<String, Double> found =
                bench.run(
                    Job.of(Task.HIBERNATE_RESUME, arm, directory, scale, bench.mode().millis())
                        .with("url", server.url())
                        .with("window", window)
                        .with("seconds", MOST_SECONDS));
            Double warm = found.get("warm.ms");
            if (warm != null && !arm.isOurs()) {
              peers.add(warm);
            }
            bench.keep(NAME, round, arm, label, found);
          });
    }
    peers.stream()
        .min(Double::compare)
        .ifPresent(
            best -> bench.keep(NAME, round, Arm.L2, label, Map.of("best.peer.warm.ms", best)));
  }

  @Override
  public List<Table> tables(Measurements measurements) {
    return List.of(
        new Table.Source(measurements, NAME, HibernateQuestion.SCALE.label())
            .table(
                "Hibernate after kill -9: milliseconds from the session factory until 95 % of the"
                    + " last 1,000 finds are hits",
                Column.plain("until 95 % hits", "warm.ms"),
                Column.plain("from the JVM's first line", "whole.ms"),
                Column.plain("statements until then", "statements.count"),
                new Column("hits of the first 1,000, %", "first.share", 100)));
  }
}
