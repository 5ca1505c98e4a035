// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.List;

/**
 * An open cache as JMX shows it, {@code io.github.diskcache:type=Cache,directory="…",id=1}. The id
 * tells apart caches of one process on one directory. It is there from about a second after the
 * cache was opened until it is closed, unless {@link CacheBuilder#withoutMXBean} was called.
 *
 * <p>Counts are this cache's own since it was opened, as {@link CacheCounts} has them. Operations
 * take effect as the methods of {@link Cache} of the same name do, and wait as long as a write.
 */
public interface CacheMXBean {

  /**
   * Returns the cache's directory.
   *
   * @return an absolute path
   */
  String getDirectory();

  /**
   * Returns the number of shards.
   *
   * @return 1 for a plain cache
   */
  int getShards();

  /**
   * Returns how many entries there are, expired ones included that nobody has removed yet.
   *
   * @return entries
   */
  long getEntries();

  /**
   * Returns what the cache takes on the disk.
   *
   * @return bytes
   */
  long getVolumeBytes();

  /**
   * Returns the volume from which on entries are evicted.
   *
   * @return bytes of all shards together
   */
  long getSizeLimitBytes();

  /**
   * Returns the stored name of the eviction policy.
   *
   * @return such as {@code least-recently-stored}
   */
  String getEvictionPolicy();

  /**
   * Returns how many reads found a live entry.
   *
   * @return reads
   */
  long getHits();

  /**
   * Returns how many reads found none.
   *
   * @return reads
   */
  long getMisses();

  /**
   * Returns the share of reads that were hits.
   *
   * @return 0 to 1
   */
  double getHitRate();

  /**
   * Returns how many hits the near tier answered.
   *
   * @return reads
   */
  long getNearHits();

  /**
   * Returns how many keys the near tier holds, those without an entry included.
   *
   * @return keys; 0 without a near tier
   */
  long getNearEntries();

  /**
   * Returns about what the near tier takes in the heap.
   *
   * @return bytes; 0 without a near tier
   */
  long getNearBytes();

  /**
   * Returns about what the near tier may take in the heap.
   *
   * @return bytes; 0 without a near tier
   */
  long getNearLimitBytes();

  /**
   * Returns how many entries were stored.
   *
   * @return entries
   */
  long getSets();

  /**
   * Returns how many entries were deleted or popped.
   *
   * @return entries
   */
  long getDeletes();

  /**
   * Returns how many entries were removed because the cache was over its size limit.
   *
   * @return entries
   */
  long getEvictions();

  /**
   * Returns how many entries were removed because their time was over.
   *
   * @return entries
   */
  long getExpirations();

  /**
   * Returns how many reads and writes gave up on a busy database.
   *
   * @return operations
   */
  long getTimeouts();

  /**
   * Returns how many reads and writes failed otherwise.
   *
   * @return operations
   */
  long getFailures();

  /**
   * Returns how many reads missed because the stored value was lost or unreadable.
   *
   * @return reads
   */
  long getDamages();

  /**
   * Returns how many delayed values could not be written.
   *
   * @return values
   */
  long getDroppedWrites();

  /**
   * Compares database and value files, as {@link CacheMaintenance#check} does. Holds the write lock
   * and reads the whole database.
   *
   * @return the problems found, one line each; empty when all is well
   */
  List<String> check();

  /**
   * Removes expired entries.
   *
   * @return how many
   */
  long expire();

  /**
   * Removes expired entries, then others until the volume is within the size limit.
   *
   * @return how many
   */
  long cull();

  /**
   * Removes the entries that carry a tag.
   *
   * @param tag text; tags of other types are out of reach here
   * @return how many
   */
  long evict(String tag);

  /**
   * Removes all entries.
   *
   * @return how many
   */
  long clear();
}
