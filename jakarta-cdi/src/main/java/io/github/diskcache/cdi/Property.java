// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What can be set for a cache, after {@code diskcache.<name>.} in configuration. */
enum Property {
  DIRECTORY("directory"),
  TYPE("type"),
  SHARDS("shards"),
  SIZE_LIMIT("size-limit"),
  CULL_LIMIT("cull-limit"),
  EVICTION_POLICY("eviction-policy"),
  EXPIRE("expire"),
  LOCK_TIMEOUT("lock-timeout"),
  TAG_INDEX("tag-index"),
  STATISTICS("statistics"),
  MIN_FILE_SIZE("min-file-size"),
  TIMEOUT("timeout"),
  NEAR_SIZE("near-size"),
  FOREIGN_WRITERS("foreign-writers"),
  COMPRESSION("compression"),
  PERMITS("permits"),
  GROUP("group"),
  SYNCHRONOUS("sqlite.synchronous"),
  MMAP_SIZE("sqlite.mmap-size"),
  PAGE_CACHE("sqlite.cache-size");

  private final String key;

  Property(String key) {
    this.key = key;
  }

  /** The end of its name. */
  String key() {
    return key;
  }

  static Optional<Property> ofKey(String key) {
    return Arrays.stream(values()).filter(property -> property.key.equals(key)).findFirst();
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(Property::key).toList();
  }
}
