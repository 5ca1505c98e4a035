// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

/**
 * What one open cache has done since it was opened, counted in the memory of its process. Unlike
 * {@link CacheStats} it needs no setting, and knows of no other instance or process. Whoever wants
 * a rate takes the difference of two.
 *
 * <p>A count is taken when the work is done: what a transaction undoes stays counted. Under very
 * many threads a few hits of the near tier may go uncounted.
 *
 * @param hits reads that found a live entry, those of the near tier included
 * @param misses reads that found none
 * @param nearHits hits that the near tier answered
 * @param sets entries stored, be it by set, add, increment or a queue
 * @param deletes entries removed by delete and pop
 * @param evictions entries removed since the cache was over its size limit
 * @param expirations entries removed since their time was over
 * @param timeouts reads and writes that gave up on a busy database, or were skipped for it
 * @param failures reads and writes that failed for another reason, such as a full disk
 * @param damages reads that missed since the stored value was lost or unreadable
 */
public record CacheCounts(
    long hits,
    long misses,
    long nearHits,
    long sets,
    long deletes,
    long evictions,
    long expirations,
    long timeouts,
    long failures,
    long damages) {

  /**
   * Returns the share of reads that were hits.
   *
   * @return 0 to 1; 0 when nothing was read
   */
  public double hitRate() {
    return new CacheStats(hits, misses).hitRate();
  }
}
