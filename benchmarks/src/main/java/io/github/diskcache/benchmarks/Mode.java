// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.List;

/** How much is measured. */
enum Mode {
  /** Whether everything runs; the figures mean nothing. */
  SMOKE(1, 1, 30, List.of()),

  /** What the goals need, and every arm at the usual scale; under 10 minutes on two quiet cores. */
  QUICK(3, 1, 220, List.of()),

  /** All scales too; hours. */
  FULL(
      5,
      3,
      1000,
      List.of(
          new Scale(10_000, 100),
          new Scale(100_000, 100),
          new Scale(1_000_000, 100),
          new Scale(10_000, 1024),
          new Scale(100_000, 1024),
          new Scale(1_000_000, 1024),
          new Scale(10_000, 65_536),
          new Scale(100_000, 65_536)));

  private final int rounds;
  private final int otherRounds;
  private final long millis;

  // Of immutable records.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Scale> scales;

  Mode(int rounds, int otherRounds, long millis, List<Scale> scales) {
    this.rounds = rounds;
    this.otherRounds = otherRounds;
    this.millis = millis;
    this.scales = scales;
  }

  /** Rounds of arms that goals are about. */
  int rounds() {
    return rounds;
  }

  /** Rounds of the other arms, and of long questions. */
  int otherRounds() {
    return otherRounds;
  }

  /** How long each operation is measured in each round. */
  long millis() {
    return millis;
  }

  /** Scales beside the usual one. */
  List<Scale> scales() {
    return scales;
  }

  /** A count that smoke makes small. */
  int entries(int count) {
    return this == SMOKE ? Math.min(count, 500) : count;
  }
}
