// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import io.github.diskcache.benchmarks.Goal.Ratio;
import java.util.List;
import java.util.Locale;

/** Runs the benchmarks: {@code mvn -Pbenchmarks verify -Dbench=quick}. */
public final class Benchmarks {
  private Benchmarks() {}

  /**
   * Asks the questions, round by round, prints what was found and keeps it.
   *
   * @param arguments options as {@link Options#parse} reads them
   */
  public static void main(String[] arguments) {
    long from = System.nanoTime();
    Options options;
    List<Question> questions;
    try {
      options = Options.parse(arguments);
      questions = Questions.of(options);
    } catch (BenchmarkException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    Bench bench = new Bench(options);
    Environment environment = Environment.here(bench.python());
    System.out.println(environment.text());
    for (Question question : questions) {
      for (int round = 1; round <= question.rounds(options.mode()); round++) {
        question.round(bench, round);
      }
    }
    List<Ratio> ratios = Goals.in(bench.measurements(), questions);
    Report report = new Report(options, environment, bench.measurements(), questions, ratios);
    System.out.println();
    System.out.println(report.text());
    report.write();
    System.out.printf(
        Locale.ROOT,
        "benchmarks: %s took %.0f s, %d of %d goals reached; results in %s%n",
        options.mode().name().toLowerCase(Locale.ROOT),
        (System.nanoTime() - from) / 1e9,
        ratios.stream().filter(Ratio::isReached).count(),
        ratios.size(),
        report.directory());
    // JMH and the watches of children may have left threads.
    System.exit(0);
  }
}
