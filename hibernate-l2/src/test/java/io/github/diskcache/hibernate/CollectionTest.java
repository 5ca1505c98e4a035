// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static io.github.diskcache.hibernate.Factories.run;
import static io.github.diskcache.hibernate.Factories.statements;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.hibernate.Library.Author;
import io.github.diskcache.hibernate.Library.Book;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CollectionTest {
  @RegisterExtension final Factories factories = new Factories();

  private SessionFactory opened(Map<String, Object> settings) {
    SessionFactory factory = factories.open(settings, Author.class, Book.class);
    run(
        factory,
        session -> {
          Author author = new Author(1, "Lem");
          author.pseudonyms.add("first");
          author.pseudonyms.add("second");
          session.persist(author);
          addBook(author, 1);
          addBook(author, 2);
        });
    load(factory);
    return factory;
  }

  private static void addBook(Author author, long id) {
    Book book = new Book(id, "book " + id);
    book.author = author;
    author.books.add(book);
  }

  private static void load(SessionFactory factory) {
    run(
        factory,
        session -> {
          Author author = session.find(Author.class, 1L);
          author.books.forEach(book -> assertThat(book.title).isNotEmpty());
          assertThat(author.pseudonyms).isNotEmpty();
        });
  }

  @Test
  void read_collectionsLoadedBefore_needsNoStatement() {
    SessionFactory factory = opened(Map.of());

    long count =
        statements(
            factory,
            session -> {
              Author author = session.find(Author.class, 1L);
              assertThat(author.books)
                  .extracting(book -> book.id)
                  .containsExactlyInAnyOrder(1L, 2L);
              assertThat(author.pseudonyms).containsExactly("first", "second");
            });

    assertThat(count).isZero();
  }

  @Test
  void read_afterElementsChanged_seesThem() {
    SessionFactory factory = opened(Map.of());
    run(
        factory,
        session -> {
          Author author = session.find(Author.class, 1L);
          addBook(author, 3);
          author.books.removeIf(book -> book.id == 1);
          author.pseudonyms.set(0, "changed");
        });

    run(
        factory,
        session -> {
          Author author = session.find(Author.class, 1L);
          assertThat(author.books).extracting(book -> book.id).containsExactlyInAnyOrder(2L, 3L);
          assertThat(author.pseudonyms).containsExactly("changed", "second");
        });
    assertThat(
            statements(
                factory,
                session -> {
                  assertThat(session.find(Author.class, 1L).books).hasSize(2);
                  assertThat(session.find(Author.class, 1L).pseudonyms).hasSize(2);
                }))
        .isZero();
  }

  @Test
  void read_structuredEntries_needsNoStatement() {
    SessionFactory factory = opened(Map.of("hibernate.cache.use_structured_entries", "true"));

    long count =
        statements(
            factory,
            session -> {
              Author author = session.find(Author.class, 1L);
              assertThat(author.books).hasSize(2);
              assertThat(author.pseudonyms).containsExactly("first", "second");
              assertThat(session.find(Book.class, 2L).title).isEqualTo("book 2");
            });

    assertThat(count).isZero();
  }

  @Test
  void read_inverseCollectionAfterElementInserted_seesItWithAutomaticEviction() {
    SessionFactory factory = opened(Map.of("hibernate.cache.auto_evict_collection_cache", "true"));
    run(
        factory,
        session -> {
          Book book = new Book(3, "book 3");
          book.author = session.getReference(Author.class, 1L);
          session.persist(book);
        });

    run(factory, session -> assertThat(session.find(Author.class, 1L).books).hasSize(3));
  }
}
