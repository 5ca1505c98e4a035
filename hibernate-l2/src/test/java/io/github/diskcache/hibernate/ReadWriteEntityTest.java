// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static io.github.diskcache.hibernate.Factories.assertIn;
import static io.github.diskcache.hibernate.Factories.run;
import static io.github.diskcache.hibernate.Factories.statements;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diskcache.hibernate.Library.Author;
import io.github.diskcache.hibernate.Library.Book;
import jakarta.persistence.LockModeType;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReadWriteEntityTest {
  @RegisterExtension final Factories factories = new Factories();
  private SessionFactory factory;

  @BeforeEach
  void open() {
    factory = factories.open(Library.ALL);
    run(
        factory,
        session -> {
          session.persist(new Author(1, "Lem"));
          session.persist(new Book(1, "Solaris"));
        });
  }

  @Test
  void find_afterInsert_needsNoStatement() {
    long count =
        statements(
            factory,
            session -> {
              Book book = session.find(Book.class, 1L);
              assertThat(book.title).isEqualTo("Solaris");
              assertThat(book.price).isEqualByComparingTo("12.50");
              assertThat(book.published).hasToString("2020-02-29");
              assertThat(book.genre).isEqualTo(Library.Genre.SCIENCE);
              assertThat(session.find(Author.class, 1L).name).isEqualTo("Lem");
            });

    assertThat(count).isZero();
  }

  @Test
  void find_afterUpdate_seesTheNewValueWithoutStatement() {
    run(factory, session -> session.find(Book.class, 1L).title = "Fiasco");
    run(factory, session -> session.find(Author.class, 1L).name = "Stanislaw Lem");

    long count =
        statements(
            factory,
            session -> {
              assertThat(session.find(Book.class, 1L).title).isEqualTo("Fiasco");
              assertThat(session.find(Author.class, 1L).name).isEqualTo("Stanislaw Lem");
            });

    assertThat(count).isZero();
  }

  @Test
  void find_afterEvictAndLoad_needsNoStatement() {
    factory.getCache().evictAllRegions();
    run(factory, session -> session.find(Book.class, 1L));

    assertThat(statements(factory, session -> session.find(Book.class, 1L))).isZero();
  }

  @Test
  void find_afterDelete_isNull() {
    run(factory, session -> session.remove(session.find(Book.class, 1L)));

    assertIn(factory, session -> session.find(Book.class, 1L)).isNull();
  }

  @Test
  void find_afterDeleteAndInsertAgain_seesTheNewOne() {
    run(factory, session -> session.remove(session.find(Book.class, 1L)));
    run(factory, session -> session.persist(new Book(1, "Eden")));

    assertIn(factory, session -> session.find(Book.class, 1L).title).isEqualTo("Eden");
  }

  @Test
  void find_afterRollback_seesTheOldValueAndCachesItAgain() {
    assertThatThrownBy(
            () ->
                run(
                    factory,
                    session -> {
                      session.find(Book.class, 1L).title = "Fiasco";
                      session.flush();
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");

    assertIn(factory, session -> session.find(Book.class, 1L).title).isEqualTo("Solaris");
    assertThat(statements(factory, session -> session.find(Book.class, 1L))).isZero();
  }

  @Test
  void find_whileAnotherTransactionHasChangedIt_readsTheDatabase() {
    run(
        factory,
        writer -> {
          writer.find(Author.class, 1L).name = "changed";
          writer.flush();

          assertIn(factory, reader -> reader.find(Author.class, 1L).name).isEqualTo("Lem");
        });

    assertIn(factory, session -> session.find(Author.class, 1L).name).isEqualTo("changed");
    assertThat(statements(factory, session -> session.find(Author.class, 1L))).isZero();
  }

  @Test
  void find_afterPessimisticLock_isCachedAgain() {
    run(factory, session -> session.find(Book.class, 1L, LockModeType.PESSIMISTIC_WRITE));
    run(factory, session -> session.find(Book.class, 1L));

    assertThat(statements(factory, session -> session.find(Book.class, 1L))).isZero();
  }

  @Test
  void refresh_cachedEntity_readsTheDatabaseAndCachesIt() {
    run(
        factory,
        session ->
            session.doWork(
                connection -> {
                  try (var statement = connection.createStatement()) {
                    statement.executeUpdate("update Book set title = 'by SQL' where id = 1");
                  }
                }));

    run(
        factory,
        session -> {
          Book book = session.find(Book.class, 1L);
          assertThat(book.title).isEqualTo("Solaris");
          session.refresh(book);
          assertThat(book.title).isEqualTo("by SQL");
        });
    run(factory, session -> assertThat(session.find(Book.class, 1L).title).isEqualTo("by SQL"));
    assertThat(statements(factory, session -> session.find(Book.class, 1L))).isZero();
  }

  @Test
  void bulkUpdate_cachedEntities_makesThemMisses() {
    run(
        factory,
        session -> session.createMutationQuery("update Book set title = 'bulk'").executeUpdate());

    assertIn(factory, session -> session.find(Book.class, 1L).title).isEqualTo("bulk");
    assertThat(statements(factory, session -> session.find(Book.class, 1L))).isZero();
  }

  @Test
  void insertAndUpdate_inOneTransaction_cachesTheLastState() {
    run(
        factory,
        session -> {
          Book book = new Book(2, "first");
          session.persist(book);
          session.flush();
          book.title = "second";
        });

    assertIn(factory, session -> session.find(Book.class, 2L).title).isEqualTo("second");
  }
}
