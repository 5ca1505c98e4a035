// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * What a fan-out cache has in the directories {@code <kind>/<name>}: caches, deques or indexes,
 * each opened once. Thread-safe.
 */
final class NamedStores<T> {
  private final Path directory;
  private final String kind;
  private final Function<CacheBuilder, T> opening;
  private final Function<T, Cache<?, ?>> cacheOf;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, T> open = new LinkedHashMap<>();

  NamedStores(
      Path directory,
      String kind,
      Function<CacheBuilder, T> opening,
      Function<T, Cache<?, ?>> cacheOf) {
    this.directory = directory;
    this.kind = kind;
    this.opening = opening;
    this.cacheOf = cacheOf;
  }

  T open(String name) {
    Path inside = ShardDirectories.named(directory, kind, name);
    lock.lock();
    try {
      T store = open.get(name);
      if (store == null || isClosed(store)) {
        store = opening.apply(Cache.builder(inside));
        open.put(name, store);
      }
      return store;
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed(T store) {
    return cacheOf.apply(store) instanceof RoutedCache<?, ?> cache && cache.isClosed();
  }

  void close() {
    lock.lock();
    try {
      open.values().forEach(store -> cacheOf.apply(store).close());
      open.clear();
    } finally {
      lock.unlock();
    }
  }
}
