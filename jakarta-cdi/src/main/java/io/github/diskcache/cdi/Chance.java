// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * Decides who computes anew before a result expires: when {@code -seconds * beta * ln(u)} reaches
 * the time that it has left, u being uniform between 0 and 1. So one of many callers computes
 * early, the likelier the closer expiry is. Thread-safe.
 *
 * @param clock by which results expire
 * @param random gives numbers above 0 and up to 1, uniformly
 */
record Chance(InstantSource clock, DoubleSupplier random) {
  /** The system's clock. */
  static final Chance SYSTEM =
      new Chance(InstantSource.system(), () -> 1 - ThreadLocalRandom.current().nextDouble());

  private static final double NANOS = 1e9;

  boolean isDue(Instant expiry, double seconds, double beta) {
    double left = Duration.between(clock.instant(), expiry).toNanos() / NANOS;
    return -seconds * beta * Math.log(random.getAsDouble()) >= left;
  }
}
