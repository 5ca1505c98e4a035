// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static io.github.diskcache.hibernate.Factories.run;
import static io.github.diskcache.hibernate.Factories.statements;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diskcache.hibernate.Library.Author;
import io.github.diskcache.hibernate.Library.Book;
import io.github.diskcache.hibernate.Library.Genre;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QueryCacheTest {
  @RegisterExtension final Factories factories = new Factories();
  private SessionFactory factory;

  @BeforeEach
  void open() {
    factory = factories.open(Author.class, Book.class);
    run(
        factory,
        session -> {
          session.persist(new Book(1, "Solaris"));
          session.persist(new Book(2, "Eden"));
        });
  }

  private static List<Book> books(Session session) {
    return session
        .createSelectionQuery("from Book b where b.genre = :genre order by b.id", Book.class)
        .setParameter("genre", Genre.SCIENCE)
        .setCacheable(true)
        .getResultList();
  }

  private static List<String> titles(Session session, long least) {
    return session
        .createSelectionQuery("select b.title from Book b where b.id >= ?1", String.class)
        .setParameter(1, least)
        .setCacheable(true)
        .setCacheRegion("titles")
        .getResultList();
  }

  @Test
  void query_repeated_needsNoStatement() {
    run(factory, QueryCacheTest::books);
    run(factory, session -> titles(session, 2));

    long count =
        statements(
            factory,
            session -> {
              assertThat(books(session))
                  .extracting(book -> book.title)
                  .containsExactly("Solaris", "Eden");
              assertThat(titles(session, 2)).containsExactly("Eden");
            });

    assertThat(count).isZero();
    assertThat(Factories.statistics(factory, "titles").hits()).isEqualTo(1);
  }

  @Test
  void query_otherParameter_isAskedAnew() {
    run(factory, session -> titles(session, 2));

    run(factory, session -> assertThat(titles(session, 1)).hasSize(2));
  }

  @Test
  void query_afterInsert_seesItAndIsCachedAgain() {
    run(factory, QueryCacheTest::books);

    run(factory, session -> session.persist(new Book(3, "Fiasco")));

    run(factory, session -> assertThat(books(session)).hasSize(3));
    assertThat(statements(factory, QueryCacheTest::books)).isZero();
  }

  @Test
  void query_afterRollback_isCachedAtOnce() {
    assertThatThrownBy(
            () ->
                run(
                    factory,
                    session -> {
                      session.persist(new Book(3, "Fiasco"));
                      session.flush();
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");

    run(factory, session -> assertThat(books(session)).hasSize(2));
    assertThat(statements(factory, QueryCacheTest::books)).isZero();
  }

  @Test
  void query_whileAnotherTransactionHasWritten_isNotBelievedAfterItsCommit() {
    run(
        factory,
        writer -> {
          writer.persist(new Book(3, "Fiasco"));
          writer.flush();

          run(factory, session -> assertThat(books(session)).hasSize(2));
        });

    run(factory, session -> assertThat(books(session)).hasSize(3));
  }

  @Test
  void query_afterBulkUpdate_seesIt() {
    run(factory, session -> titles(session, 1));

    run(
        factory,
        session -> session.createMutationQuery("update Book set title = 'bulk'").executeUpdate());

    run(factory, session -> assertThat(titles(session, 1)).containsOnly("bulk"));
  }

  @Test
  void evictQueryRegions_afterQuery_asksAgain() {
    run(factory, QueryCacheTest::books);
    run(factory, session -> titles(session, 2));

    factory.getCache().evictQueryRegion("titles");

    assertThat(statements(factory, session -> titles(session, 2))).isEqualTo(1);
    assertThat(statements(factory, QueryCacheTest::books)).isZero();
    factory.getCache().evictQueryRegions();
    assertThat(statements(factory, QueryCacheTest::books)).isEqualTo(1);
  }

  @Test
  void query_nativeWithoutTypes_givesTheSameResultAgain() {
    for (int i = 0; i < 2; i++) {
      run(
          factory,
          session ->
              assertThat(
                      session
                          .createNativeQuery(
                              "select title, price from Book order by id", Object[].class)
                          .addSynchronizedEntityClass(Book.class)
                          .setCacheable(true)
                          .getResultList())
                  .extracting(row -> row[0])
                  .containsExactly("Solaris", "Eden"));
    }
  }
}
