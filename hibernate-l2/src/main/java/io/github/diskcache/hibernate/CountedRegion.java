// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

/** A region that counts what it does. */
interface CountedRegion {
  RegionStatistics statistics();

  /** Makes all entries misses. */
  void clear();

  /** Makes all entries of a role misses; false: the region has no such role. */
  default boolean evictRole(String role) {
    return false;
  }
}
