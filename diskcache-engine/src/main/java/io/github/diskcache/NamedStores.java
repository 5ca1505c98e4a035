// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What a fan-out cache has in the directories {@code <kind>/<name>}: caches, deques or indexes,
 * each opened once. Thread-safe.
 */
final class NamedStores<T> {
  private final Path directory;
  private final String kind;
  private final UnaryOperator<CacheBuilder> alike;
  private final Function<CacheBuilder, T> opening;
  private final Function<T, Cache<?, ?>> cacheOf;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, T> open = new LinkedHashMap<>();

  /**
   * Describes one kind of stores.
   *
   * @param alike makes a new store like the cache around it
   * @param opening opens one
   * @param cacheOf finds the cache that it keeps its elements in
   */
  NamedStores(
      Path directory,
      String kind,
      UnaryOperator<CacheBuilder> alike,
      Function<CacheBuilder, T> opening,
      Function<T, Cache<?, ?>> cacheOf) {
    this.directory = directory;
    this.kind = kind;
    this.alike = alike;
    this.opening = opening;
    this.cacheOf = cacheOf;
  }

  /** Opens a store as long as the cache around it is open, or else nobody would close it. */
  T open(String name, Shard outer) {
    Path inside = ShardDirectories.named(directory, kind, name);
    lock.lock();
    try {
      outer.checkOpen();
      T store = open.get(name);
      if (store == null || isClosed(store)) {
        store = opening.apply(alike.apply(Cache.builder(inside)));
        open.put(name, store);
      }
      return store;
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed(T store) {
    return routed(store).isClosed();
  }

  private RoutedCache<?, ?> routed(T store) {
    return (RoutedCache<?, ?>) cacheOf.apply(store);
  }

  void checkNoTransaction(String act) {
    lock.lock();
    try {
      open.values().forEach(store -> routed(store).checkNoTransaction(act));
    } finally {
      lock.unlock();
    }
  }

  /** Closes what is open, all of it even when closing some fails. */
  static void closeAll(List<NamedStores<?>> kinds) {
    RoutedCache.closeAll(kinds.stream().flatMap(stores -> stores.forgotten().stream()).toList());
  }

  private List<Shard> forgotten() {
    lock.lock();
    try {
      List<Shard> shards =
          open.values().stream().flatMap(store -> routed(store).shardList().stream()).toList();
      open.clear();
      return shards;
    } finally {
      lock.unlock();
    }
  }
}
