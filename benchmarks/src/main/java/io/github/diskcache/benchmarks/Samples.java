// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.Arrays;

/**
 * Times of single operations in nanoseconds, less what reading the clock takes. Not thread-safe.
 */
final class Samples {
  private static final int MOST = 1 << 20;
  private static final int CLOCK_READINGS = 100_001;

  private final long clockNanos;
  private long[] times = new long[1024];
  private int count;

  Samples(long clockNanos) {
    this.clockNanos = clockNanos;
  }

  /** Returns the median time between two readings of the clock. */
  static long clockNanos() {
    long[] times = new long[CLOCK_READINGS];
    for (int i = 0; i < times.length; i++) {
      long from = System.nanoTime();
      times[i] = System.nanoTime() - from;
    }
    Arrays.sort(times);
    return times[times.length / 2];
  }

  /** Notes a time; beyond a million, times are dropped. */
  void add(long nanos) {
    if (count == times.length) {
      if (count == MOST) {
        return;
      }
      times = Arrays.copyOf(times, Math.min(MOST, 2 * count));
    }
    times[count++] = Math.max(0, nanos - clockNanos);
  }

  int count() {
    return count;
  }

  /**
   * Returns the time that a share of all operations did not exceed.
   *
   * @param share 0 to 1
   */
  long percentile(double share) {
    if (count == 0) {
      throw new IllegalStateException("no samples");
    }
    long[] sorted = Arrays.copyOf(times, count);
    Arrays.sort(sorted);
    return sorted[(int) Math.max(0, Math.ceil(share * count) - 1)];
  }

  double mean() {
    return Arrays.stream(times, 0, count).average().orElseThrow();
  }

  /** Reports median, 99th percentile, longest and mean of an operation. */
  void report(String operation, Reports reports) {
    if (count == 0) {
      return;
    }
    reports.say(operation + ".p50.ns", (double) percentile(0.50));
    reports.say(operation + ".p99.ns", (double) percentile(0.99));
    reports.say(operation + ".max.ns", (double) percentile(1));
    reports.say(operation + ".mean.ns", mean());
  }
}
