// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.util.Map;

/**
 * What a region has done since its session factory started, in this process.
 *
 * @param region the region's name without prefix
 * @param kind what it holds
 * @param hits reads that found a value to use
 * @param nearHits hits that needed no look at the disk
 * @param misses reads that found none, by cause; causes that did not happen are left out
 * @param puts values stored
 * @param refusedPuts values not stored, by cause; causes that did not happen are left out
 * @param unreadable entries found damaged or of a class that has changed
 * @param entries entries on disk of all processes, as far as counted: what the eviction policy
 *     removes is not noticed
 */
public record RegionStatistics(
    String region,
    RegionKind kind,
    long hits,
    long nearHits,
    Map<MissCause, Long> misses,
    long puts,
    Map<PutRefusal, Long> refusedPuts,
    long unreadable,
    long entries) {

  /**
   * Makes statistics with copies of the maps.
   *
   * @param region the region's name without prefix
   * @param kind what it holds
   * @param hits reads that found a value to use
   * @param nearHits hits that needed no look at the disk
   * @param misses reads that found none, by cause
   * @param puts values stored
   * @param refusedPuts values not stored, by cause
   * @param unreadable entries found damaged or of a class that has changed
   * @param entries entries on disk of all processes, as far as counted
   */
  public RegionStatistics {
    misses = Map.copyOf(misses);
    refusedPuts = Map.copyOf(refusedPuts);
  }

  /**
   * Returns all misses.
   *
   * @return their number
   */
  public long missCount() {
    return misses.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Returns all values not stored.
   *
   * @return their number
   */
  public long refusedPutCount() {
    return refusedPuts.values().stream().mapToLong(Long::longValue).sum();
  }
}
