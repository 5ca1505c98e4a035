// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web.figures;

import io.github.diskcache.Cache;
import io.github.diskcache.WriteOptions;
import io.github.diskcache.atlas.City;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The nearest cities of a city, which take a scan of its country to find: kept in a cache of the
 * application's own, each with the country as its tag. Counts how often each tag is read.
 * Thread-safe.
 */
@ApplicationScoped
public class Neighbours {

  static final String NAME = "neighbours";
  private static final long NEAR_BYTES = 4 << 20;
  private static final int HOTTEST = 10;

  /** A city may be given another name. */
  private static final Duration KEPT = Duration.ofHours(1);

  @PersistenceContext private EntityManager entities;

  private final Map<String, LongAdder> reads = new ConcurrentHashMap<>();
  private Cache<Object, Object> cache;

  /** A tag, how often it was read here since the start, and how many entries of all have it. */
  public record Tag(String cache, String tag, long reads, long entries) {}

  @PostConstruct
  void open() {
    String data = System.getProperty("jboss.server.data.dir", "target");
    Path directory = Path.of(System.getProperty("diskcache.directory", data + "/diskcache"));
    cache = Cache.builder(directory.resolve(NAME)).nearTier(NEAR_BYTES).open();
  }

  @PreDestroy
  void close() {
    cache.close();
  }

  /** The names of the three nearest cities of the same country, the nearest first. */
  List<String> of(City city) {
    String country = city.getCountry().getCode();
    reads.computeIfAbsent(country, code -> new LongAdder()).increment();
    if (cache.get(city.getId()) instanceof List<?> known) {
      return known.stream().map(String.class::cast).toList();
    }
    List<String> found = nearest(city);
    cache.set(city.getId(), found, WriteOptions.ttl(KEPT).tag(country));
    return found;
  }

  /** The tags read most often. */
  List<Tag> hottest() {
    return reads.entrySet().stream()
        .map(each -> Map.entry(each.getKey(), each.getValue().sum()))
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(HOTTEST)
        .map(each -> new Tag(NAME, each.getKey(), each.getValue(), entries(each.getKey())))
        .toList();
  }

  /** Evicts the cities of a country, and says how many. */
  long evict(String country) {
    return cache.evict(country);
  }

  private long entries(String country) {
    return cache.maintenance().countTagged(country);
  }

  private List<String> nearest(City city) {
    double shrink = Math.cos(Math.toRadians(city.getLatitude()));
    return entities
        .createQuery(
            """
            select c.name from City c
            where c.country = :country and c.id <> :id
            order by (c.latitude - :latitude) * (c.latitude - :latitude)
              + :shrink * (c.longitude - :longitude) * (c.longitude - :longitude), c.id
            """,
            String.class)
        .setParameter("country", city.getCountry())
        .setParameter("id", city.getId())
        .setParameter("latitude", city.getLatitude())
        .setParameter("longitude", city.getLongitude())
        .setParameter("shrink", shrink * shrink)
        .setMaxResults(3)
        .getResultList();
  }
}
