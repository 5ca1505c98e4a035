// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import io.github.diskcache.benchmarks.Goal.Direction;
import io.github.diskcache.benchmarks.Goal.Ratio;
import io.github.diskcache.benchmarks.Measurement.Metric;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this project wants to reach, as ratios of figures of one run. */
final class Goals {
  private final List<Goal> goals = new ArrayList<>();

  private Goals() {}

  /** What became of the goals that a run measured both sides of, or should have. */
  static List<Ratio> in(Measurements measurements, List<Question> asked) {
    Goals all = new Goals();
    all.hot();
    all.memoized();
    all.cold();
    all.sets();
    all.processes();
    all.writers();
    all.million();
    all.restart();
    all.disk();
    all.hibernate();
    all.hibernateAfterKill();
    all.hibernateEviction();
    List<String> names = asked.stream().map(Question::name).toList();
    return all.goals.stream()
        .filter(goal -> names.contains(goal.of().question()))
        .map(goal -> goal.in(measurements))
        .toList();
  }

  private void atMost(double bound, String name, Metric of, @Nullable Metric to) {
    goals.add(new Goal(name, of, to, Direction.AT_MOST, bound));
  }

  private void atLeast(double bound, String name, Metric of, @Nullable Metric to) {
    goals.add(new Goal(name, of, to, Direction.AT_LEAST, bound));
  }

  private static Metric usual(String question, Arm arm, String name) {
    return new Metric(question, arm, Scale.USUAL.label(), name);
  }

  private void hot() {
    for (String values : List.of("text", "bytes")) {
      atMost(
          1.3,
          "hot-get-" + values + "/caffeine",
          hot(Arm.NEAR, values + ".1t.ns"),
          hot(Arm.CAFFEINE, values + ".1t.ns"));
      atLeast(
          0.6,
          "hot-get-" + values + "-2-threads-throughput/caffeine",
          hot(Arm.NEAR, values + ".2t.ops"),
          hot(Arm.CAFFEINE, values + ".2t.ops"));
    }
  }

  private void memoized() {
    atMost(
        2,
        "memoized-hit/caffeine",
        usual(MemoizedQuestion.NAME, Arm.MEMOIZED, "hit.ns"),
        usual(MemoizedQuestion.NAME, Arm.MEMOIZED_CAFFEINE, "hit.ns"));
  }

  private static Metric hot(Arm arm, String name) {
    return usual(HotQuestion.NAME, arm, name);
  }

  private static Metric one(Arm arm, String name) {
    return usual(OperationsQuestion.NAME, arm, name);
  }

  private void cold() {
    String median = "get.p50.ns";
    Metric ours = one(Arm.CACHE, median);
    atMost(0.6, "cold-get/python-diskcache", ours, one(Arm.PYTHON, median));
    atMost(0.7, "cold-get/ehcache-disk", ours, one(Arm.EHCACHE_DISK, median));
    atMost(2.0, "cold-get/rocksdb", ours, one(Arm.ROCKSDB, median));
    atMost(1.1, "lru-get/lrs-get-median", one(Arm.LRU, median), ours);
    String mean = "get.paid.ns";
    atMost(1.3, "lru-get/lrs-get-mean", one(Arm.LRU, mean), one(Arm.CACHE, mean));
  }

  private void sets() {
    String median = "set.p50.ns";
    String tail = "set.p99.ns";
    Metric ours = one(Arm.CACHE, median);
    atMost(0.33, "set/python-diskcache-median", ours, one(Arm.PYTHON, median));
    atMost(0.5, "set/python-diskcache-p99", one(Arm.CACHE, tail), one(Arm.PYTHON, tail));
    atMost(1.1, "set/ehcache-disk", ours, one(Arm.EHCACHE_DISK, median));
    atMost(0.25, "set/infinispan", ours, one(Arm.INFINISPAN, median));
    atMost(3, "set/rocksdb", ours, one(Arm.ROCKSDB, median));
    atMost(0.3, "intent-set/rocksdb", one(Arm.INTENT_LOG, median), one(Arm.ROCKSDB, median));
    atMost(5, "set-p99/set-median", one(Arm.CACHE, tail), ours);
  }

  private static Metric two(Arm arm, String name) {
    return usual(ProcessesQuestion.NAME, arm, name);
  }

  private void processes() {
    String perSecond = "set.ops";
    String worst = "set.max.ns";
    atLeast(
        2.5,
        "two-processes-set-throughput/python-diskcache",
        two(Arm.CACHE, perSecond),
        two(Arm.PYTHON, perSecond));
    atMost(
        0.1,
        "two-processes-set-worst-wait/python-diskcache",
        two(Arm.CACHE, worst),
        two(Arm.PYTHON, worst));
    atLeast(
        2.5,
        "two-processes-fanout-8-set-throughput/python-diskcache-fanout-8",
        two(Arm.FANOUT_8, perSecond),
        two(Arm.PYTHON_FANOUT_8, perSecond));
    atMost(
        0.1,
        "two-processes-fanout-8-set-worst-wait/python-diskcache",
        two(Arm.FANOUT_8, worst),
        two(Arm.PYTHON, worst));
  }

  private void writers() {
    String one = "set.1t.ops";
    Metric sixteen = usual(ThreadsQuestion.NAME, Arm.FULL, "set.16t.ops");
    atLeast(
        4, "full-16-threads/full-1-thread", sixteen, usual(ThreadsQuestion.NAME, Arm.FULL, one));
    atLeast(
        4,
        "write-behind-set/kill-safe-set-throughput",
        usual(ThreadsQuestion.NAME, Arm.WRITE_BEHIND, one),
        usual(ThreadsQuestion.NAME, Arm.CACHE, one));
  }

  private void million() {
    String label = BulkQuestion.SCALE.label();
    String median = "get.p50.ns";
    atMost(
        2.2,
        "get-at-1-million/get-at-10-thousand",
        new Metric(BulkQuestion.NAME, Arm.CACHE, label, median),
        usual(BulkQuestion.NAME, Arm.CACHE, median));
    String clear = "clear.ms";
    Metric cleared = new Metric(HibernateClearQuestion.NAME, Arm.L2, label, clear);
    atMost(1, "clear-at-1-million-ms", cleared, null);
    atMost(
        2,
        "clear-at-1-million/clear-at-10-thousand",
        cleared,
        usual(HibernateClearQuestion.NAME, Arm.L2, clear));
  }

  private static Metric again(Arm arm, String name) {
    return usual(RestartQuestion.NAME, arm, name);
  }

  /**
   * The peers count as they are after a clean end: after a kill Ehcache has nothing to hit, and
   * what it would take to have nothing is no measure.
   */
  private void restart() {
    String closed = "close.first.hit.ms";
    String killed = "kill.first.hit.ms";
    atMost(0.75, "reopen/ehcache-disk", again(Arm.CACHE, closed), again(Arm.EHCACHE_DISK, closed));
    atMost(0.15, "reopen/infinispan", again(Arm.CACHE, closed), again(Arm.INFINISPAN, closed));
    atMost(
        0.75,
        "reopen-after-kill/ehcache-disk-closed",
        again(Arm.CACHE, killed),
        again(Arm.EHCACHE_DISK, closed));
    atMost(
        0.15,
        "reopen-after-kill/infinispan-after-kill",
        again(Arm.CACHE, killed),
        again(Arm.INFINISPAN, killed));
    atLeast(1, "readable-after-kill/acknowledged", again(Arm.CACHE, "kill.readable.share"), null);
    String kept = "kill.kept.share";
    atLeast(1, "writes-kept-after-kill/acknowledged", again(Arm.CACHE, kept), null);
    atLeast(1, "intent-writes-kept-after-kill/acknowledged", again(Arm.INTENT_LOG, kept), null);
  }

  /** Both ways to count: Ehcache's file has holes, which the first way counts and the other not. */
  private void disk() {
    for (String way : List.of("length", "allocated")) {
      Metric ours = onDisk(Arm.CACHE, way);
      atMost(1.6, "bytes-" + way + "/rocksdb", ours, onDisk(Arm.ROCKSDB, way));
      atMost(0.65, "bytes-" + way + "/ehcache-disk", ours, onDisk(Arm.EHCACHE_DISK, way));
    }
  }

  private static Metric onDisk(Arm arm, String way) {
    return new Metric(DiskQuestion.NAME, arm, DiskQuestion.SCALE.label(), way + ".bytes");
  }

  private static Metric l2(Arm arm, String name) {
    return new Metric(HibernateQuestion.NAME, arm, HibernateQuestion.SCALE.label(), name);
  }

  private void hibernate() {
    String median = "hit.p50.ns";
    Metric ours = l2(Arm.L2, median);
    atMost(1, "l2-hit/ehcache-by-value", ours, l2(Arm.L2_EHCACHE_VALUE, median));
    atMost(1.3, "l2-hit/ehcache-by-reference", ours, l2(Arm.L2_EHCACHE_REFERENCE, median));
    atLeast(
        3, "loopback-query/l2-disk-hit", l2(Arm.L2_NONE, "query.p50.ns"), l2(Arm.L2_DISK, median));
    String tail = "hit.p99.ns";
    Metric query = l2(Arm.L2_NONE, "query.p99.ns");
    atMost(1, "l2-hit-p99/query-p99", l2(Arm.L2, tail), query);
    atMost(1, "l2-disk-hit-p99/query-p99", l2(Arm.L2_DISK, tail), query);
  }

  private void hibernateAfterKill() {
    String label = HibernateQuestion.SCALE.label();
    atLeast(
        10,
        "time-to-95-percent-after-kill:peer-best/ours",
        new Metric(HibernateRestartQuestion.NAME, Arm.L2, label, "best.peer.warm.ms"),
        new Metric(HibernateRestartQuestion.NAME, Arm.L2, label, "warm.ms"));
  }

  private void hibernateEviction() {
    Metric many = evicted(HibernateEvictQuestion.MANY);
    atMost(1, "l2-evict-all-ms", many, null);
    atMost(2, "l2-evict-all-200k/2k", many, evicted(HibernateEvictQuestion.FEW));
  }

  private static Metric evicted(Scale scale) {
    return new Metric(HibernateEvictQuestion.NAME, Arm.L2, scale.label(), "evict.ms");
  }
}
