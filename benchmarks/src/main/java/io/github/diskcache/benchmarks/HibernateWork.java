// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.SplittableRandom;

/** Units of work and finds through Hibernate, once everything has been loaded. */
final class HibernateWork {
  private static final int SEED = 7;
  private static final int WARM_UP = 5;

  private HibernateWork() {}

  static void run(Job job, Reports reports) throws Exception {
    try (Sessions sessions = Sessions.open(job, job.option("url"))) {
      Mix mix = warm(sessions, job);
      mix.perSecond(1, WARM_UP * job.millis());
      units(mix, sessions.statements(), job, reports);
      finds(mix, sessions.statements(), job, reports);
      reports.say("heap.bytes", heap());
      reports.say("disk.bytes", DiskQuestion.allocated(job.directory()));
    }
  }

  private static Mix warm(Sessions sessions, Job job) {
    Mix mix = new Mix(sessions.factory(), new Shop(job.scale().entries()));
    if (job.arm() != Arm.L2_NONE) {
      mix.loadAll();
    }
    return mix;
  }

  private static void units(Mix mix, Statements statements, Job job, Reports reports)
      throws Exception {
    int most = job.number("threads");
    for (int threads = 1; threads <= most; threads *= 2) {
      long before = statements.count();
      double perSecond = mix.perSecond(threads, job.millis());
      reports.say("unit." + threads + "t.ops", perSecond);
      if (threads == 1) {
        double units = perSecond * job.millis() / 1000;
        reports.say("unit.statements.count", (statements.count() - before) / units);
      }
    }
  }

  /** A find that sends nothing to the database is a hit. The first pass only warms up. */
  private static void finds(Mix mix, Statements statements, Job job, Reports reports) {
    long clock = Samples.clockNanos();
    SplittableRandom random = new SplittableRandom(SEED);
    Samples hits = new Samples(clock);
    Samples queries = new Samples(clock);
    for (int pass = 0; pass < 2; pass++) {
      hits = new Samples(clock);
      queries = new Samples(clock);
      long end = System.nanoTime() + job.millis() * 1_000_000;
      while (System.nanoTime() < end) {
        long before = statements.count();
        long nanos = mix.find(random);
        (statements.count() == before ? hits : queries).add(nanos);
      }
    }
    hits.report("hit", reports);
    queries.report("query", reports);
    reports.say("hit.share", (double) hits.count() / (hits.count() + queries.count()));
  }

  /** What is reachable. */
  private static double heap() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 2; i++) {
      System.gc();
    }
    return (double) runtime.totalMemory() - runtime.freeMemory();
  }

  /** Warms a cache and works on until it is killed. */
  static void untilKilled(Job job, Reports reports) throws Exception {
    Sessions sessions = Sessions.open(job, job.option("url"));
    Mix mix = warm(sessions, job);
    mix.perSecond(1, job.millis());
    Worker.endWithParent();
    reports.sayWord(Reports.FILLED);
    SplittableRandom random = new SplittableRandom(SEED);
    while (true) {
      mix.unit(random);
    }
  }

  /** Finds products until 95 of 100 are hits again. */
  static void resume(Job job, Reports reports) {
    try (Sessions sessions = Sessions.open(job, job.option("url"))) {
      Mix mix = new Mix(sessions.factory(), new Shop(job.scale().entries()));
      Statements statements = sessions.statements();
      double boot = Worker.nanosSinceStart() / 1e6;
      reports.say("boot.ms", boot);
      HitWindow window = new HitWindow(job.number("window"));
      SplittableRandom random = new SplittableRandom();
      long end = Worker.nanosSinceStart() + job.number("seconds") * 1_000_000_000L;
      while (!window.isWarm() && Worker.nanosSinceStart() < end) {
        long before = statements.count();
        mix.find(random);
        window.add(statements.count() == before);
        if (window.isFirst()) {
          reports.say("first.share", window.share());
        }
      }
      reports.say("statements.count", (double) statements.count());
      if (window.isWarm()) {
        double whole = Worker.nanosSinceStart() / 1e6;
        reports.say("whole.ms", whole);
        reports.say("warm.ms", whole - boot);
      }
    }
  }
}
