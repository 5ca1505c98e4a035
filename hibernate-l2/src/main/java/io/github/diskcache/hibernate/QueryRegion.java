// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import org.hibernate.cache.spi.ExtendedStatisticsSupport;
import org.hibernate.cache.spi.QueryResultsRegion;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * A region of query results. Whether a result is still right is decided by Hibernate, by the
 * timestamps of the tables; here it counts unless the region was cleared since. Thread-safe.
 */
final class QueryRegion implements QueryResultsRegion, ExtendedStatisticsSupport, CountedRegion {
  private final String name;
  private final RegionContext context;
  private final QueryKeys keys;
  private final CachedRole role;
  private final RoleEntries entries;

  QueryRegion(String name, RegionContext context, QueryKeys keys) {
    this.name = name;
    this.context = context;
    this.keys = keys;
    Floor floor = context.floor("query-region", name);
    this.role =
        new CachedRole(
            RoleKind.QUERY,
            context.qualified(name),
            name,
            true,
            CachedRole.lazily(() -> Fingerprint.ofUnit(context.sessions())),
            null,
            context.settings().ttl(RoleKind.QUERY, name, name),
            floor,
            floor,
            new RegionCounters());
    this.entries = context.entries(role, false);
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public RegionFactory getRegionFactory() {
    return context.factory();
  }

  @Override
  public @Nullable Object getFromCache(
      Object key, @Nullable SharedSessionContractImplementor session) {
    return entries.get(key(key), SessionStamp.of(session));
  }

  @Override
  public void putIntoCache(
      Object key, Object value, @Nullable SharedSessionContractImplementor session) {
    entries.putLoaded(key(key), value, null, SessionStamp.of(session), false);
  }

  @Override
  public void clear() {
    entries.sweep();
    role.regionFloor().raise(context.store().clock().next());
  }

  /** The entries outlive the session factory. */
  @Override
  public void destroy() {}

  @Override
  public long getElementCountInMemory() {
    return 0;
  }

  @Override
  public long getElementCountOnDisk() {
    return role.regionFloor().entries();
  }

  @Override
  public long getSizeInMemory() {
    return 0;
  }

  @Override
  public RegionStatistics statistics() {
    return role.counters().statistics(name, RegionKind.QUERY, getElementCountOnDisk());
  }

  private CacheKey key(Object queryKey) {
    byte[] digest = keys.digest(queryKey);
    KeyWriter writer = role.beginKey(null);
    return digest == null
        ? new CacheKey(writer.bytes(), false, null)
        : new CacheKey(writer.raw(digest).bytes(), true, null);
  }
}
