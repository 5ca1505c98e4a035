// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

/** How many of the last finds were hits. Not thread-safe. */
final class HitWindow {
  private static final double WARM = 0.95;

  private final boolean[] hits;
  private long finds;
  private int count;

  HitWindow(int size) {
    this.hits = new boolean[size];
  }

  void add(boolean hit) {
    int at = (int) (finds++ % hits.length);
    count += (hit ? 1 : 0) - (hits[at] ? 1 : 0);
    hits[at] = hit;
  }

  /** Whether it has just become full for the first time. */
  boolean isFirst() {
    return finds == hits.length;
  }

  double share() {
    return (double) count / hits.length;
  }

  /** Whether it is full and 95 of 100 are hits. */
  boolean isWarm() {
    return finds >= hits.length && share() >= WARM;
  }
}
