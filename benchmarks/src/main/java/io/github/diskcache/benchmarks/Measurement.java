// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

/**
 * One figure.
 *
 * @param of what was measured
 * @param round in which round
 * @param value the figure, in the metric's unit
 * @param load the machine's load average when the process that measured it ended
 */
record Measurement(Metric of, int round, double value, double load) {

  /**
   * What was measured.
   *
   * @param question which question
   * @param arm with which cache
   * @param scale how much it held, as {@link Scale#label} has it, and what else sets it apart
   * @param name operation, statistic and unit, such as {@code get.p50.ns}
   */
  record Metric(String question, Arm arm, String scale, String name) {}
}
