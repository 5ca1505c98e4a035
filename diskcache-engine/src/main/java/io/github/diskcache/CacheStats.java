// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

/**
 * Hits and misses of all processes since counting began or was reset. A count still in another
 * process's memory, of its last second or so, is not in it yet.
 *
 * @param hits reads that found a live entry
 * @param misses reads that found none
 */
public record CacheStats(long hits, long misses) {

  /** No hits and no misses. */
  public static final CacheStats ZERO = new CacheStats(0, 0);

  /**
   * Returns the share of reads that were hits.
   *
   * @return 0 to 1; 0 when nothing was read
   */
  public double hitRate() {
    return hits + misses == 0 ? 0 : (double) hits / (hits + misses);
  }

  CacheStats plus(CacheStats other) {
    return new CacheStats(hits + other.hits, misses + other.misses);
  }
}
