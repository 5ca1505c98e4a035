// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.time.Duration;
import java.util.Objects;

/**
 * How far a cache may fall behind what has been set in it. {@code set} then returns once a value is
 * in memory, and a thread writes many of them in one transaction; this process sees them at once,
 * other processes when they are written.
 *
 * <p>A process that is killed loses what it had not written: at most {@code entries} values of each
 * shard, set within {@code delay} or, on a busy disk, a little longer. Those entries are then as
 * they were before, so do not use it where an older value would be wrong. All other operations
 * first write what waits, and so does closing the cache.
 *
 * @param entries how many values of a shard may wait, 1 or more; the next {@code set} then writes
 *     them itself
 * @param delay how long a value waits at most, more than zero
 */
public record WriteBehind(int entries, Duration delay) {

  /** The longest delay; a longer one would be closing the cache. */
  private static final Duration LONGEST = Duration.ofHours(1);

  /** 10,000 values and 100 ms. */
  public static final WriteBehind USUAL = new WriteBehind(10_000, Duration.ofMillis(100));

  /**
   * Checks the bounds.
   *
   * @param entries how many values of a shard may wait
   * @param delay how long a value waits at most
   * @throws CacheSettingException when there are none such
   */
  public WriteBehind {
    Objects.requireNonNull(delay, "delay");
    if (entries < 1) {
      throw new CacheSettingException(
          "set", "writeBehind", "it takes 1 entry or more, was [" + entries + "]", "give it such");
    }
    if (delay.isNegative() || delay.isZero() || delay.compareTo(LONGEST) > 0) {
      throw new CacheSettingException(
          "set",
          "writeBehind",
          "it takes a delay above zero and up to an hour, was [" + delay + "]",
          "give it such");
    }
  }
}
