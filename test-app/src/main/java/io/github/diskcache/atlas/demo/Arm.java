// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.demo;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** A second-level cache to browse with, or none. */
enum Arm {
  NO_CACHE("no cache") {
    @Override
    Map<String, String> settings(Path directory) {
      return Map.of(SECOND_LEVEL, "false", QUERIES, "false");
    }
  },

  EHCACHE_HEAP("Ehcache heap") {
    @Override
    Map<String, String> settings(Path directory) {
      return ehcache("ehcache-heap.xml");
    }
  },

  EHCACHE_DISK("Ehcache disk") {
    @Override
    Map<String, String> settings(Path directory) {
      System.setProperty("atlas.ehcache.directory", directory.toString());
      return ehcache("ehcache-disk.xml");
    }
  },

  /**
   * Ours. What it kept is trusted after a restart, because nobody writes this database while the
   * application is down.
   */
  DISKCACHE("DiskCache") {
    @Override
    Map<String, String> settings(Path directory) {
      return Map.of(
          SECOND_LEVEL,
          "true",
          QUERIES,
          "true",
          FACTORY,
          "diskcache",
          "hibernate.diskcache.directory",
          directory.toString(),
          "hibernate.diskcache.warm_start",
          "trust");
    }
  };

  private static final String SECOND_LEVEL = "hibernate.cache.use_second_level_cache";
  private static final String QUERIES = "hibernate.cache.use_query_cache";
  private static final String FACTORY = "hibernate.cache.region.factory_class";

  private final String label;

  Arm(String label) {
    this.label = label;
  }

  /** Returns the settings of Hibernate; the directory is for what the cache keeps on disk. */
  abstract Map<String, String> settings(Path directory);

  /** Regions are made as the application asks for them, by value, as the JCache standard has it. */
  private static Map<String, String> ehcache(String resource) {
    return Map.of(
        SECOND_LEVEL,
        "true",
        QUERIES,
        "true",
        FACTORY,
        "jcache",
        "hibernate.javax.cache.provider",
        "org.ehcache.jsr107.EhcacheCachingProvider",
        "hibernate.javax.cache.uri",
        "io/github/diskcache/atlas/demo/" + resource,
        "hibernate.javax.cache.missing_cache_strategy",
        "create");
  }

  String label() {
    return label;
  }

  /** Returns a name for files. */
  String fileName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
