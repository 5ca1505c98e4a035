// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A cache over several shards, and the caches, deques and indexes named inside it. Thread-safe. */
final class ShardedCache<K extends @Nullable Object, V extends @Nullable Object>
    extends RoutedCache<K, V> implements FanoutCache<K, V> {
  private final NamedStores<Cache<Object, Object>> caches;
  private final NamedStores<Deque<Object>> deques;
  private final NamedStores<Index<Object, Object>> indexes;

  ShardedCache(
      Path directory,
      List<Shard> shards,
      @Nullable NearTier near,
      @Nullable Publication publication) {
    super(directory, shards, OnBusy.SKIP, null, near, publication);
    Shard first = shards.get(0);
    UnaryOperator<CacheBuilder> alike =
        builder -> builder.clock(first.clock()).disk(CodecDisk.inner(first.disk()));
    this.caches = new NamedStores<>(directory, "cache", alike, CacheBuilder::open, cache -> cache);
    this.deques =
        new NamedStores<>(directory, "deque", alike, CacheBuilder::openDeque, Deque::cache);
    this.indexes =
        new NamedStores<>(directory, "index", alike, CacheBuilder::openIndex, Index::cache);
  }

  /** The same cache, with the same stores inside, that does something else when it is busy. */
  private ShardedCache(ShardedCache<K, V> impatient, OnBusy onBusy, @Nullable Duration longest) {
    super(
        impatient.directory(),
        impatient.shardList(),
        onBusy,
        longest,
        impatient.near(),
        impatient.publication());
    this.caches = impatient.caches;
    this.deques = impatient.deques;
    this.indexes = impatient.indexes;
  }

  @Override
  public int shards() {
    return shardList().size();
  }

  @Override
  public Cache<Object, Object> cache(String name) {
    return caches.open(name, shardList().get(0));
  }

  @Override
  public Deque<Object> deque(String name) {
    return deques.open(name, shardList().get(0));
  }

  @Override
  public Index<Object, Object> index(String name) {
    return indexes.open(name, shardList().get(0));
  }

  @Override
  public FanoutCache<K, V> retrying() {
    return new ShardedCache<>(this, OnBusy.WAIT, null);
  }

  @Override
  public FanoutCache<K, V> waiting(Duration longest) {
    return new ShardedCache<>(this, OnBusy.FAIL, checkWait(longest));
  }

  @Override
  public void close() {
    checkNoTransaction("close cache");
    List<NamedStores<?>> inside = List.of(caches, deques, indexes);
    inside.forEach(stores -> stores.checkNoTransaction("close cache"));
    try {
      super.close();
    } finally {
      // None can be opened any more.
      NamedStores.closeAll(inside);
    }
  }

  @Override
  public String toString() {
    return "FanoutCache[" + directory() + ", " + shards() + " shards]";
  }
}
