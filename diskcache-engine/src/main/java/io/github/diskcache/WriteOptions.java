// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Expiry, tag and hold of an entry to write.
 *
 * @param ttl how long the entry lives from now; null: for ever; zero or negative: it has expired at
 *     once
 * @param tag what {@link Cache#evict} finds the entry by: text, a {@code Long}, {@code Integer},
 *     {@code Double} or {@code byte[]}; null: no tag
 * @param hold how long no eviction policy of ours removes the entry; null: not at all
 */
public record WriteOptions(@Nullable Duration ttl, @Nullable Object tag, @Nullable Duration hold) {

  /** The longest hold, lest a clock that is set back leave entries held for long. */
  static final Duration LONGEST_HOLD = Duration.ofHours(1);

  /** No expiry and no tag. */
  public static final WriteOptions NONE = new WriteOptions(null, null);

  /**
   * Checks tag and hold.
   *
   * @param ttl how long the entry lives from now, or null
   * @param tag what {@link Cache#evict} finds the entry by, or null
   * @param hold how long no eviction policy removes the entry, or null
   * @throws CacheTypeException when the tag is of another type
   * @throws CacheSettingException when the hold is negative or longer than an hour
   */
  public WriteOptions {
    tag = tag == null ? null : Keys.encodeTag(tag);
    if (hold != null && (hold.isNegative() || hold.compareTo(LONGEST_HOLD) > 0)) {
      throw new CacheSettingException(
          "hold entry for", hold.toString(), "it takes zero to an hour", "give it such");
    }
  }

  /**
   * Describes an entry that is not held.
   *
   * @param ttl how long the entry lives from now, or null
   * @param tag what {@link Cache#evict} finds the entry by, or null
   * @throws CacheTypeException when the tag is of another type
   */
  public WriteOptions(@Nullable Duration ttl, @Nullable Object tag) {
    this(ttl, tag, null);
  }

  /**
   * Returns options with a time to live.
   *
   * @param ttl how long the entry lives from now; zero or negative: it has expired at once
   * @return the options
   */
  public static WriteOptions ttl(Duration ttl) {
    return new WriteOptions(ttl, null);
  }

  /**
   * Returns options with a tag.
   *
   * @param tag text, a {@code Long}, {@code Integer}, {@code Double} or {@code byte[]}
   * @return the options
   * @throws CacheTypeException when the tag is of another type
   */
  public static WriteOptions tagged(Object tag) {
    return new WriteOptions(null, tag);
  }

  /**
   * Returns these options with a tag.
   *
   * @param tag text, a {@code Long}, {@code Integer}, {@code Double} or {@code byte[]}
   * @return the options
   * @throws CacheTypeException when the tag is of another type
   */
  public WriteOptions tag(Object tag) {
    return new WriteOptions(ttl, tag, hold);
  }

  /**
   * Returns these options with a hold: for that long no eviction policy removes the entry, though
   * the cache be over its size limit. It still expires, and delete, evict by tag and clear remove
   * it. Kept in the entry's time of use, which then lies ahead; a python-diskcache that evicts by
   * another order than the time of use does not heed it.
   *
   * @param time zero to an hour
   * @return the options
   * @throws CacheSettingException when it is negative or longer than an hour
   */
  public WriteOptions heldFor(Duration time) {
    return new WriteOptions(ttl, tag, time);
  }
}
