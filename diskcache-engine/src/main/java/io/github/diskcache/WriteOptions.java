// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Expiry and tag of an entry to write.
 *
 * @param ttl how long the entry lives from now; null: for ever; zero or negative: it has expired at
 *     once
 * @param tag what {@link Cache#evict} finds the entry by: text, a {@code Long}, {@code Integer},
 *     {@code Double} or {@code byte[]}; null: no tag
 */
public record WriteOptions(@Nullable Duration ttl, @Nullable Object tag) {

  /** No expiry and no tag. */
  public static final WriteOptions NONE = new WriteOptions(null, null);

  /**
   * Checks the tag.
   *
   * @param ttl how long the entry lives from now, or null
   * @param tag what {@link Cache#evict} finds the entry by, or null
   * @throws CacheTypeException when the tag is of another type
   */
  public WriteOptions {
    tag = tag == null ? null : Keys.encodeTag(tag);
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
    return new WriteOptions(ttl, tag);
  }
}
