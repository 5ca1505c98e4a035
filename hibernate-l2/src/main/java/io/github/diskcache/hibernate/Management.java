// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/** The management bean of a started region factory. Thread-safe. */
final class Management implements SecondLevelCacheMXBean {
  private static final System.Logger LOG = System.getLogger(Management.class.getPackageName());

  private final DiskCacheRegionFactory factory;
  private final L2Store store;
  private final L2Settings settings;

  Management(DiskCacheRegionFactory factory, L2Store store, L2Settings settings) {
    this.factory = factory;
    this.store = store;
    this.settings = settings;
  }

  /** Registers the bean; what ends it again. A cache without management is a cache. */
  static Runnable registered(Management bean, @Nullable String prefix, String id) {
    try {
      ObjectName name =
          new ObjectName(
              "io.github.diskcache:type=SecondLevelCache,prefix="
                  + ObjectName.quote(prefix == null ? "" : prefix)
                  + ",id="
                  + ObjectName.quote(id));
      ManagementFactory.getPlatformMBeanServer()
          .registerMBean(new StandardMBean(bean, SecondLevelCacheMXBean.class, true), name);
      return () -> unregister(name);
    } catch (JMException | RuntimeException | LinkageError e) {
      LOG.log(Level.DEBUG, "The second-level cache is not managed", e);
      return () -> {};
    }
  }

  private static void unregister(ObjectName name) {
    try {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
    } catch (JMException | RuntimeException e) {
      LOG.log(Level.DEBUG, "The second-level cache was not managed any more", e);
    }
  }

  @Override
  public String getDirectory() {
    return settings.directory().toString();
  }

  @Override
  public long getVolume() {
    return store.patient().volume();
  }

  @Override
  public long getSizeLimit() {
    return settings.sizeLimit();
  }

  @Override
  public List<String> getRegions() {
    return factory.statistics().stream().map(RegionStatistics::region).distinct().toList();
  }

  @Override
  public Map<String, Long> getEntries() {
    return byRegion(RegionStatistics::entries);
  }

  @Override
  public Map<String, Long> getHits() {
    return byRegion(RegionStatistics::hits);
  }

  @Override
  public Map<String, Long> getMisses() {
    return byRegion(RegionStatistics::missCount);
  }

  @Override
  public Map<String, Long> missesByCause(String region) {
    return byName(region, RegionStatistics::misses);
  }

  @Override
  public Map<String, Long> refusedPutsByCause(String region) {
    return byName(region, RegionStatistics::refusedPuts);
  }

  @Override
  public void evictRegion(String region) {
    factory.evictRegion(region);
  }

  @Override
  public void evictRole(String role) {
    factory.evictRole(role);
  }

  private Map<String, Long> byRegion(ToLongFunction<RegionStatistics> count) {
    return factory.statistics().stream()
        .collect(
            Collectors.toMap(
                RegionStatistics::region, count::applyAsLong, Long::sum, LinkedHashMap::new));
  }

  private Map<String, Long> byName(
      String region, Function<RegionStatistics, Map<? extends Enum<?>, Long>> counts) {
    Map<String, Long> sums = new LinkedHashMap<>();
    for (RegionStatistics each : factory.statistics()) {
      if (each.region().equals(region)) {
        counts.apply(each).forEach((cause, count) -> sums.merge(cause.name(), count, Long::sum));
      }
    }
    return sums;
  }
}
