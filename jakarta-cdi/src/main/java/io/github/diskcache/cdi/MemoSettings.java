// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the results of a {@link Memoized} function are kept.
 *
 * @param ttl how long a result lives; null: what configuration says, else for ever
 * @param tag the tag of the results; null: none
 * @param lockTimeout how long a call waits for another one that computes the same, and then
 *     computes itself; null: what configuration says, else without limit
 * @param beta how eagerly one caller computes anew before a result expires; 0: never
 * @param cacheNull whether null is kept
 */
public record MemoSettings(
    @Nullable Duration ttl,
    @Nullable String tag,
    @Nullable Duration lockTimeout,
    double beta,
    boolean cacheNull) {

  /** As configuration says; null is kept. */
  public static final MemoSettings DEFAULT = new MemoSettings(null, null, null, 0, true);

  /**
   * Checks beta.
   *
   * @param ttl how long a result lives, or null
   * @param tag the tag of the results, or null
   * @param lockTimeout how long a call waits for another one, or null
   * @param beta how eagerly results are computed anew
   * @param cacheNull whether null is kept
   * @throws IllegalArgumentException when beta is negative
   */
  public MemoSettings {
    if (!(beta >= 0)) {
      throw new IllegalArgumentException("beta must be 0 or more, was [" + beta + "]");
    }
  }

  /**
   * Returns these settings with a time to live.
   *
   * @param newTtl how long a result lives; zero or negative: none is stored
   * @return the settings
   */
  public MemoSettings ttl(Duration newTtl) {
    Objects.requireNonNull(newTtl, "newTtl");
    return new MemoSettings(newTtl, tag, lockTimeout, beta, cacheNull);
  }

  /**
   * Returns these settings with a tag.
   *
   * @param newTag the tag of the results
   * @return the settings
   */
  public MemoSettings tag(String newTag) {
    Objects.requireNonNull(newTag, "newTag");
    return new MemoSettings(ttl, newTag, lockTimeout, beta, cacheNull);
  }

  /**
   * Returns these settings with a bound on waiting.
   *
   * @param longest how long a call waits for another one
   * @return the settings
   */
  public MemoSettings lockTimeout(Duration longest) {
    Objects.requireNonNull(longest, "longest");
    return new MemoSettings(ttl, tag, longest, beta, cacheNull);
  }

  /**
   * Returns these settings with an eagerness of computing early.
   *
   * @param newBeta 0 or more
   * @return the settings
   */
  public MemoSettings beta(double newBeta) {
    return new MemoSettings(ttl, tag, lockTimeout, newBeta, cacheNull);
  }

  /**
   * Returns these settings not keeping null.
   *
   * @return the settings
   */
  public MemoSettings withoutNull() {
    return new MemoSettings(ttl, tag, lockTimeout, beta, false);
  }
}
