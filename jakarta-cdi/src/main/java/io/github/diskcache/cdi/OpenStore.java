// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.Cache;
import io.github.diskcache.CacheCounts;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToLongFunction;

/**
 * The figures of one directory, which a deployment may have open several times: for each type that
 * is kept in it. Thread-safe.
 */
final class OpenStore {
  private final String label;
  private final Cache<?, ?> first;
  private final CopyOnWriteArrayList<Cache<?, ?>> caches;

  OpenStore(String label, Cache<?, ?> first) {
    this.label = label;
    this.first = first;
    this.caches = new CopyOnWriteArrayList<>(List.of(first));
  }

  /** Adds an instance, unless it is known. */
  void add(Cache<?, ?> cache) {
    caches.addIfAbsent(cache);
  }

  /** What people call it: the cache's name, of others with the folder before it. */
  String label() {
    return label;
  }

  Path directory() {
    return first.directory();
  }

  /** Entries, expired ones included: a number that is stored, nothing is counted. */
  long size() {
    return first.size();
  }

  /** A count, of all instances together. */
  long sum(ToLongFunction<CacheCounts> count) {
    return caches.stream()
        .mapToLong(cache -> count.applyAsLong(cache.maintenance().counts()))
        .sum();
  }
}
