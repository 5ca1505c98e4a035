// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A cache over several shards, and the caches named inside it. Thread-safe. */
final class ShardedCache<K extends @Nullable Object, V extends @Nullable Object>
    extends RoutedCache<K, V> implements FanoutCache<K, V> {
  private final NamedCaches named;

  ShardedCache(Path directory, List<Shard> shards) {
    this(directory, shards, OnBusy.SKIP, new NamedCaches(directory, shards.get(0).clock()));
  }

  private ShardedCache(Path directory, List<Shard> shards, OnBusy onBusy, NamedCaches named) {
    super(directory, shards, onBusy);
    this.named = named;
  }

  @Override
  public int shards() {
    return shardList().size();
  }

  @Override
  public Cache<Object, Object> cache(String name) {
    return named.open(name, shardList().get(0));
  }

  @Override
  public FanoutCache<K, V> retrying() {
    return new ShardedCache<>(directory(), shardList(), OnBusy.WAIT, named);
  }

  @Override
  public void close() {
    checkNoTransaction("close cache");
    named.checkNoTransaction("close cache");
    try {
      super.close();
    } finally {
      // None can be opened any more.
      named.close();
    }
  }

  @Override
  public String toString() {
    return "FanoutCache[" + directory() + ", " + shards() + " shards]";
  }

  /** The caches in {@code cache/<name>}, each opened once. */
  private static final class NamedCaches {
    private final Path directory;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, RoutedCache<Object, Object>> open = new LinkedHashMap<>();

    NamedCaches(Path directory, InstantSource clock) {
      this.directory = directory;
      this.clock = clock;
    }

    /** Opens a cache as long as the outer one is open, or else nobody would close it. */
    Cache<Object, Object> open(String name, Shard outer) {
      Path inside = ShardDirectories.named(directory, "cache", name);
      lock.lock();
      try {
        outer.checkOpen();
        RoutedCache<Object, Object> cache = open.get(name);
        if (cache == null || cache.isClosed()) {
          cache = (RoutedCache<Object, Object>) Cache.builder(inside).clock(clock).open();
          open.put(name, cache);
        }
        return cache;
      } finally {
        lock.unlock();
      }
    }

    void checkNoTransaction(String act) {
      lock.lock();
      try {
        open.values().forEach(cache -> cache.checkNoTransaction(act));
      } finally {
        lock.unlock();
      }
    }

    void close() {
      lock.lock();
      try {
        closeAll(open.values().stream().flatMap(cache -> cache.shardList().stream()).toList());
        open.clear();
      } finally {
        lock.unlock();
      }
    }
  }
}
