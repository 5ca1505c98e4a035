// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import io.github.diskcache.benchmarks.Goal.Ratio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says what a run found: on the terminal, in files of raw results, and in the documentation. */
final class Report {
  private static final String PAGE = "benchmarks.md";
  private static final String BEGIN = "<!-- written by the benchmark: begin -->";
  private static final String END = "<!-- written by the benchmark: end -->";

  private final Options options;
  private final Environment environment;
  private final Measurements measurements;
  private final List<Table> tables;
  private final List<Ratio> ratios;

  Report(
      Options options,
      Environment environment,
      Measurements measurements,
      List<Question> questions,
      List<Ratio> ratios) {
    this.options = options;
    this.environment = environment.with("load after", Environment.load());
    this.measurements = measurements;
    this.ratios = ratios;
    this.tables =
        questions.stream()
            .flatMap(question -> question.tables(measurements).stream())
            .filter(table -> !table.rows().isEmpty())
            .toList();
  }

  Path directory() {
    return options.target().resolve("results");
  }

  /** Every table, what was not measured, and the RATIO lines. */
  String text() {
    StringBuilder text = new StringBuilder();
    tables.forEach(table -> text.append(table.text()).append('\n'));
    measurements
        .failures()
        .forEach((who, why) -> text.append("not measured: " + who + ": " + why + "\n"));
    return text.append(ratios.stream().map(Ratio::line).collect(Collectors.joining("\n", "", "\n")))
        .toString();
  }

  /** Writes raw results and plots, and renews the page of the documentation where there is one. */
  void write() {
    try {
      Path results = Files.createDirectories(directory());
      Files.writeString(results.resolve("measurements.csv"), measurements.csv());
      Files.writeString(results.resolve("environment.txt"), environment.text());
      Files.writeString(results.resolve("report.txt"), environment.text() + "\n" + text());
      Files.writeString(results.resolve("report.md"), markdown());
      List<Plot> plots = Plots.of(measurements);
      plots.forEach(plot -> plot.write(results));
      Path docs = options.docs();
      if (docs != null) {
        Path images = Files.createDirectories(docs.resolve("benchmarks"));
        plots.forEach(plot -> plot.write(images));
        renew(docs.resolve(PAGE));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void renew(Path page) throws IOException {
    String old = Files.readString(page);
    int begin = old.indexOf(BEGIN);
    int end = old.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new BenchmarkException("Cannot renew [" + page + "]: it has lost its two marks");
    }
    Files.writeString(
        page, old.substring(0, begin + BEGIN.length()) + "\n\n" + markdown() + old.substring(end));
  }

  private String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "A %s run: %s.%n%n",
            options.mode().name().toLowerCase(Locale.ROOT),
            environment.facts().entrySet().stream()
                .map(fact -> fact.getKey() + " " + fact.getValue())
                .collect(Collectors.joining("; "))));
    text.append("### Goals\n\n| ratio | is | goal | |\n|---|--:|--:|---|\n");
    for (Ratio ratio : ratios) {
      Goal goal = ratio.goal();
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s %s | %s |%n",
              goal.name(),
              ratio.shown(),
              goal.sign(),
              goal.limit(),
              ratio.status()));
    }
    text.append("\n### Figures\n\n");
    tables.forEach(table -> text.append(table.markdown()).append('\n'));
    if (!measurements.failures().isEmpty()) {
      text.append("Not measured:\n\n");
      measurements.failures().forEach((who, why) -> text.append("- " + who + ": " + why + "\n"));
      text.append('\n');
    }
    return text.toString();
  }
}
