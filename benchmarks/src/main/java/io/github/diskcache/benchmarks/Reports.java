// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.io.PrintStream;

/**
 * What a child tells its parent: lines of a metric and its value. The last part of a metric's name
 * is its unit: {@code ns}, {@code ms}, {@code ops} a second, {@code bytes} or {@code count}.
 */
final class Reports {
  /** The child waits for the parent to say go. */
  static final String READY = "ready";

  /** All acknowledged writes are noted, and more are to come. */
  static final String FILLED = "filled";

  private final PrintStream lines;

  Reports(PrintStream lines) {
    this.lines = lines;
  }

  void say(String metric, double value) {
    lines.println(metric + " " + value);
  }

  void sayWord(String word) {
    lines.println(word);
  }
}
