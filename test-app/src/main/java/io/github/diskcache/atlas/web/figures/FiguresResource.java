// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web.figures;

import io.github.diskcache.hibernate.RegionStatistics;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.Version;
import org.jspecify.annotations.Nullable;

/** The figures of the caches of this server, as its page shows them. */
@Path("figures")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class FiguresResource {

  @Inject private Regions regions;
  @Inject private Latencies latencies;
  @Inject private Neighbours neighbours;
  @Inject private Stores stores;

  /**
   * All figures; counts begin when the application starts.
   *
   * @param at when they were taken, in milliseconds since 1970
   * @param since when this process started, in the same measure
   * @param store what the directory takes, or null where that is not shown
   * @param bounds the upper bounds of the buckets of times, in microseconds
   */
  public record Figures(
      long at,
      long since,
      ServerView server,
      Stores.@Nullable Store store,
      List<Double> bounds,
      List<RegionView> regions,
      List<Neighbours.Tag> tags) {}

  /** This server. */
  public record ServerView(String name, String hibernate) {}

  /**
   * A region.
   *
   * @param near hits that needed no look at the disk
   * @param answers for each source how many answers fell into each bucket of times
   */
  public record RegionView(
      String name,
      String kind,
      long hits,
      long near,
      Map<String, Long> misses,
      long puts,
      Map<String, Long> refusals,
      long unreadable,
      long entries,
      Map<String, List<Long>> answers) {}

  /** Returns the figures. */
  @GET
  public Figures figures() {
    return new Figures(
        System.currentTimeMillis(),
        ManagementFactory.getRuntimeMXBean().getStartTime(),
        new ServerView(
            System.getProperty("jboss.node.name", "this server"), Version.getVersionString()),
        stores.secondLevel(),
        Latencies.bounds(),
        regions.statistics().stream().map(this::view).toList(),
        neighbours.hottest());
  }

  private RegionView view(RegionStatistics region) {
    return new RegionView(
        region.region(),
        region.kind().name(),
        region.hits(),
        region.nearHits(),
        named(region.misses()),
        region.puts(),
        named(region.refusedPuts()),
        region.unreadable(),
        region.entries(),
        latencies.of(region.region()));
  }

  private static Map<String, Long> named(Map<? extends Enum<?>, Long> counts) {
    Map<String, Long> named = new TreeMap<>();
    counts.forEach((cause, count) -> named.put(cause.name(), count));
    return named;
  }
}
