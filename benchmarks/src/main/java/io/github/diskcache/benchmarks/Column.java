// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.Locale;

/**
 * A column of a table.
 *
 * @param heading what stands above it
 * @param metric the metric it shows, by median
 * @param factor what the figure is multiplied by
 */
record Column(String heading, String metric, double factor) {

  static Column micros(String heading, String nanos) {
    return new Column(heading, nanos, 1e-3);
  }

  static Column millis(String heading, String nanos) {
    return new Column(heading, nanos, 1e-6);
  }

  static Column thousands(String heading, String perSecond) {
    return new Column(heading, perSecond, 1e-3);
  }

  static Column mebibytes(String heading, String bytes) {
    return new Column(heading, bytes, 1.0 / (1 << 20));
  }

  static Column plain(String heading, String metric) {
    return new Column(heading, metric, 1);
  }

  /** With three digits that mean something. */
  String format(double value) {
    double shown = value * factor;
    int digits = shown == 0 ? 0 : (int) Math.floor(Math.log10(Math.abs(shown))) + 1;
    boolean whole = digits >= 3 || shown == Math.rint(shown);
    return whole
        ? String.format(Locale.ROOT, "%,d", Math.round(shown))
        : String.format(Locale.ROOT, "%." + Math.min(3, 3 - Math.max(digits, 0)) + "f", shown);
  }
}
