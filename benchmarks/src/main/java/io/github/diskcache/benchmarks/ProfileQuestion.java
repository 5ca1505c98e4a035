// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import io.github.diskcache.benchmarks.Measurement.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Where does the time of our own operations go? For goals that are short. */
final class ProfileQuestion implements Question {
  static final String NAME = "profile";
  private static final int PLACES_SHOWN = 12;

  /** What is profiled: with which cache, and which operation. */
  private enum Subject {
    COLD_GET(Arm.CACHE, "get"),
    SET(Arm.CACHE, "set"),
    HOT_GET(Arm.NEAR, "get");

    private final Arm arm;
    private final String operation;

    Subject(Arm arm, String operation) {
      this.arm = arm;
      this.operation = operation;
    }

    String title() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int rounds(Mode mode) {
    return 1;
  }

  @Override
  public void round(Bench bench, int round) {
    Scale scale = new Scale(bench.mode().entries(10_000), 100);
    for (Subject subject : Subject.values()) {
      bench.round(
          NAME,
          round,
          List.of(subject.arm),
          List.of(),
          (arm, directory) -> {
            Job job =
                Job.of(
                        Task.PROFILE,
                        arm,
                        directory.resolve("cache"),
                        scale,
                        10 * bench.mode().millis())
                    .with("operation", subject.operation);
            bench.keep(NAME, round, arm, subject.title(), bench.run(job));
          });
    }
  }

  @Override
  public List<Table> tables(Measurements measurements) {
    List<Table> tables = new ArrayList<>();
    for (Subject subject : Subject.values()) {
      Map<String, Double> places = new TreeMap<>();
      for (Measurement measurement : measurements.all()) {
        Metric of = measurement.of();
        if (of.question().equals(NAME) && of.scale().equals(subject.title())) {
          places.put(of.name(), measurement.value());
        }
      }
      Double samples = places.remove("samples.count");
      if (samples != null) {
        String title =
            String.format(Locale.ROOT, "Where a %s is, in %.0f samples", subject.title(), samples);
        tables.add(new Table(title, List.of("our step > method on top", "%"), rows(places)));
      }
    }
    return tables;
  }

  private static List<List<String>> rows(Map<String, Double> places) {
    return places.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(PLACES_SHOWN)
        .map(place -> List.of(place.getKey(), percent(place.getValue())))
        .toList();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }
}
