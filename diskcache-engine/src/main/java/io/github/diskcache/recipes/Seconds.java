// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import java.time.Duration;
import java.time.Instant;

/** Times as python-diskcache writes them: seconds, since the epoch where they are instants. */
final class Seconds {
  private static final double NANOS = 1e9;

  private Seconds() {}

  static double of(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() / NANOS;
  }

  static double of(Duration duration) {
    return duration.getSeconds() + duration.getNano() / NANOS;
  }

  /** The shortest duration that is not shorter, in nanoseconds. */
  static Duration toDuration(double seconds) {
    return Duration.ofNanos((long) Math.ceil(seconds * NANOS));
  }
}
