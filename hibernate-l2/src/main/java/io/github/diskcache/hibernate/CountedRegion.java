// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

/** A region that counts what it does. */
interface CountedRegion {
  RegionStatistics statistics();
}
