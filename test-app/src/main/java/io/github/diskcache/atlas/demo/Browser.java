// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.demo;

import io.github.diskcache.atlas.City;
import io.github.diskcache.atlas.Country;
import io.github.diskcache.atlas.Region;
import io.github.diskcache.atlas.demo.Operation.FindCity;
import io.github.diskcache.atlas.demo.Operation.FindCountry;
import io.github.diskcache.atlas.demo.Operation.FindRegion;
import io.github.diskcache.atlas.demo.Operation.ListRegions;
import io.github.diskcache.atlas.demo.Operation.SearchCities;
import io.github.diskcache.atlas.demo.Operation.SearchRegions;
import io.github.diskcache.atlas.demo.Operation.VisitCity;
import jakarta.persistence.OptimisticLockException;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.query.Query;
import org.hibernate.stat.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * Browses the atlas: every unit of work is a session with one transaction. Confined to one thread.
 */
final class Browser {

  /** Units per window in which the share of hits is looked at, and between signs of progress. */
  private static final int WINDOW = 100;

  private static final int MOST_FOUND = 10;

  private final SessionFactory factory;
  private final Answers answers;
  private final Statistics statistics;
  private int conflicts;
  private @Nullable Warm warm;

  Browser(SessionFactory factory, Answers answers) {
    this.factory = factory;
    this.answers = answers;
    this.statistics = factory.getStatistics();
  }

  /** When the first window with 95 % hits ended, since the start of the pass. */
  record Warm(int units, Duration time) {}

  /** How a pass went. */
  record Pace(int units, Duration time, int conflicts, @Nullable Warm warm) {}

  /** Does units of the script, telling after every window how many are done. */
  Pace browse(Script script, int units, IntConsumer progress) {
    long start = System.nanoTime();
    var before = Traffic.total(statistics);
    for (int done = 1; done <= units; done++) {
      unit(script.nextUnit());
      if (done % WINDOW == 0) {
        var now = Traffic.total(statistics);
        if (warm == null && now.since(before).ratio() >= 0.95) {
          warm = new Warm(done, Duration.ofNanos(System.nanoTime() - start));
        }
        before = now;
        progress.accept(done);
      }
    }
    return new Pace(units, Duration.ofNanos(System.nanoTime() - start), conflicts, warm);
  }

  /** Returns the digest of all answers so far. */
  long digest() {
    return answers.digest();
  }

  /**
   * Nobody else writes, so an optimistic lock that fails means that the cache told an old version.
   */
  private void unit(List<Operation> unit) {
    try (Session session = factory.openSession()) {
      var transaction = session.beginTransaction();
      for (Operation operation : unit) {
        perform(session, operation);
      }
      transaction.commit();
    } catch (OptimisticLockException e) {
      conflicts++;
    }
  }

  // A switch over the sealed type would say it better, but Java 17 has it as a preview only.
  private void perform(Session session, Operation operation) {
    if (operation instanceof FindCity find) {
      answers.saw(session.find(City.class, find.id()));
    } else if (operation instanceof ListRegions list) {
      List<Region> regions = session.find(Country.class, list.country()).getRegions();
      answers.found(regions.size());
      regions.forEach(answers::saw);
    } else if (operation instanceof FindCountry find) {
      answers.saw(session.bySimpleNaturalId(Country.class).load(find.code()));
    } else if (operation instanceof FindRegion find) {
      answers.saw(session.bySimpleNaturalId(Region.class).load(find.code()));
    } else if (operation instanceof SearchCities search) {
      List<City> cities =
          named(
                  session.createNamedQuery(City.NAMED_LIKE, City.class),
                  search.country(),
                  search.initial())
              .getResultList();
      answers.found(cities.size());
      cities.forEach(answers::saw);
    } else if (operation instanceof SearchRegions search) {
      List<Region> regions =
          named(
                  session.createNamedQuery(Region.NAMED_LIKE, Region.class),
                  search.country(),
                  search.initial())
              .getResultList();
      answers.found(regions.size());
      regions.forEach(answers::saw);
    } else if (operation instanceof VisitCity visit) {
      session.find(City.class, visit.id()).visit();
    }
  }

  private static <T> Query<T> named(Query<T> query, int country, char initial) {
    return query
        .setParameter("country", country)
        .setParameter("from", String.valueOf(initial))
        .setParameter("to", String.valueOf((char) (initial + 1)))
        .setMaxResults(MOST_FOUND);
  }
}
