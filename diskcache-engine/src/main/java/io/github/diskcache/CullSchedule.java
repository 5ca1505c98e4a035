// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

/**
 * When a write has to look whether something is to be culled. Looking costs queries, so each look
 * notes how far off the next need is: the earliest expiry, and the bytes left below the size limit.
 * Own writes are taken into account exactly; other processes' by looking again after a number of
 * writes or a second. Guarded by the write lock.
 */
final class CullSchedule {
  private static final int MOST_WRITES = 64;
  private static final long LONGEST_NANOS = 1_000_000_000;

  /** An entry's share in pages of three b-trees, generously. */
  private static final long ROW_BYTES = 16_384;

  private double earliestExpiry = Double.NEGATIVE_INFINITY;
  private int writesToExpiry;
  private long expirySeen;

  private double volume = Double.POSITIVE_INFINITY;
  private double written;
  private int writesToVolume;
  private long volumeSeen;

  /** Forgets what was noted, since a rollback may have undone it. */
  void forget() {
    earliestExpiry = Double.NEGATIVE_INFINITY;
    volume = Double.POSITIVE_INFINITY;
  }

  void wrote(long bytes, double expiry) {
    written += bytes + ROW_BYTES;
    writesToVolume--;
    writesToExpiry--;
    earliestExpiry = Math.min(earliestExpiry, expiry);
  }

  boolean expiryDue(double now) {
    return earliestExpiry < now
        || writesToExpiry <= 0
        || System.nanoTime() - expirySeen > LONGEST_NANOS;
  }

  /** Notes the earliest expiry of all entries, infinite when none expires. */
  void sawExpiry(double earliest) {
    earliestExpiry = earliest;
    writesToExpiry = MOST_WRITES;
    expirySeen = System.nanoTime();
  }

  /**
   * Whether a limit may have been reached. Each instance asks with its own; other processes are
   * taken to have written as much as this one.
   */
  boolean volumeDue(long limit) {
    return volume + 2 * written >= limit
        || writesToVolume <= 0
        || System.nanoTime() - volumeSeen > LONGEST_NANOS;
  }

  void sawVolume(long bytes) {
    volume = bytes;
    written = 0;
    writesToVolume = MOST_WRITES;
    volumeSeen = System.nanoTime();
  }
}
