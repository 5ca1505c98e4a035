// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A cache, for JMX. Thread-safe. */
final class CacheBean implements CacheMXBean {
  private final RoutedCache<?, ?> cache;

  CacheBean(RoutedCache<?, ?> cache) {
    this.cache = cache;
  }

  private CacheCounts counts() {
    return cache.activity().counts();
  }

  private Settings settings() {
    return cache.maintenance().settings();
  }

  private long near(ToLongFunction<NearTier> figure) {
    @Nullable NearTier near = cache.near();
    return near == null ? 0 : figure.applyAsLong(near);
  }

  @Override
  public String getDirectory() {
    return cache.directory().toString();
  }

  @Override
  public int getShards() {
    return cache.shardList().size();
  }

  @Override
  public long getEntries() {
    return cache.size();
  }

  @Override
  public long getVolumeBytes() {
    return cache.volume();
  }

  @Override
  public long getSizeLimitBytes() {
    return settings().sizeLimit() * getShards();
  }

  @Override
  public String getEvictionPolicy() {
    return settings().evictionPolicy().storedName();
  }

  @Override
  public long getHits() {
    return counts().hits();
  }

  @Override
  public long getMisses() {
    return counts().misses();
  }

  @Override
  public double getHitRate() {
    return counts().hitRate();
  }

  @Override
  public long getNearHits() {
    return counts().nearHits();
  }

  @Override
  public long getNearEntries() {
    return near(NearTier::size);
  }

  @Override
  public long getNearBytes() {
    return near(NearTier::bytes);
  }

  @Override
  public long getNearLimitBytes() {
    return near(NearTier::limitBytes);
  }

  @Override
  public long getSets() {
    return counts().sets();
  }

  @Override
  public long getDeletes() {
    return counts().deletes();
  }

  @Override
  public long getEvictions() {
    return counts().evictions();
  }

  @Override
  public long getExpirations() {
    return counts().expirations();
  }

  @Override
  public long getTimeouts() {
    return counts().timeouts();
  }

  @Override
  public long getFailures() {
    return counts().failures();
  }

  @Override
  public long getDamages() {
    return counts().damages();
  }

  @Override
  public long getDroppedWrites() {
    return cache.maintenance().droppedWrites();
  }

  @Override
  public List<String> check() {
    return cache.maintenance().check().problems().stream()
        .map(CheckReport.Problem::message)
        .toList();
  }

  @Override
  public long expire() {
    return cache.expire();
  }

  @Override
  public long cull() {
    return cache.cull();
  }

  @Override
  public long evict(String tag) {
    return cache.evict(tag);
  }

  @Override
  public long clear() {
    return cache.clear();
  }
}
