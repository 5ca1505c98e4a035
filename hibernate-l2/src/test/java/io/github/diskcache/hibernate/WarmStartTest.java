// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static io.github.diskcache.hibernate.Factories.run;
import static io.github.diskcache.hibernate.Factories.statements;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.hibernate.Library.Author;
import io.github.diskcache.hibernate.Library.Book;
import io.github.diskcache.hibernate.Library.Country;
import java.util.Map;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WarmStartTest {
  private static final Class<?>[] ENTITIES = {Author.class, Book.class, Country.class};

  @RegisterExtension final Factories factories = new Factories();

  private void fillAndClose() {
    try (SessionFactory factory = factories.open(ENTITIES)) {
      run(
          factory,
          session -> {
            Author author = new Author(1, "Lem");
            author.pseudonyms.add("one");
            session.persist(author);
            session.persist(new Book(1, "Solaris"));
            session.persist(new Country("pl", "Poland"));
          });
      readAll(factory);
    }
  }

  private static void readAll(SessionFactory factory) {
    run(
        factory,
        session -> {
          assertThat(session.find(Author.class, 1L).pseudonyms).containsExactly("one");
          assertThat(session.find(Book.class, 1L).title).isEqualTo("Solaris");
          assertThat(session.find(Country.class, "pl").name).isEqualTo("Poland");
          assertThat(session.bySimpleNaturalId(Book.class).load("isbn-1").id).isEqualTo(1);
          assertThat(titles(session)).isEqualTo(1);
        });
  }

  private static int titles(Session session) {
    return session
        .createSelectionQuery("select b.title from Book b", String.class)
        .setCacheable(true)
        .getResultList()
        .size();
  }

  private SessionFactory reopened(String warmStart) {
    return factories.open(Map.of(DiskCacheSettings.WARM_START, warmStart), ENTITIES);
  }

  @Test
  void open_trustingTheDirectory_findsEverythingWithoutStatement() {
    fillAndClose();

    SessionFactory factory = reopened("trust");

    assertThat(
            statements(
                factory,
                session -> {
                  assertThat(session.find(Author.class, 1L).pseudonyms).containsExactly("one");
                  assertThat(session.find(Book.class, 1L).title).isEqualTo("Solaris");
                  assertThat(session.find(Country.class, "pl").name).isEqualTo("Poland");
                  assertThat(session.bySimpleNaturalId(Book.class).load("isbn-1").id).isEqualTo(1);
                  assertThat(titles(session)).isEqualTo(1);
                }))
        .isZero();
  }

  @Test
  void open_byDefault_findsReadOnlyEntitiesOnly() {
    fillAndClose();

    SessionFactory factory = factories.open(ENTITIES);

    assertThat(statements(factory, session -> session.find(Country.class, "pl"))).isZero();
    assertThat(statements(factory, session -> session.find(Book.class, 1L))).isEqualTo(1);
    assertThat(statements(factory, WarmStartTest::titles)).isEqualTo(1);
    assertThat(Factories.statistics(factory, Library.region(Book.class)).misses())
        .containsEntry(MissCause.INVALIDATED, 1L);
  }

  @Test
  void open_afterADefaultStart_doesNotBringBackWhatThatDropped() {
    fillAndClose();
    factories.open(ENTITIES).close();

    SessionFactory factory = reopened("trust");

    assertThat(statements(factory, session -> session.find(Book.class, 1L))).isEqualTo(1);
    assertThat(statements(factory, session -> session.find(Book.class, 1L))).isZero();
  }

  @Test
  void open_believingNothing_findsNothing() {
    fillAndClose();

    SessionFactory factory = reopened("off");

    assertThat(statements(factory, session -> session.find(Country.class, "pl"))).isEqualTo(1);
    assertThat(statements(factory, session -> session.find(Book.class, 1L))).isEqualTo(1);
    assertThat(statements(factory, session -> session.find(Book.class, 1L))).isZero();
  }

  @Test
  void open_whileAnotherFactoryHasIt_sharesItsEntries() {
    SessionFactory first = factories.open(ENTITIES);
    run(first, session -> session.persist(new Book(1, "Solaris")));

    SessionFactory second = reopened("off");

    assertThat(statements(second, session -> session.find(Book.class, 1L))).isZero();
    run(second, session -> session.find(Book.class, 1L).title = "Fiasco");
    assertThat(
            statements(
                first,
                session -> assertThat(session.find(Book.class, 1L).title).isEqualTo("Fiasco")))
        .isZero();
    second.close();
    assertThat(statements(first, session -> session.find(Book.class, 1L))).isZero();
  }

  @Test
  void open_makingTheSchemaAnew_findsNothing() {
    fillAndClose();

    SessionFactory factory =
        factories.open(
            Map.of(DiskCacheSettings.WARM_START, "trust", "hibernate.hbm2ddl.auto", "create"),
            ENTITIES);

    run(factory, session -> assertThat(session.find(Country.class, "pl")).isNull());
  }
}
