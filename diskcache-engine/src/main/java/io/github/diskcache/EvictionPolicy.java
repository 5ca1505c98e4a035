// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which entries a cache over its size limit removes first. The order is exact while a shard holds
 * at most {@value Culler#EXACT_ROWS} entries, or while python-diskcache has left its policy index
 * there; above, victims are the first in order of a random sample.
 */
public enum EvictionPolicy {
  /** None: the cache grows past its limit, and only expired entries are removed. */
  NONE("none", null),

  /** Those set longest ago. The default: reading changes nothing. */
  LEAST_RECENTLY_STORED("least-recently-stored", "store_time"),

  /** Those not read or set for longest. Reads are noted in memory and written in batches. */
  LEAST_RECENTLY_USED("least-recently-used", "access_time"),

  /** Those read least often since they were set. The entry set last is among the first. */
  LEAST_FREQUENTLY_USED("least-frequently-used", "access_count");

  private final String storedName;
  private final @Nullable String column;

  EvictionPolicy(String storedName, @Nullable String column) {
    this.storedName = storedName;
    this.column = column;
  }

  /**
   * Returns the name under which the setting is stored, python-diskcache's.
   *
   * @return the name, such as {@code least-recently-used}
   */
  public String storedName() {
    return storedName;
  }

  /** The column whose smallest values go first; null: nothing goes. */
  @Nullable String column() {
    return column;
  }

  /** Whether python-diskcache has made its index of the column. */
  boolean isIndexed(SqlConnection sql) throws SQLException {
    return sql.number("SELECT COUNT(*) FROM sqlite_master WHERE name = ?", "Cache_" + column) == 1;
  }

  /** Whether reading an entry changes its place in the order. */
  boolean noticesReads() {
    return this == LEAST_RECENTLY_USED || this == LEAST_FREQUENTLY_USED;
  }

  static EvictionPolicy ofStoredName(String name) {
    return Arrays.stream(values())
        .filter(policy -> policy.storedName.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new CacheSettingException(
                    "use eviction policy",
                    name,
                    "there is none of that name",
                    "use one of "
                        + Arrays.stream(values()).map(EvictionPolicy::storedName).toList()));
  }
}
