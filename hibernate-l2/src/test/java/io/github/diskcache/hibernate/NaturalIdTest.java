// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static io.github.diskcache.hibernate.Factories.run;
import static io.github.diskcache.hibernate.Factories.statements;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diskcache.hibernate.Library.Author;
import io.github.diskcache.hibernate.Library.Book;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NaturalIdTest {
  @RegisterExtension final Factories factories = new Factories();
  private SessionFactory factory;

  @BeforeEach
  void open() {
    factory = factories.open(Author.class, Book.class);
    run(factory, session -> session.persist(new Book(1, "Solaris")));
  }

  private static Book byIsbn(Session session, String isbn) {
    return session.bySimpleNaturalId(Book.class).load(isbn);
  }

  @Test
  void load_afterInsert_needsNoStatement() {
    assertThat(
            statements(
                factory,
                session -> assertThat(byIsbn(session, "isbn-1").title).isEqualTo("Solaris")))
        .isZero();
  }

  @Test
  void load_afterChange_findsByTheNewAndNotByTheOld() {
    run(factory, session -> session.find(Book.class, 1L).isbn = "changed");

    assertThat(
            statements(factory, session -> assertThat(byIsbn(session, "changed").id).isEqualTo(1)))
        .isZero();
    run(factory, session -> assertThat(byIsbn(session, "isbn-1")).isNull());
  }

  @Test
  void load_afterChangeRolledBack_findsByTheOld() {
    assertThatThrownBy(
            () ->
                run(
                    factory,
                    session -> {
                      session.find(Book.class, 1L).isbn = "changed";
                      session.flush();
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");

    run(
        factory,
        session -> {
          assertThat(byIsbn(session, "changed")).isNull();
          assertThat(byIsbn(session, "isbn-1").id).isEqualTo(1);
        });
  }

  @Test
  void load_afterDelete_isNull() {
    run(factory, session -> session.remove(session.find(Book.class, 1L)));

    run(factory, session -> assertThat(byIsbn(session, "isbn-1")).isNull());
  }

  @Test
  void load_naturalIdGivenToAnother_findsTheOther() {
    run(
        factory,
        session -> {
          session.find(Book.class, 1L).isbn = "free";
          session.flush();
          Book other = new Book(2, "Eden");
          other.isbn = "isbn-1";
          session.persist(other);
        });

    run(factory, session -> assertThat(byIsbn(session, "isbn-1").id).isEqualTo(2));
    run(factory, session -> assertThat(byIsbn(session, "free").id).isEqualTo(1));
  }
}
