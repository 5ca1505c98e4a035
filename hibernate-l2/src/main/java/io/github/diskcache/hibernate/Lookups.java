// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import io.github.diskcache.CacheListener;
import java.time.Duration;

/**
 * What the current thread has looked for in the second-level caches of this process since it began,
 * and where that was found: the difference of two tells where one answer came from, whatever other
 * threads do meanwhile. Timestamps of tables are not counted.
 *
 * @param nearHits found in the heap
 * @param diskHits found on the disk
 * @param misses not found, or not to be used
 */
public record Lookups(long nearHits, long diskHits, long misses) {

  private static final int NEAR_HITS = 0;
  private static final int DISK_HITS = 1;
  private static final int MISSES = 2;
  private static final int DISK_READS = 3;

  /** Arrays, lest a thread that outlives an application keeps the classes of it. */
  private static final ThreadLocal<long[]> COUNTS = ThreadLocal.withInitial(() -> new long[4]);

  /**
   * Returns the counts of the current thread.
   *
   * @return counts that do not change any more
   */
  public static Lookups ofThisThread() {
    long[] counts = COUNTS.get();
    return new Lookups(counts[NEAR_HITS], counts[DISK_HITS], counts[MISSES]);
  }

  /**
   * Returns what happened in between.
   *
   * @param before counts of the same thread, taken before
   * @return the difference
   */
  public Lookups since(Lookups before) {
    return new Lookups(
        nearHits - before.nearHits, diskHits - before.diskHits, misses - before.misses);
  }

  /** One lookup of this thread. */
  static Lookup begin() {
    return new Lookup(COUNTS.get());
  }

  /** A lookup that has begun. Confined to its thread. */
  static final class Lookup {
    private final long[] counts;
    private final long diskReads;

    private Lookup(long[] counts) {
      this.counts = counts;
      this.diskReads = counts[DISK_READS];
    }

    void hit(RegionCounters region) {
      if (counts[DISK_READS] == diskReads) {
        counts[NEAR_HITS]++;
        region.nearHit();
      } else {
        counts[DISK_HITS]++;
        region.diskHit();
      }
    }

    void missed() {
      counts[MISSES]++;
    }
  }

  /** Is told of each read that the near tier does not answer, by the thread that reads. */
  static final class DiskReads implements CacheListener {
    @Override
    public void onHit(Duration took) {
      COUNTS.get()[DISK_READS]++;
    }

    @Override
    public void onMiss(Duration took) {
      COUNTS.get()[DISK_READS]++;
    }
  }
}
