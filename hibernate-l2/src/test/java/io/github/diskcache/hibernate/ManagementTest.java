// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static io.github.diskcache.hibernate.Factories.run;
import static io.github.diskcache.hibernate.Factories.statements;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diskcache.hibernate.Library.Author;
import io.github.diskcache.hibernate.Library.Book;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ManagementTest {
  private static final String BOOKS = Library.region(Book.class);

  @RegisterExtension final Factories factories = new Factories();
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

  private Set<ObjectName> beans() throws Exception {
    return server.queryNames(
        new ObjectName("io.github.diskcache:type=SecondLevelCache,prefix=\"shop.war#orders\",*"),
        null);
  }

  private SessionFactory opened(Map<String, Object> settings) {
    SessionFactory factory = factories.open(settings, Author.class, Book.class);
    run(
        factory,
        session -> {
          session.persist(new Book(1, "Solaris"));
          session.persist(new Author(1, "Lem"));
        });
    return factory;
  }

  @Test
  void bean_ofAFactory_tellsOfItsRegionsAndGoesWithIt() throws Exception {
    SessionFactory factory = opened(Map.of("hibernate.cache.region_prefix", "shop.war#orders"));
    run(factory, session -> session.find(Book.class, 1L));
    run(factory, session -> session.find(Book.class, 9L));
    SecondLevelCacheMXBean bean =
        JMX.newMXBeanProxy(server, beans().iterator().next(), SecondLevelCacheMXBean.class);

    assertThat(bean.getDirectory()).startsWith(factories.directory().toString());
    assertThat(bean.getVolume()).isPositive();
    assertThat(bean.getSizeLimit()).isEqualTo(1L << 30);
    assertThat(bean.getRegions()).contains(BOOKS, "default-query-results-region");
    assertThat(bean.getEntries()).containsEntry(BOOKS, 1L);
    assertThat(bean.getHits()).containsEntry(BOOKS, 1L);
    assertThat(bean.missesByCause(BOOKS)).containsOnlyKeys("ABSENT");
    assertThat(bean.getMisses().get(BOOKS)).isEqualTo(bean.missesByCause(BOOKS).get("ABSENT"));
    assertThat(bean.refusedPutsByCause(BOOKS)).isEmpty();

    bean.evictRole(BOOKS);
    assertThat(factory.getCache().contains(Book.class, 1L)).isFalse();
    assertThat(factory.getCache().contains(Author.class, 1L)).isTrue();
    bean.evictRegion(Library.region(Author.class));
    assertThat(factory.getCache().contains(Author.class, 1L)).isFalse();

    factory.close();
    assertThat(beans()).isEmpty();
  }

  @Test
  void bean_notWanted_isNotThere() throws Exception {
    opened(
        Map.of("hibernate.cache.region_prefix", "shop.war#orders", DiskCacheSettings.JMX, "false"));

    assertThat(beans()).isEmpty();
  }

  @Test
  void evictRole_ofTheFactory_isAMissAfterwards() {
    SessionFactory factory = opened(Map.of());
    DiskCacheRegionFactory regions = DiskCacheRegionFactory.of(factory);

    regions.evictRole(BOOKS);

    assertThat(statements(factory, session -> session.find(Book.class, 1L))).isEqualTo(1);
    assertThatThrownBy(() -> regions.evictRole("nobody"))
        .hasMessageContaining("[nobody]: it is not cached");
    assertThatThrownBy(() -> regions.evictRegion("nowhere"))
        .hasMessageContaining("[nowhere]: there is none");
  }

  @Test
  void of_sessionFactoryWithoutOurs_isRefusedClearly() {
    SessionFactory factory =
        factories.open(
            Map.of(
                "hibernate.cache.use_second_level_cache",
                "false",
                "hibernate.cache.use_query_cache",
                "false"));

    assertThatThrownBy(() -> DiskCacheRegionFactory.of(factory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("set [hibernate.cache.region.factory_class] to diskcache");
  }
}
