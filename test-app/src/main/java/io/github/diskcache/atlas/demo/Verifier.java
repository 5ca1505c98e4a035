// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.demo;

import io.github.diskcache.atlas.City;
import io.github.diskcache.atlas.Country;
import io.github.diskcache.atlas.Region;
import io.github.diskcache.atlas.demo.Script.Mix;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.hibernate.CacheMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Compares what Hibernate answers, through its second-level cache, with what plain JDBC reads from
 * the database: all countries with their regions, some regions, and the cities of the sample, field
 * by field.
 *
 * <p>It puts nothing into the cache. Nobody may write meanwhile. Confined to one thread.
 */
final class Verifier {

  private static final int MOST_REGIONS = 400;
  private static final int PER_SESSION = 200;

  private final SessionFactory factory;
  private final Connection connection;
  private final List<String> differences = new ArrayList<>();
  private int compared;

  private Verifier(SessionFactory factory, Connection connection) {
    this.factory = factory;
    this.connection = connection;
  }

  /**
   * The outcome of a comparison.
   *
   * @param compared how many entities were compared
   * @param fromCache how many of the answers, lists of regions included, came from the cache
   * @param differences one line for every entity that was answered wrongly
   */
  record Verdict(int compared, long fromCache, List<String> differences) {}

  private record CityRow(
      int id,
      String name,
      double latitude,
      double longitude,
      int country,
      @Nullable Integer region,
      int visits,
      int version) {}

  private record RegionRow(int id, String code, String name, int country) {}

  private record CountryRow(
      int id, String code, String name, @Nullable String currency, List<Integer> regions) {}

  /** Compares the sample that the options ask for. */
  static Verdict verify(
      SessionFactory factory, Connection connection, Places places, Options options)
      throws SQLException {
    long hitsBefore = factory.getStatistics().getSecondLevelCacheHitCount();
    var verifier = new Verifier(factory, connection);
    int countries = places.countries().size();
    verifier.countries(some(countries, countries, options.seed()));
    verifier.regions(some(places.regions().size(), MOST_REGIONS, options.seed()));
    int cities = Math.max(0, options.sample() - verifier.compared);
    verifier.cities(sample(places, options, cities));
    return new Verdict(
        verifier.compared,
        factory.getStatistics().getSecondLevelCacheHitCount() - hitsBefore,
        verifier.differences);
  }

  /** Every city that either pass may have visited before the kill, and others by chance. */
  static Set<Integer> sample(Places places, Options options, int size) {
    var sample = new LinkedHashSet<Integer>();
    sample.addAll(Script.visited(options.seed(), Mix.WRITE, places, options.lastUnits()));
    sample.addAll(Script.visited(options.seed(), Mix.BROWSE, places, options.units()));
    for (int id : some(places.cities(), places.cities(), options.seed())) {
      if (sample.size() >= size) {
        break;
      }
      sample.add(id);
    }
    return new TreeSet<>(sample);
  }

  /** Returns a city of the sample that the first pass put into the cache and the kill spared. */
  static int surelyCached(Places places, Options options) {
    var visited = Script.visited(options.seed(), Mix.BROWSE, places, options.units());
    visited.removeAll(Script.visited(options.seed(), Mix.WRITE, places, options.lastUnits()));
    return visited.iterator().next();
  }

  private void countries(List<Integer> ids) throws SQLException {
    Map<Integer, List<Integer>> regions = new HashMap<>();
    query(
        "select country_id, id from region where country_id = any (?) order by code",
        ids,
        row -> regions.computeIfAbsent(row.getInt(1), id -> new ArrayList<>()).add(row.getInt(2)));
    Map<Integer, CountryRow> stored = new HashMap<>();
    query(
        "select id, code, name, currency from country where id = any (?)",
        ids,
        row ->
            stored.put(
                row.getInt(1),
                new CountryRow(
                    row.getInt(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    regions.getOrDefault(row.getInt(1), List.of()))));
    compare(ids, stored, Verifier::country);
  }

  private static @Nullable CountryRow country(Session session, int id) {
    Country country = session.byId(Country.class).with(CacheMode.GET).load(id);
    return country == null
        ? null
        : new CountryRow(
            country.getId(),
            country.getCode(),
            country.getName(),
            country.getCurrency(),
            country.getRegions().stream().map(Region::getId).toList());
  }

  private void regions(List<Integer> ids) throws SQLException {
    Map<Integer, RegionRow> stored = new HashMap<>();
    query(
        "select id, code, name, country_id from region where id = any (?)",
        ids,
        row ->
            stored.put(
                row.getInt(1),
                new RegionRow(row.getInt(1), row.getString(2), row.getString(3), row.getInt(4))));
    compare(ids, stored, Verifier::region);
  }

  private static @Nullable RegionRow region(Session session, int id) {
    Region region = session.byId(Region.class).with(CacheMode.GET).load(id);
    return region == null
        ? null
        : new RegionRow(
            region.getId(), region.getCode(), region.getName(), region.getCountry().getId());
  }

  private void cities(Collection<Integer> ids) throws SQLException {
    Map<Integer, CityRow> stored = new HashMap<>();
    query(
        "select id, name, latitude, longitude, country_id, region_id, visits, version"
            + " from city where id = any (?)",
        ids,
        row ->
            stored.put(
                row.getInt(1),
                new CityRow(
                    row.getInt(1),
                    row.getString(2),
                    row.getDouble(3),
                    row.getDouble(4),
                    row.getInt(5),
                    row.getObject(6, Integer.class),
                    row.getInt(7),
                    row.getInt(8))));
    compare(ids, stored, Verifier::city);
  }

  private static @Nullable CityRow city(Session session, int id) {
    City city = session.byId(City.class).with(CacheMode.GET).load(id);
    if (city == null) {
      return null;
    }
    Region region = city.getRegion();
    return new CityRow(
        city.getId(),
        city.getName(),
        city.getLatitude(),
        city.getLongitude(),
        city.getCountry().getId(),
        region == null ? null : region.getId(),
        city.getVisits(),
        city.getVersion());
  }

  private <R> void compare(
      Collection<Integer> ids,
      Map<Integer, R> stored,
      BiFunction<Session, Integer, @Nullable R> answer) {
    var remaining = new ArrayList<>(ids);
    while (!remaining.isEmpty()) {
      List<Integer> some = remaining.subList(0, Math.min(PER_SESSION, remaining.size()));
      try (Session session = factory.openSession()) {
        session.setDefaultReadOnly(true);
        session.setCacheMode(CacheMode.GET); // for the lists; find takes no heed of it
        for (int id : some) {
          R answered = answer.apply(session, id);
          R right = stored.get(id);
          if (answered == null ? right != null : !answered.equals(right)) {
            differences.add("answered " + answered + ", the database has " + right);
          }
          compared++;
        }
      }
      some.clear();
    }
  }

  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private void query(String sql, Collection<Integer> ids, RowReader reader) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("integer", ids.toArray()));
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
    }
  }

  /** Returns identifiers from 1 to the last one, in an order of chance. */
  private static List<Integer> some(int last, int count, int seed) {
    var ids = new ArrayList<>(IntStream.rangeClosed(1, last).boxed().toList());
    Collections.shuffle(ids, new Random(seed));
    return ids.subList(0, Math.min(count, last));
  }
}
