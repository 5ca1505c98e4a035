// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
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
    this(directory, shards, OnBusy.SKIP, new NamedCaches(directory));
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
    shardList().get(0).checkOpen();
    return named.open(name, CodecDisk.inner(shardList().get(0).disk()));
  }

  @Override
  public FanoutCache<K, V> retrying() {
    return new ShardedCache<>(directory(), shardList(), OnBusy.WAIT, named);
  }

  @Override
  public void close() {
    named.close();
    super.close();
  }

  @Override
  public String toString() {
    return "FanoutCache[" + directory() + ", " + shards() + " shards]";
  }

  /** The caches in {@code cache/<name>}, each opened once. */
  private static final class NamedCaches {
    private final Path directory;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Cache<Object, Object>> open = new LinkedHashMap<>();

    NamedCaches(Path directory) {
      this.directory = directory;
    }

    Cache<Object, Object> open(String name, Disk disk) {
      Path inside = ShardDirectories.named(directory, "cache", name);
      lock.lock();
      try {
        return open.computeIfAbsent(name, absent -> Cache.builder(inside).disk(disk).open());
      } finally {
        lock.unlock();
      }
    }

    void close() {
      lock.lock();
      try {
        open.values().forEach(Cache::close);
        open.clear();
      } finally {
        lock.unlock();
      }
    }
  }
}
