// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.WriteOptions;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long something that is held stays held when its holder is killed.
 *
 * <p>While a holder lives, its lease is renewed at a third of its length. When its process is
 * killed, or stopped for longer than the lease, others take over. A short lease frees soon and is
 * lost soon, to a long pause of the machine or a database that is locked as long; a holder that may
 * not be wrong asks before it acts whether it still holds.
 *
 * @param lease the length, 100 ms or more; 30 s when not given
 * @param tag the tag of the rows: text, a {@code Long}, {@code Integer}, {@code Double} or {@code
 *     byte[]}; null: none
 */
public record LeaseOptions(Duration lease, @Nullable Object tag) {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /** A lease of 30 seconds, and no tag. */
  public static final LeaseOptions DEFAULT = new LeaseOptions(Duration.ofSeconds(30), null);

  /**
   * Checks lease and tag.
   *
   * @param lease the length
   * @param tag the tag of the rows, or null
   * @throws IllegalArgumentException when the lease is shorter than 100 ms or longer than 100 years
   */
  public LeaseOptions {
    Objects.requireNonNull(lease, "lease");
    if (lease.compareTo(SHORTEST) < 0 || lease.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("lease must be 100 ms to 100 years, was [" + lease + "]");
    }
    if (tag != null) {
      tag = WriteOptions.tagged(tag).tag();
    }
  }

  /**
   * Returns options with a lease.
   *
   * @param lease the length, 100 ms or more
   * @return the options
   */
  public static LeaseOptions lease(Duration lease) {
    return new LeaseOptions(lease, null);
  }

  /**
   * Returns these options with a tag.
   *
   * @param tag text, a {@code Long}, {@code Integer}, {@code Double} or {@code byte[]}
   * @return the options
   */
  public LeaseOptions tag(Object tag) {
    return new LeaseOptions(lease, Objects.requireNonNull(tag, "tag"));
  }
}
