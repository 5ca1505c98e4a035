// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.util.List;
import java.util.Map;

/**
 * A session factory's second-level cache, for management. Registered as {@code
 * io.github.diskcache:type=SecondLevelCache,prefix=…,id=…} from the factory's start to its end,
 * where {@code prefix} is the region prefix. Counts are those of this process.
 */
public interface SecondLevelCacheMXBean {

  /**
   * Returns where the files are.
   *
   * @return the directory of the namespace
   */
  String getDirectory();

  /**
   * Returns the bytes on disk, of all processes.
   *
   * @return bytes
   */
  long getVolume();

  /**
   * Returns above how many bytes the least valuable entries go.
   *
   * @return bytes
   */
  long getSizeLimit();

  /**
   * Returns the names of all regions, without the prefix.
   *
   * @return names in the order they were made
   */
  List<String> getRegions();

  /**
   * Returns the entries of each region on disk, as far as counted.
   *
   * @return entries by region
   */
  Map<String, Long> getEntries();

  /**
   * Returns the hits of each region.
   *
   * @return hits by region
   */
  Map<String, Long> getHits();

  /**
   * Returns the misses of each region.
   *
   * @return misses by region
   */
  Map<String, Long> getMisses();

  /**
   * Returns why reads of a region found nothing.
   *
   * @param region a region's name
   * @return misses by the name of a {@link MissCause}
   */
  Map<String, Long> missesByCause(String region);

  /**
   * Returns why values were not stored in a region.
   *
   * @param region a region's name
   * @return refused puts by the name of a {@link PutRefusal}
   */
  Map<String, Long> refusedPutsByCause(String region);

  /**
   * Makes all entries of a region misses, in all processes.
   *
   * @param region a region's name
   */
  void evictRegion(String region);

  /**
   * Makes all entries of a role misses, in all processes.
   *
   * @param role an entity name, or an entity name and property for a collection
   */
  void evictRole(String role);
}
