// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

/** What became of a value that a cache was asked to store. */
public enum WriteResult {
  /** It is in the cache. */
  STORED,

  /**
   * It was written, and removed by the same transaction: it is larger than the size limit allows,
   * or was the eviction policy's first choice. The value before it is gone too.
   */
  EVICTED,

  /** Nothing was changed, since the cache is full and {@link WhenFull#REJECT} was asked for. */
  REJECTED,

  /** Nothing was changed, since the database stayed busy; only a {@link FanoutCache} answers so. */
  SKIPPED;

  /**
   * Tells whether the write reached the database.
   *
   * @return false when nothing was changed
   */
  public boolean written() {
    return this == STORED || this == EVICTED;
  }
}
