// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static io.github.diskcache.hibernate.Factories.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.hibernate.Library.Author;
import io.github.diskcache.hibernate.Library.Book;
import io.github.diskcache.hibernate.Library.Country;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows that do not count any more go, a little later, and none else. */
class SweeperTest {
  private static final Class<?>[] ENTITIES = {Author.class, Book.class, Country.class};

  @RegisterExtension final Factories factories = new Factories();
  private SessionFactory factory;

  @BeforeEach
  void fill() {
    factory = factories.open(ENTITIES);
    run(
        factory,
        session -> {
          for (long id = 1; id <= 250; id++) {
            session.persist(new Book(id, "book " + id));
          }
          session.persist(new Author(1, "Lem"));
          session.persist(new Country("pl", "Poland"));
        });
    assertThat(rows(factory)).isEqualTo(2 * 250 + 2);
  }

  private static long rows(SessionFactory factory) {
    return Factories.regionFactory(factory).store().patient().size();
  }

  private static long entries(SessionFactory factory, Class<?> entity) {
    return Factories.statistics(factory, Library.region(entity)).entries();
  }

  private static void sweep(SessionFactory factory) {
    Factories.regionFactory(factory).store().sweeper().sweep();
  }

  @Test
  void sweep_afterEntityEvicted_removesItsRowsOnly() {
    factory.getCache().evict(Book.class);
    assertThat(rows(factory)).isEqualTo(2 * 250 + 2);

    sweep(factory);

    // the natural ids have a region of their own
    assertThat(rows(factory)).isEqualTo(250 + 2);
    assertThat(entries(factory, Book.class)).isZero();
    assertThat(factory.getCache().contains(Author.class, 1L)).isTrue();
  }

  @Test
  void sweep_afterAllRegionsEvicted_leavesNothing() {
    factory.getCache().evictAllRegions();

    sweep(factory);

    assertThat(rows(factory)).isZero();
    assertThat(entries(factory, Book.class)).isZero();
  }

  @Test
  void sweep_afterBulkUpdate_leavesWhatWasStoredSince() {
    run(
        factory,
        session -> session.createMutationQuery("update Book set title = 'same'").executeUpdate());
    run(factory, session -> assertThat(session.find(Book.class, 7L).title).isEqualTo("same"));

    sweep(factory);

    assertThat(factory.getCache().contains(Book.class, 7L)).isTrue();
    assertThat(factory.getCache().contains(Book.class, 8L)).isFalse();
  }

  @Test
  void sweep_whileAnEntityIsLocked_leavesTheLock() {
    run(
        factory,
        session -> {
          session.find(Book.class, 1L).title = "changed";
          session.flush();
          factory.getCache().evictAllRegions();
          sweep(factory);
          assertThat(rows(factory)).isPositive();
        });
  }

  @Test
  void open_believingReadOnlyEntriesOnly_sweepsTheOthers() {
    factory.close();

    SessionFactory again = factories.open(ENTITIES);
    assertThat(entries(again, Book.class)).isZero();
    assertThat(entries(again, Country.class)).isEqualTo(1);
    run(again, session -> session.find(Book.class, 1L));
    sweep(again);

    assertThat(again.getCache().contains(Country.class, "pl")).isTrue();
    assertThat(again.getCache().contains(Book.class, 1L)).isTrue();
    assertThat(rows(again)).isLessThanOrEqualTo(3);
  }

  @Test
  void sweep_regionNameSharedWithQueries_leavesTheEntities() {
    SessionFactory shared = factories.open(Map.of(DiskCacheSettings.NAMESPACE, "other"), ENTITIES);
    run(shared, session -> session.find(Country.class, "pl"));
    run(
        shared,
        session ->
            session
                .createSelectionQuery("select c.name from Country c", String.class)
                .setCacheable(true)
                .setCacheRegion(Library.region(Country.class))
                .getResultList());
    assertThat(rows(shared)).isEqualTo(2);

    shared.getCache().evictQueryRegion(Library.region(Country.class));
    sweep(shared);

    assertThat(rows(shared)).isEqualTo(1);
    assertThat(shared.getCache().contains(Country.class, "pl")).isTrue();
  }
}
