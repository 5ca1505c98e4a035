// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is there after a clean end, and after {@code kill -9} in the middle of writing, and how
 * soon? Every arm is killed. Also whether a second process may open what one has open.
 */
final class RestartQuestion implements Question {
  static final String NAME = "restart";
  private static final long MILLIS_BEFORE_KILL = 1200;
  private static final List<Arm> COMPARED =
      List.of(Arm.CACHE, Arm.INTENT_LOG, Arm.EHCACHE_DISK, Arm.INFINISPAN);
  private static final List<Arm> OTHERS =
      List.of(
          Arm.FANOUT_8,
          Arm.WRITE_BEHIND,
          Arm.PYTHON,
          Arm.ROCKSDB,
          Arm.MAPDB,
          Arm.MVSTORE,
          Arm.MVSTORE_COMMIT,
          Arm.CHRONICLE);

  /** How the process that fills comes to its end. */
  enum End {
    CLOSE,
    KILL;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int rounds(Mode mode) {
    return Math.min(2, mode.rounds());
  }

  @Override
  public void round(Bench bench, int round) {
    bench.round(
        NAME,
        round,
        COMPARED,
        OTHERS,
        (arm, directory) -> {
          for (End end : End.values()) {
            refill(bench, round, arm, directory.resolve(end.word()), end);
          }
          if (round == 1) {
            Map<String, Double> shared = share(bench, arm, directory.resolve("shared"));
            bench.keep(NAME, round, arm, Scale.USUAL.label(), shared);
          }
        });
  }

  private static Job job(Bench bench, Task task, Arm arm, Path directory) {
    Scale scale = new Scale(bench.mode().entries(Scale.USUAL.entries()), 100);
    return Job.of(task, arm, directory, scale, bench.mode().millis());
  }

  private static void refill(Bench bench, int round, Arm arm, Path directory, End end) {
    directory.toFile().mkdir();
    Path acknowledged = directory.resolveSibling("acknowledged-" + end.word());
    Job fill =
        job(bench, Task.FILL, arm, directory)
            .with("acknowledged", acknowledged)
            .with("end", end.word());
    try (Child child = bench.start(fill)) {
      if (end == End.CLOSE) {
        child.finish();
      } else {
        child.await(Reports.FILLED);
        pause(MILLIS_BEFORE_KILL);
        child.kill();
      }
    }
    Map<String, Double> named = new LinkedHashMap<>();
    long from = System.nanoTime();
    Map<String, Double> found =
        opened(bench, job(bench, Task.REOPEN, arm, directory).with("acknowledged", acknowledged));
    if (found == null) {
      named.put(end.word() + ".refused.count", 1.0);
    } else {
      found.put("whole.process.ms", (System.nanoTime() - from) / 1e6);
      double known = found.getOrDefault("acknowledged.count", 1.0);
      found.put("readable.share", found.getOrDefault("readable.count", 0.0) / known);
      found.put("kept.share", 1 - found.getOrDefault("lost.count", known) / known);
      found.forEach((name, value) -> named.put(end.word() + "." + name, value));
    }
    bench.keep(NAME, round, arm, Scale.USUAL.label(), named);
  }

  /** Returns null when the cache refuses to open what it finds. */
  private static @Nullable Map<String, Double> opened(Bench bench, Job job) {
    try {
      return new LinkedHashMap<>(bench.run(job));
    } catch (BenchmarkException e) {
      System.out.println("            after its end, " + job.arm().label() + " " + e.getMessage());
      return null;
    }
  }

  /** Lets a child write on until it is killed at some moment. */
  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("Interrupted", e);
    }
  }

  private static Map<String, Double> share(Bench bench, Arm arm, Path directory) {
    directory.toFile().mkdir();
    try (Child holder = bench.start(job(bench, Task.HOLD, arm, directory))) {
      holder.await(Reports.READY);
      try (Child other = bench.start(job(bench, Task.JOIN, arm, directory))) {
        return other.finish();
      } catch (BenchmarkException e) {
        return Map.of("shared.count", 0.0);
      }
    }
  }

  @Override
  public List<Table> tables(Measurements measurements) {
    return List.of(
        new Table.Source(measurements, NAME, Scale.USUAL.label())
            .table(
                "A fresh JVM on what another left, 100 B values, 10 k keys; milliseconds from its"
                    + " first line to its first hit",
                Column.plain("first hit after close", "close.first.hit.ms"),
                Column.micros("next gets p50, us", "close.next.p50.ns"),
                new Column("entries there, %", "close.readable.share", 100),
                Column.plain("first hit after kill -9", "kill.first.hit.ms"),
                new Column("entries there, %", "kill.readable.share", 100),
                Column.plain("acknowledged writes lost", "kill.lost.count"),
                Column.plain("refuses to open", "kill.refused.count"),
                Column.plain("second process reads it", "shared.count")));
  }
}
