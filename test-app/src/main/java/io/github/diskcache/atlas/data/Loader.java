// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.data;

import io.github.diskcache.atlas.City;
import io.github.diskcache.atlas.Country;
import io.github.diskcache.atlas.Region;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * Loads countries, regions and cities into an empty database, in one transaction.
 *
 * <p>A city that names no region, or one that the data lacks, is kept without region. Confined to
 * one thread.
 */
public final class Loader {

  private static final int BATCH = 1_000;

  private final StatelessSession session;
  private final Map<String, Country> countries = new HashMap<>();
  private final Map<String, Region> regions = new HashMap<>();
  private int cities;
  private int withoutRegion;

  private Loader(StatelessSession session) {
    this.session = session;
  }

  /**
   * What was loaded.
   *
   * @param countries how many countries
   * @param regions how many regions
   * @param cities how many cities
   * @param withoutRegion how many of them have no region
   */
  public record Loaded(int countries, int regions, int cities, int withoutRegion) {

    /** Returns this as one line that {@link #parse} reads. */
    public String line() {
      return countries + " " + regions + " " + cities + " " + withoutRegion;
    }

    /** Reads what {@link #line} wrote. */
    public static Loaded parse(String line) {
      int[] counts = Stream.of(line.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
      return new Loaded(counts[0], counts[1], counts[2], counts[3]);
    }
  }

  /** Loads all regions and the first cities of the data, telling the progress now and then. */
  public static Loaded load(SessionFactory factory, int limit, IntConsumer progress) {
    try (StatelessSession session = factory.openStatelessSession()) {
      var transaction = session.beginTransaction();
      var loaded = load(session, limit, progress);
      transaction.commit();
      return loaded;
    }
  }

  /** The same in a transaction that the caller has begun and will commit. */
  public static Loaded load(StatelessSession session, int limit, IntConsumer progress) {
    session.setJdbcBatchSize(BATCH);
    var loader = new Loader(session);
    Csv.readResource(City.class, "regions.csv.gz", loader::region);
    Csv.readResource(City.class, "cities.csv.gz", row -> loader.city(row, limit, progress));
    progress.accept(loader.cities);
    return new Loaded(
        loader.countries.size(), loader.regions.size(), loader.cities, loader.withoutRegion);
  }

  private void region(List<String> row) {
    String code = row.get(0);
    Country country = country(code.substring(0, code.indexOf('.')));
    var region = new Region(regions.size() + 1, code, row.get(1), country);
    regions.put(code, region);
    session.insert(region);
  }

  private void city(List<String> row, int limit, IntConsumer progress) {
    if (cities == limit) {
      return;
    }
    Country country = country(row.get(4));
    @Nullable Region region = regions.get(row.get(4) + "." + row.get(5));
    if (region == null) {
      withoutRegion++;
    }
    session.insert(
        new City(
            Integer.parseInt(row.get(0)),
            row.get(1),
            Double.parseDouble(row.get(2)),
            Double.parseDouble(row.get(3)),
            country,
            region));
    cities++;
    if (cities % BATCH == 0) {
      progress.accept(cities);
    }
  }

  /** Some countries have regions but no city, and some cities but no region. */
  private Country country(String code) {
    return countries.computeIfAbsent(
        code,
        unknown -> {
          var country = new Country(countries.size() + 1, code);
          session.insert(country);
          return country;
        });
  }
}
