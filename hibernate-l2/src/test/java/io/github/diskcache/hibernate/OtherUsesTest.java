// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static io.github.diskcache.hibernate.Factories.assertIn;
import static io.github.diskcache.hibernate.Factories.run;
import static io.github.diskcache.hibernate.Factories.statements;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.hibernate.Library.Author;
import io.github.diskcache.hibernate.Library.Book;
import io.github.diskcache.hibernate.Library.Country;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.TenantId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OtherUsesTest {
  @RegisterExtension final Factories factories = new Factories();

  @Entity(name = "Note")
  @Cacheable
  @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
  @IdClass(NoteId.class)
  static class Note {
    @Id long number;
    @Id String owner;
    @TenantId String tenant;
    Colour colour;
  }

  static class NoteId implements Serializable {
    private static final long serialVersionUID = 1;
    long number;
    String owner;

    NoteId() {}

    NoteId(long number, String owner) {
      this.number = number;
      this.owner = owner;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof NoteId id && id.number == number && id.owner.equals(owner);
    }

    @Override
    public int hashCode() {
      return Objects.hash(number, owner);
    }
  }

  /** An attribute that only Java serialization can write. */
  static final class Colour implements Serializable {
    private static final long serialVersionUID = 1;
    final int red;
    final Hue hue;

    Colour(int red) {
      this.red = red;
      this.hue = new Hue(red / 2);
    }
  }

  static final class Hue implements Serializable {
    private static final long serialVersionUID = 1;
    final int degrees;

    Hue(int degrees) {
      this.degrees = degrees;
    }
  }

  private static Session as(SessionFactory factory, String tenant) {
    return factory.withOptions().tenantIdentifier((Object) tenant).openSession();
  }

  @Test
  void find_otherTenant_doesNotSeeTheEntity() {
    SessionFactory factory = factories.open(Note.class);
    try (Session session = as(factory, "north")) {
      session.beginTransaction();
      Note note = new Note();
      note.number = 1;
      note.owner = "lem";
      note.colour = new Colour(80);
      session.persist(note);
      session.getTransaction().commit();
    }

    try (Session session = as(factory, "north")) {
      long before = factory.getStatistics().getPrepareStatementCount();
      Note note = session.find(Note.class, new NoteId(1, "lem"));
      assertThat(note.colour.hue.degrees).isEqualTo(40);
      assertThat(factory.getStatistics().getPrepareStatementCount()).isEqualTo(before);
    }
    try (Session session = as(factory, "south")) {
      assertThat(session.find(Note.class, new NoteId(1, "lem"))).isNull();
    }
  }

  @Test
  void find_referenceEntries_needsNoStatementAndNoRow() {
    SessionFactory factory =
        factories.open(Map.of("hibernate.cache.use_reference_entries", "true"), Country.class);
    run(factory, session -> session.persist(new Country("pl", "Poland")));
    run(factory, session -> session.find(Country.class, "pl"));

    assertThat(statements(factory, session -> session.find(Country.class, "pl"))).isZero();
    assertThat(factory.getCache().contains(Country.class, "pl")).isTrue();
    assertThat(Factories.regionFactory(factory).store().patient().size()).isZero();
    factory.getCache().evict(Country.class, "pl");
    assertThat(factory.getCache().contains(Country.class, "pl")).isFalse();
    assertThat(statements(factory, session -> session.find(Country.class, "pl"))).isEqualTo(1);
  }

  @Test
  void change_byStatelessSession_isSeenBySessions() {
    SessionFactory factory = factories.open(Author.class, Book.class);
    run(factory, session -> session.persist(new Book(1, "Solaris")));
    factory.getCache().evictAllRegions();

    try (StatelessSession stateless = factory.openStatelessSession()) {
      stateless.beginTransaction();
      Book book = stateless.get(Book.class, 1L);
      book.title = "Fiasco";
      stateless.update(book);
      stateless.getTransaction().commit();
    }

    assertIn(factory, session -> session.find(Book.class, 1L).title).isEqualTo("Fiasco");
    assertThat(statements(factory, session -> session.find(Book.class, 1L))).isZero();
  }

  @Test
  void open_byClassName_caches() {
    SessionFactory factory =
        factories.open(
            Map.of(
                "hibernate.cache.region.factory_class",
                "io.github.diskcache.hibernate.DiskCacheRegionFactory",
                "hibernate.cache.region_prefix",
                "app"),
            Country.class);
    run(factory, session -> session.persist(new Country("pl", "Poland")));

    assertThat(statements(factory, session -> session.find(Country.class, "pl"))).isZero();
    assertThat(Factories.statistics(factory, Library.region(Country.class)).hits()).isEqualTo(1);
  }

  @Test
  void get_byStatelessSession_usesTheCacheWhereHibernateDoes() {
    SessionFactory factory = factories.open(Author.class, Book.class);
    run(factory, session -> session.persist(new Book(1, "Solaris")));

    try (StatelessSession stateless = factory.openStatelessSession()) {
      assertThat(stateless.get(Book.class, 1L).title).isEqualTo("Solaris");
    }

    // stateless sessions use the second-level cache since 7.0
    long hits = org.hibernate.Version.getVersionString().startsWith("6.") ? 0 : 1;
    assertThat(Factories.statistics(factory, Library.region(Book.class)).hits()).isEqualTo(hits);
  }

  @Test
  void find_regionNameSharedWithQueries_needsNoStatement() {
    SessionFactory factory = factories.open(Country.class);
    run(factory, session -> session.persist(new Country("pl", "Poland")));
    Consumer<Session> query =
        session ->
            assertThat(
                    session
                        .createSelectionQuery("select c.name from Country c", String.class)
                        .setCacheable(true)
                        .setCacheRegion(Library.region(Country.class))
                        .getResultList())
                .containsExactly("Poland");
    run(factory, query);

    assertThat(statements(factory, query)).isZero();
    assertThat(statements(factory, session -> session.find(Country.class, "pl"))).isZero();
    assertThat(Factories.regionFactory(factory).statistics())
        .filteredOn(each -> each.region().equals(Library.region(Country.class)))
        .extracting(RegionStatistics::kind)
        .containsExactlyInAnyOrder(RegionKind.DOMAIN, RegionKind.QUERY);
  }
}
