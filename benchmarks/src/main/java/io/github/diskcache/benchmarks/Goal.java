// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import io.github.diskcache.benchmarks.Measurement.Metric;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A ratio that is to be reached.
 *
 * @param name what it compares, without spaces
 * @param of ours
 * @param to the peer's, or null where ours is a ratio already
 * @param direction on which side of the bound it is to be
 * @param bound the bound
 */
record Goal(String name, Metric of, @Nullable Metric to, Direction direction, double bound) {

  /** On which side of its bound a ratio is to be. */
  enum Direction {
    AT_MOST("<="),
    AT_LEAST(">=");

    private final String sign;

    Direction(String sign) {
      this.sign = sign;
    }
  }

  /**
   * What became of a goal.
   *
   * @param goal the goal
   * @param value the median of the ratios of each round; empty when one side was not measured
   */
  record Ratio(Goal goal, OptionalDouble value) {
    boolean isReached() {
      return value.isPresent()
          && (goal.direction == Direction.AT_MOST
              ? value.getAsDouble() <= goal.bound
              : value.getAsDouble() >= goal.bound);
    }

    String status() {
      return value.isEmpty() ? "not measured" : isReached() ? "ok" : "short";
    }

    String shown() {
      return value.isEmpty() ? "-" : goal.digits(value.getAsDouble());
    }

    /** The line that a run prints. */
    String line() {
      return String.join(
          " ", "RATIO", goal.name, shown(), "goal", goal.direction.sign, goal.limit(), status());
    }
  }

  Ratio in(Measurements measurements) {
    return new Ratio(this, to == null ? measurements.median(of) : measurements.ratio(of, to));
  }

  String limit() {
    return bound == Math.rint(bound)
        ? Long.toString(Math.round(bound))
        : String.format(Locale.ROOT, "%s", bound);
  }

  String sign() {
    return direction.sign;
  }

  /** Enough digits to see on which side of the bound it is. */
  private String digits(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.3f", value);
  }
}
