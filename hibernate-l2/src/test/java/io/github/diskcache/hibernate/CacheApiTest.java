// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static io.github.diskcache.hibernate.Factories.run;
import static io.github.diskcache.hibernate.Factories.statements;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.hibernate.Library.Author;
import io.github.diskcache.hibernate.Library.Book;
import io.github.diskcache.hibernate.Library.Tag;
import org.hibernate.Cache;
import org.hibernate.SessionFactory;
import org.hibernate.stat.CacheRegionStatistics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CacheApiTest {
  @RegisterExtension final Factories factories = new Factories();
  private SessionFactory factory;
  private Cache cache;

  @BeforeEach
  void open() {
    factory = factories.open(Author.class, Book.class, Tag.class);
    cache = factory.getCache();
    run(
        factory,
        session -> {
          session.persist(new Book(1, "Solaris"));
          session.persist(new Book(2, "Eden"));
          session.persist(new Author(1, "Lem"));
        });
  }

  @Test
  void contains_insertedEntity_isTrueUntilEvicted() {
    assertThat(cache.contains(Book.class, 1L)).isTrue();
    assertThat(cache.contains(Book.class, 3L)).isFalse();

    cache.evict(Book.class, 1L);

    assertThat(cache.contains(Book.class, 1L)).isFalse();
    assertThat(cache.contains(Book.class, 2L)).isTrue();
  }

  @Test
  void evict_entityType_leavesOthers() {
    cache.evict(Book.class);

    assertThat(cache.contains(Book.class, 1L)).isFalse();
    assertThat(cache.contains(Book.class, 2L)).isFalse();
    assertThat(cache.contains(Author.class, 1L)).isTrue();
  }

  @Test
  void evictRegion_ofAnEntity_leavesOthers() {
    cache.evictRegion(Library.region(Book.class));

    assertThat(cache.contains(Book.class, 1L)).isFalse();
    assertThat(cache.contains(Author.class, 1L)).isTrue();
  }

  @Test
  void evictAll_always_leavesNothing() {
    cache.evictAllRegions();

    assertThat(cache.contains(Book.class, 1L)).isFalse();
    assertThat(cache.contains(Author.class, 1L)).isFalse();
    assertThat(statements(factory, session -> session.find(Book.class, 1L))).isEqualTo(1);
    assertThat(statements(factory, session -> session.find(Book.class, 1L))).isZero();
  }

  @Test
  void statistics_afterWork_countHitsMissesAndPuts() {
    long missesBefore = Factories.statistics(factory, Library.region(Book.class)).missCount();
    run(factory, session -> session.find(Book.class, 1L));
    run(factory, session -> session.find(Book.class, 7L));

    RegionStatistics statistics = Factories.statistics(factory, Library.region(Book.class));
    assertThat(statistics.hits()).isEqualTo(1);
    assertThat(statistics.misses()).containsOnlyKeys(MissCause.ABSENT);
    assertThat(statistics.missCount()).isEqualTo(missesBefore + 1);
    assertThat(statistics.puts()).isEqualTo(2);
    assertThat(statistics.unreadable()).isZero();
    CacheRegionStatistics hibernates =
        factory.getStatistics().getDomainDataRegionStatistics(Library.region(Book.class));
    assertThat(hibernates.getElementCountOnDisk()).isEqualTo(2);
    assertThat(hibernates.getElementCountInMemory()).isZero();
  }

  @Test
  void statistics_afterEvictRegion_countNoEntries() {
    cache.evictRegion(Library.region(Book.class));

    assertThat(Factories.statistics(factory, Library.region(Book.class)).entries()).isZero();
  }
}
