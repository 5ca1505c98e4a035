// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import io.github.diskcache.benchmarks.Measurement.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** All figures of a run, and what could not be measured. Confined to one thread. */
final class Measurements {
  private final List<Measurement> all = new ArrayList<>();
  private final Map<String, String> failures = new LinkedHashMap<>();

  void add(Measurement measurement) {
    all.add(measurement);
  }

  List<Measurement> all() {
    return List.copyOf(all);
  }

  /** Notes that an arm has no answer to a question, and why. */
  void fail(String question, Arm arm, String why) {
    failures.putIfAbsent(question + ": " + arm.label(), why);
  }

  boolean hasFailed(String question, Arm arm) {
    return failures.containsKey(question + ": " + arm.label());
  }

  /** What could not be measured, by question and arm. */
  Map<String, String> failures() {
    return failures;
  }

  private Map<Integer, Double> byRound(Metric metric) {
    Map<Integer, Double> values = new TreeMap<>();
    for (Measurement measurement : all) {
      if (measurement.of().equals(metric)) {
        values.put(measurement.round(), measurement.value());
      }
    }
    return values;
  }

  /** The median over all rounds. */
  OptionalDouble median(Metric metric) {
    return median(byRound(metric).values().stream().mapToDouble(v -> v).toArray());
  }

  /** The median of the ratios of each round, in which both were measured one after the other. */
  OptionalDouble ratio(Metric of, Metric to) {
    Map<Integer, Double> peers = byRound(to);
    Map<Integer, Double> ratios = new TreeMap<>();
    byRound(of)
        .forEach(
            (round, value) -> {
              double peer = peers.getOrDefault(round, Double.NaN);
              if (Double.isFinite(value / peer)) {
                ratios.put(round, value / peer);
              }
            });
    return median(ratios.values().stream().mapToDouble(ratio -> ratio).toArray());
  }

  static OptionalDouble median(double[] values) {
    if (values.length == 0) {
      return OptionalDouble.empty();
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return OptionalDouble.of(
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
  }

  /** All figures as comma-separated values. */
  String csv() {
    StringBuilder csv = new StringBuilder("question,arm,scale,metric,round,value,load\n");
    for (Measurement m : all) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%s,%s,%s,%s,%d,%s,%.2f%n",
              m.of().question(),
              m.of().arm(),
              m.of().scale(),
              m.of().name(),
              m.round(),
              m.value(),
              m.load()));
    }
    return csv.toString();
  }
}
