// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.demo;

import java.io.PrintStream;
import java.time.Duration;

/**
 * Shows how far something is: a bar that is drawn again in its line on a terminal, and elsewhere a
 * line now and then. Confined to one thread.
 */
final class ProgressBar {

  private static final int WIDTH = 30;
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
  private static final Duration BETWEEN_DRAWINGS = Duration.ofMillis(100);

  private final PrintStream out;
  private final boolean terminal;
  private final String label;
  private final int total;
  private final long start = System.nanoTime();
  private long shown = start;

  ProgressBar(PrintStream out, boolean terminal, String label, int total) {
    this.out = out;
    this.terminal = terminal;
    this.label = label;
    this.total = total;
  }

  /**
   * Tells whether standard output is a terminal. From JDK 22 to 24 that needs the system property
   * {@code jdk.console=java.base}; any other console is there without terminal too.
   */
  @SuppressWarnings("SystemConsoleNull")
  static boolean isTerminal() {
    return System.console() != null;
  }

  void at(int done) {
    long now = System.nanoTime();
    if (now - shown < (terminal ? BETWEEN_DRAWINGS : BETWEEN_LINES).toNanos()) {
      return;
    }
    shown = now;
    if (terminal) {
      out.print("\r" + line(bar(done) + counts(done)));
      out.flush();
    } else {
      out.println(line(counts(done)));
    }
  }

  /** Replaces the bar by the words that say how it ended. */
  void end(String words) {
    String line = line(words);
    out.println(terminal ? "\r" + line + " ".repeat(Math.max(0, 100 - line.length())) : line);
  }

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  private String line(String words) {
    return String.format("  %-26s %s", label, words);
  }

  private String bar(int done) {
    int filled = (int) ((long) WIDTH * Math.min(done, total) / total);
    return "[" + "=".repeat(filled) + " ".repeat(WIDTH - filled) + "] ";
  }

  private String counts(int done) {
    return String.format("%,d of %,d", done, total);
  }
}
