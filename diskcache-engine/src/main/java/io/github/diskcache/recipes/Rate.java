// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import java.time.Duration;

/**
 * How many calls in how long.
 *
 * @param count calls, 1 or more; so many may come at once
 * @param period in which so many are regained; more than zero
 */
public record Rate(long count, Duration period) {

  /**
   * Checks count and period.
   *
   * @param count calls
   * @param period in which so many are regained
   * @throws IllegalArgumentException when one of them is zero or negative
   */
  public Rate {
    if (count < 1) {
      throw new IllegalArgumentException("count must be 1 or more, was [" + count + "]");
    }
    if (period.isZero() || period.isNegative()) {
      throw new IllegalArgumentException("period must be positive, was [" + period + "]");
    }
  }

  /**
   * Returns a rate.
   *
   * @param count calls, 1 or more
   * @param period in which so many are regained
   * @return the rate
   */
  public static Rate of(long count, Duration period) {
    return new Rate(count, period);
  }

  double perSecond() {
    return count / Seconds.of(period);
  }
}
