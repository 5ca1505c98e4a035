// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web;

import io.github.diskcache.hibernate.DiskCacheRegionFactory;
import io.github.diskcache.hibernate.RegionStatistics;
import jakarta.enterprise.context.RequestScoped;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.SessionFactory;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/**
 * What the second-level cache has done in this server, and its eviction, for programs that sign in
 * with the role {@code cache-admin}.
 */
@Path("cache")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class CacheResource {

  @PersistenceUnit private EntityManagerFactory factory;

  /** All figures since the session factory was opened. */
  public record Figures(
      String factory,
      long hits,
      long misses,
      long puts,
      long queryHits,
      long queryMisses,
      long statements,
      List<RegionFigures> regions) {}

  /** The figures of one region; counts of causes that did not happen are left out. */
  public record RegionFigures(
      String name,
      String kind,
      long hits,
      Map<String, Long> misses,
      long puts,
      Map<String, Long> refusedPuts,
      long unreadable,
      long entries) {
    static RegionFigures of(RegionStatistics region) {
      return new RegionFigures(
          region.region(),
          region.kind().name(),
          region.hits(),
          byName(region.misses()),
          region.puts(),
          byName(region.refusedPuts()),
          region.unreadable(),
          region.entries());
    }

    private static Map<String, Long> byName(Map<? extends Enum<?>, Long> counts) {
      var named = new TreeMap<String, Long>();
      counts.forEach((cause, count) -> named.put(cause.name(), count));
      return named;
    }
  }

  /** Returns the figures. */
  @GET
  public Figures figures() {
    var statistics = factory.unwrap(SessionFactory.class).getStatistics();
    RegionFactory regions = regionFactory();
    return new Figures(
        regions.getClass().getName(),
        statistics.getSecondLevelCacheHitCount(),
        statistics.getSecondLevelCacheMissCount(),
        statistics.getSecondLevelCachePutCount(),
        statistics.getQueryCacheHitCount(),
        statistics.getQueryCacheMissCount(),
        statistics.getPrepareStatementCount(),
        regions instanceof DiskCacheRegionFactory ours
            ? ours.statistics().stream().map(RegionFigures::of).toList()
            : List.of());
  }

  /** Evicts everything, for all servers that share the cache. */
  @DELETE
  public void evict() {
    factory.unwrap(SessionFactory.class).getCache().evictAllRegions();
  }

  /** Evicts one region, for all servers that share the cache. */
  @DELETE
  @Path("{region}")
  public void evict(@PathParam("region") String region) {
    factory.unwrap(SessionFactory.class).getCache().evictRegion(region);
  }

  private RegionFactory regionFactory() {
    return factory.unwrap(SessionFactoryImplementor.class).getCache().getRegionFactory();
  }
}
