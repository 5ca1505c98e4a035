// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import org.jspecify.annotations.Nullable;

/** In which order entries are evicted. Equal ones go in insertion order. */
public enum EvictionOrder {
  /** Those set longest ago first. */
  STORED_LONGEST_AGO("store_time", "store_time"),

  /** Those not read or set for longest first. */
  USED_LONGEST_AGO("access_time", "access_time"),

  /** Those read least often since they were set first. */
  USED_LEAST_OFTEN("access_count", "access_count"),

  /** Those nearest to their expiry first, and last those that never expire. */
  EXPIRES_SOONEST(null, "IFNULL(expire_time, 9e999)"),

  /** Those with the largest value files first, and last all values kept in their rows. */
  LARGEST_FILE(null, "-size");

  private final @Nullable String indexed;
  private final String expression;

  EvictionOrder(@Nullable String indexed, String expression) {
    this.indexed = indexed;
    this.expression = expression;
  }

  /** The column of which python-diskcache may have made an index; null: of none. */
  @Nullable String indexedColumn() {
    return indexed;
  }

  /** A number in SQL; the smallest goes first. */
  String expression() {
    return expression;
  }
}
