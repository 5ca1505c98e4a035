// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

/** The order in which a cache returns its keys. */
public enum KeyOrder {
  /** Oldest key first; overwriting does not move a key. */
  INSERTION,

  /** Newest key first. */
  INSERTION_REVERSED,

  /**
   * The database's order: numbers by value, then text by its bytes in UTF-8, then bytes; keys of
   * other types are among the bytes.
   */
  SORTED,

  /** The reverse of {@link #SORTED}. */
  SORTED_REVERSED
}
