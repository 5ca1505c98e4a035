// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.WriteOptions;
import java.time.InstantSource;
import java.util.Objects;

/**
 * What a throttle writes, and by which time.
 *
 * @param row expiry, which each call begins anew, and tag of the row; neither when not given
 * @param clock the system's when not given; processes that share a throttle should agree on it
 * @param sleeper how calls wait
 */
public record ThrottleOptions(WriteOptions row, InstantSource clock, Sleeper sleeper) {

  /** No expiry, no tag, the system's clock and sleep. */
  public static final ThrottleOptions DEFAULT =
      new ThrottleOptions(WriteOptions.NONE, InstantSource.system(), Sleeper.SYSTEM);

  /**
   * Checks that nothing is null.
   *
   * @param row expiry and tag of the row
   * @param clock the clock
   * @param sleeper how calls wait
   */
  public ThrottleOptions {
    Objects.requireNonNull(row, "row");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(sleeper, "sleeper");
  }

  /**
   * Returns these options with an expiry and a tag.
   *
   * @param newRow expiry and tag of the row
   * @return the options
   */
  public ThrottleOptions row(WriteOptions newRow) {
    return new ThrottleOptions(newRow, clock, sleeper);
  }

  /**
   * Returns these options with a clock and a way to wait by it.
   *
   * @param newClock the clock
   * @param newSleeper how calls wait
   * @return the options
   */
  public ThrottleOptions time(InstantSource newClock, Sleeper newSleeper) {
    return new ThrottleOptions(row, newClock, newSleeper);
  }
}
