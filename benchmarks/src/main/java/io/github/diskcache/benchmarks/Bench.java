// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import io.github.diskcache.benchmarks.Measurement.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A run: starts children for its questions and keeps what they measured. */
final class Bench {
  private static final long SECONDS_TO_LIVE = 1800;
  private static final int HEAP_MEBIBYTES = 3072;

  private final Options options;
  private final Python python;
  private final Path data;
  private final Path logs;
  private final Measurements measurements = new Measurements();
  private int children;
  private int turns;

  Bench(Options options) {
    this.options = options;
    this.data = made(options.target().resolve("data"));
    this.logs = made(options.target().resolve("logs"));
    this.python = Python.find(logs);
  }

  private static Path made(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Options options() {
    return options;
  }

  Mode mode() {
    return options.mode();
  }

  Python python() {
    return python;
  }

  Measurements measurements() {
    return measurements;
  }

  /** What is done with one arm in one round. */
  interface Turn {
    void take(Arm arm, Path directory);
  }

  /**
   * Gives every arm of a question its turn in an empty directory, one after the other; every other
   * round in the opposite order. An arm that fails is noted and left out from then on.
   *
   * @param compared those that take part in every round
   * @param others those that take part in the first ones only
   */
  void round(String question, int round, List<Arm> compared, List<Arm> others, Turn turn) {
    List<Arm> arms = new ArrayList<>(compared);
    if (round <= mode().otherRounds()) {
      arms.addAll(others);
    }
    if (round % 2 == 0) {
      Collections.reverse(arms);
    }
    for (Arm arm : arms) {
      if (options.arms().contains(arm) && !measurements.hasFailed(question, arm)) {
        take(question, round, arm, turn);
      }
    }
  }

  private void take(String question, int round, Arm arm, Turn turn) {
    Path directory = made(data.resolve("turn-" + ++turns));
    long from = System.nanoTime();
    try {
      turn.take(arm, directory);
      progress(question, round, arm, "%.1f s", (System.nanoTime() - from) / 1e9);
    } catch (BenchmarkException e) {
      String why = String.valueOf(e.getMessage());
      measurements.fail(question, arm, why);
      progress(question, round, arm, "not measured: %s", why);
    } finally {
      delete(directory);
    }
  }

  private static void progress(
      String question, int round, Arm arm, String format, Object argument) {
    System.out.printf(
        Locale.ROOT,
        "%-17s round %d  %-28s " + format + "%n",
        question,
        round,
        arm.label(),
        argument);
  }

  /** Starts a child that does a job. */
  Child start(Job job) {
    String name = job.task() + "-" + job.arm() + "-" + ++children;
    return Child.start(
        job.arm().isPython() ? python.command(job) : jvm(job),
        logs.resolve(name.toLowerCase(Locale.ROOT) + ".log"),
        SECONDS_TO_LIVE);
  }

  private static List<String> jvm(Job job) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + HEAP_MEBIBYTES + "m");
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(job.arm().jvmArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
    command.addAll(job.arguments());
    return command;
  }

  /** Has a child do a job, and returns what it measured. */
  Map<String, Double> run(Job job) {
    try (Child child = start(job)) {
      return child.finish();
    }
  }

  /** Keeps what was measured. */
  void keep(String question, int round, Arm arm, String scale, Map<String, Double> metrics) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    metrics.forEach(
        (name, value) ->
            measurements.add(
                new Measurement(new Metric(question, arm, scale, name), round, value, load)));
  }

  /** Removes a directory and what is in it. */
  static void delete(Path directory) {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
