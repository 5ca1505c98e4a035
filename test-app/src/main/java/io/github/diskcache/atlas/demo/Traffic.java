// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.demo;

import java.util.Map;
import java.util.TreeMap;
import org.hibernate.stat.Statistics;

/** How often something was asked for in the second-level cache, and found. */
record Traffic(long hits, long misses) {

  static final Traffic NONE = new Traffic(0, 0);

  /** Returns what was asked of all regions, but for the one with the timestamps of the tables. */
  static Traffic total(Statistics statistics) {
    return new Traffic(
        statistics.getSecondLevelCacheHitCount()
            + statistics.getNaturalIdCacheHitCount()
            + statistics.getQueryCacheHitCount(),
        statistics.getSecondLevelCacheMissCount()
            + statistics.getNaturalIdCacheMissCount()
            + statistics.getQueryCacheMissCount());
  }

  /** Returns the same for each region that was asked anything. */
  static Map<String, Traffic> byRegion(Statistics statistics) {
    var traffic = new TreeMap<String, Traffic>();
    for (String name : statistics.getSecondLevelCacheRegionNames()) {
      var region = statistics.getCacheRegionStatistics(name);
      var asked = region == null ? NONE : new Traffic(region.getHitCount(), region.getMissCount());
      if (!asked.equals(NONE) && !name.contains("timestamps")) {
        traffic.put(name, asked);
      }
    }
    return traffic;
  }

  Traffic plus(Traffic other) {
    return new Traffic(hits + other.hits, misses + other.misses);
  }

  Traffic since(Traffic before) {
    return new Traffic(hits - before.hits, misses - before.misses);
  }

  /** Returns the share of hits; zero where nothing was asked. */
  double ratio() {
    return hits + misses == 0 ? 0 : (double) hits / (hits + misses);
  }
}
