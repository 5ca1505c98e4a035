// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web;

import io.github.diskcache.cdi.DiskMemoized;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What lies around a city: slow to find, so it is kept on disk. All servers together look once. The
 * system property {@code atlas.slow.millis} makes it slower still.
 */
@ApplicationScoped
public class Surroundings {

  private static final int NEAREST = 10;
  private static final double EARTH_KILOMETRES = 6371;

  private final AtomicInteger computations = new AtomicInteger();

  @PersistenceContext private EntityManager entities;

  /** A city and how far it is, in kilometres. */
  public record Neighbour(String name, double kilometres) {}

  private record Place(int id, String name, double latitude, double longitude) {}

  /** The nearest cities, the nearest first. */
  @DiskMemoized(cache = "surroundings", expire = "1h")
  public List<Neighbour> of(int cityId) {
    computations.incrementAndGet();
    takeTime();
    List<Place> places =
        entities
            .createQuery("select c.id, c.name, c.latitude, c.longitude from City c", Object[].class)
            .getResultStream()
            .map(row -> new Place((int) row[0], (String) row[1], (double) row[2], (double) row[3]))
            .toList();
    return places.stream()
        .filter(place -> place.id() == cityId)
        .findFirst()
        .map(centre -> nearest(centre, places))
        .orElse(List.of());
  }

  /** How often this server has looked. */
  public int computations() {
    return computations.get();
  }

  private static List<Neighbour> nearest(Place centre, List<Place> places) {
    return places.stream()
        .filter(place -> place.id() != centre.id())
        .map(place -> new Neighbour(place.name(), kilometres(centre, place)))
        .sorted(Comparator.comparingDouble(Neighbour::kilometres))
        .limit(NEAREST)
        .toList();
  }

  /** Along the great circle, by the haversine formula. */
  private static double kilometres(Place from, Place to) {
    double dLatitude = Math.toRadians(to.latitude() - from.latitude()) / 2;
    double dLongitude = Math.toRadians(to.longitude() - from.longitude()) / 2;
    double a =
        Math.pow(Math.sin(dLatitude), 2)
            + Math.cos(Math.toRadians(from.latitude()))
                * Math.cos(Math.toRadians(to.latitude()))
                * Math.pow(Math.sin(dLongitude), 2);
    return 2 * EARTH_KILOMETRES * Math.asin(Math.sqrt(a));
  }

  private static void takeTime() {
    try {
      TimeUnit.MILLISECONDS.sleep(Integer.getInteger("atlas.slow.millis", 300));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
