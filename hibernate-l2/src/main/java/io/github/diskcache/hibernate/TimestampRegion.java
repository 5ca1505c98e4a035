// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.cache.spi.TimestampsRegion;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * When each table was last changed, in shared memory: never evicted, and never unknown.
 * Thread-safe.
 *
 * <p>Hibernate announces a change with a stamp in the future and closes it, after commit and
 * rollback alike, with the stamp of that moment. Both come as the same call, told apart by the
 * stamp. Each session closes only what it has announced itself: another's transaction may still be
 * under way, see {@link Floor}.
 *
 * <p>A table nobody has written to since the directory was made was changed when it was made: what
 * happened before is not known.
 */
final class TimestampRegion implements TimestampsRegion, CountedRegion {
  private static final Object NO_SESSION = new Object();

  private final String name;
  private final RegionContext context;
  private final Floor regionFloor;
  private final Map<String, Floor> spaces = new ConcurrentHashMap<>();
  private final RegionCounters counters = new RegionCounters();

  TimestampRegion(String name, RegionContext context) {
    this.name = name;
    this.context = context;
    this.regionFloor = context.floor("timestamps", "");
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
  public Object getFromCache(Object key, @Nullable SharedSessionContractImplementor session) {
    counters.nearHit();
    long floor = Math.max(context.store().area().generalFloor(true), regionFloor.stamp());
    return Math.max(floor, space(key).stamp());
  }

  @Override
  public void putIntoCache(
      Object key, Object value, @Nullable SharedSessionContractImplementor session) {
    counters.put();
    long stamp = (Long) value;
    Object owner = session == null ? NO_SESSION : session.getCacheTransactionSynchronization();
    if (stamp > context.store().clock().last()) {
      space(key).open(owner, stamp);
    } else {
      space(key).close(owner, stamp);
    }
  }

  @Override
  public void clear() {
    regionFloor.raise(context.store().clock().next());
  }

  /** What is known of the tables outlives the session factory. */
  @Override
  public void destroy() {}

  @Override
  public RegionStatistics statistics() {
    return counters.statistics(name, RegionKind.TIMESTAMPS, spaces.size());
  }

  /** Tables belong to the database, which all region prefixes of a namespace share. */
  private Floor space(Object key) {
    return spaces.computeIfAbsent(
        key.toString(), table -> context.store().area().floor("table:" + table));
  }
}
