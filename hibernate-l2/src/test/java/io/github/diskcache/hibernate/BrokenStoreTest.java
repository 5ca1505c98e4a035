// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static io.github.diskcache.hibernate.Factories.assertIn;
import static io.github.diskcache.hibernate.Factories.run;
import static io.github.diskcache.hibernate.Factories.statements;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.FanoutCache;
import io.github.diskcache.hibernate.Library.Author;
import io.github.diskcache.hibernate.Library.Book;
import io.github.diskcache.hibernate.Library.Tag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BrokenStoreTest {
  @RegisterExtension final Factories factories = new Factories();

  private SessionFactory filled() {
    SessionFactory factory = factories.open(Author.class, Book.class, Tag.class);
    run(
        factory,
        session -> {
          session.persist(new Book(1, "Solaris"));
          session.persist(new Tag(1, "new"));
        });
    run(factory, session -> session.find(Tag.class, 1L));
    return factory;
  }

  @Test
  void find_damagedRow_isMissAndReplaced() {
    SessionFactory factory = filled();
    FanoutCache<Object, Object> rows = Factories.regionFactory(factory).store().patient();
    for (Object key : rows.keys()) {
      byte[] bytes = (byte[]) rows.require(key);
      bytes[bytes.length / 2] ^= 1;
      rows.set(key, bytes);
    }

    assertIn(factory, session -> session.find(Book.class, 1L).title).isEqualTo("Solaris");

    assertThat(Factories.statistics(factory, Library.region(Book.class)).unreadable()).isEqualTo(1);
    assertThat(statements(factory, session -> session.find(Book.class, 1L))).isZero();
  }

  @Test
  void find_rowOfAnotherKey_isMiss() {
    SessionFactory factory = filled();
    run(factory, session -> session.persist(new Book(2, "Eden")));
    FanoutCache<Object, Object> rows = Factories.regionFactory(factory).store().patient();
    List<Object> books = new ArrayList<>();
    for (Object key : rows.keys()) {
      String text = new String((byte[]) key, StandardCharsets.ISO_8859_1);
      if (text.startsWith("E") && text.replace("\0", "").contains("Book")) {
        books.add(key);
      }
    }
    Object first = rows.require(books.get(0));
    rows.set(books.get(0), rows.require(books.get(1)));
    rows.set(books.get(1), first);

    assertThat(books).hasSize(2);
    assertIn(factory, session -> session.find(Book.class, 1L).title).isEqualTo("Solaris");
    assertIn(factory, session -> session.find(Book.class, 2L).title).isEqualTo("Eden");
  }

  @Test
  void work_storeClosedUnderTheFactory_goesOnWithoutCache() {
    SessionFactory factory = filled();
    Factories.regionFactory(factory).store().patient().close();
    Factories.regionFactory(factory).store().hasty().close();

    run(factory, session -> session.find(Book.class, 1L).title = "Fiasco");
    run(factory, session -> session.find(Tag.class, 1L).label = "changed");
    run(factory, session -> session.persist(new Book(2, "Eden")));
    run(factory, session -> session.remove(session.find(Book.class, 2L)));
    factory.getCache().evictAllRegions();

    assertIn(factory, session -> session.find(Book.class, 1L).title).isEqualTo("Fiasco");
    assertIn(factory, session -> session.find(Tag.class, 1L).label).isEqualTo("changed");
    assertIn(factory, session -> session.find(Book.class, 2L)).isNull();
  }

  @Test
  void update_thatCouldNotBeWritten_isNotHiddenByTheOldRow() {
    Map<String, Object> trust = Map.of(DiskCacheSettings.WARM_START, "trust");
    Class<?>[] entities = {Author.class, Book.class, Tag.class};
    try (SessionFactory factory = filled()) {
      Factories.regionFactory(factory).store().patient().close();
      Factories.regionFactory(factory).store().hasty().close();
      run(factory, session -> session.find(Book.class, 1L).title = "Fiasco");
      run(factory, session -> session.find(Tag.class, 1L).label = "changed");
    }

    SessionFactory factory = factories.open(trust, entities);

    assertIn(factory, session -> session.find(Book.class, 1L).title).isEqualTo("Fiasco");
    assertIn(factory, session -> session.find(Tag.class, 1L).label).isEqualTo("changed");
  }
}
