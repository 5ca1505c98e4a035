// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import io.github.diskcache.benchmarks.Measurement.Metric;
import io.github.diskcache.benchmarks.Plot.Bar;
import io.github.diskcache.benchmarks.Plot.Owner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What of a run is shown as plots. */
final class Plots {
  private final Measurements measurements;

  private Plots(Measurements measurements) {
    this.measurements = measurements;
  }

  /** Those for which there are figures. */
  static List<Plot> of(Measurements measurements) {
    Plots plots = new Plots(measurements);
    List<Plot> all = new ArrayList<>(List.of(plots.operations(), plots.restart(), plots.two()));
    all.removeIf(plot -> plot.bars().isEmpty());
    return all;
  }

  private Plot operations() {
    return new Plot(
        "operations",
        "Median get and set, microseconds; 100 B values, 10 k keys",
        List.of("get", "set"),
        bars(OperationsQuestion.NAME, 1e-3, "get.p50.ns", "set.p50.ns"));
  }

  private Plot restart() {
    List<Bar> bars = new ArrayList<>();
    for (Bar bar : bars(RestartQuestion.NAME, 1, "close.first.hit.ms", "kill.first.hit.ms")) {
      bars.add(new Bar(bar.label(), bar.owner(), bar.values(), left(Arm.ofLabel(bar.label()))));
    }
    return new Plot(
        "restart",
        "A fresh process: milliseconds to its first hit",
        List.of("after close", "after kill -9 in the middle of writing"),
        bars);
  }

  /** What a kill left. */
  private String left(Arm arm) {
    double refused = median(RestartQuestion.NAME, arm, "kill.refused.count");
    double readable = median(RestartQuestion.NAME, arm, "kill.readable.share");
    double lost = median(RestartQuestion.NAME, arm, "kill.lost.count");
    if (refused > 0) {
      return "refuses to open";
    }
    return readable < 1
        ? String.format(Locale.ROOT, "%.0f %% there", 100 * readable)
        : lost > 0 ? String.format(Locale.ROOT, "%.0f writes lost", lost) : "";
  }

  private Plot two() {
    return new Plot(
        "processes",
        "Two processes writing one directory: thousand sets a second, worst wait in ms",
        List.of("thousand sets a second", "worst wait, ms"),
        bars(ProcessesQuestion.NAME, 1, "set.ops", "set.max.ns").stream()
            .map(
                bar ->
                    new Bar(
                        bar.label(),
                        bar.owner(),
                        List.of(bar.values().get(0) / 1e3, bar.values().get(1) / 1e6),
                        bar.note()))
            .toList());
  }

  private List<Bar> bars(String question, double factor, String... metrics) {
    List<Bar> bars = new ArrayList<>();
    for (Arm arm : Arm.values()) {
      List<Double> values =
          Arrays.stream(metrics).map(metric -> factor * median(question, arm, metric)).toList();
      if (values.stream().anyMatch(value -> value > 0)) {
        bars.add(new Bar(arm.label(), arm.isOurs() ? Owner.OURS : Owner.PEER, values, ""));
      }
    }
    return bars;
  }

  private double median(String question, Arm arm, String metric) {
    return measurements
        .median(new Metric(question, arm, Scale.USUAL.label(), metric))
        .orElse(Double.NaN);
  }
}
