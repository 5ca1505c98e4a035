// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ObjectAssert;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives each test a database in memory, a cache directory, and session factories on both, which are
 * closed after the test.
 */
final class Factories implements BeforeEachCallback, AfterEachCallback {
  private final List<SessionFactory> opened = new ArrayList<>();
  private Path directory = Path.of("");
  private String url = "";

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    directory = Files.createTempDirectory("diskcache-l2-test-");
    url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    opened.forEach(SessionFactory::close);
    opened.clear();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    }
  }

  Path directory() {
    return directory;
  }

  String url() {
    return url;
  }

  /** A factory that makes the tables it misses, and believes nothing of an earlier one. */
  SessionFactory open(Class<?>... entities) {
    return open(Map.of(), entities);
  }

  SessionFactory open(Map<String, Object> settings, Class<?>... entities) {
    return built(new Configuration(), settings, entities);
  }

  /** As {@link #open}, with an XML mapping that changes what the annotations say. */
  SessionFactory openWithXml(Map<String, Object> settings, String xml, Class<?>... entities) {
    Configuration configuration = new Configuration();
    configuration.addInputStream(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    return built(configuration, settings, entities);
  }

  private SessionFactory built(
      Configuration configuration, Map<String, Object> settings, Class<?>... entities) {
    for (Class<?> entity : entities) {
      configuration.addAnnotatedClass(entity);
    }
    configuration.getProperties().putAll(defaults());
    configuration.getProperties().putAll(settings);
    SessionFactory factory = configuration.buildSessionFactory();
    opened.add(factory);
    return factory;
  }

  /** Hibernate's settings, unless a test gives others. */
  Map<String, Object> defaults() {
    return Map.ofEntries(
        Map.entry("jakarta.persistence.jdbc.url", url),
        Map.entry("jakarta.persistence.jdbc.user", "sa"),
        Map.entry("hibernate.hbm2ddl.auto", "update"),
        Map.entry("hibernate.generate_statistics", "true"),
        Map.entry("hibernate.cache.use_second_level_cache", "true"),
        Map.entry("hibernate.cache.use_query_cache", "true"),
        Map.entry("hibernate.cache.region.factory_class", "diskcache"),
        Map.entry(DiskCacheSettings.DIRECTORY, directory.toString()));
  }

  static DiskCacheRegionFactory regionFactory(SessionFactory factory) {
    return (DiskCacheRegionFactory)
        factory.unwrap(SessionFactoryImplementor.class).getCache().getRegionFactory();
  }

  static RegionStatistics statistics(SessionFactory factory, String region) {
    return regionFactory(factory).statistics().stream()
        .filter(each -> each.region().equals(region))
        .findFirst()
        .orElseThrow();
  }

  static void run(SessionFactory factory, Consumer<Session> work) {
    factory.inTransaction(work);
  }

  /** What some work finds in a transaction of its own. */
  static ObjectAssert<Object> assertIn(SessionFactory factory, Function<Session, Object> work) {
    Object found = factory.fromTransaction(work);
    return Assertions.assertThat(found);
  }

  /** How many statements some work sends to the database. */
  static long statements(SessionFactory factory, Consumer<Session> work) {
    long before = factory.getStatistics().getPrepareStatementCount();
    factory.inTransaction(work);
    return factory.getStatistics().getPrepareStatementCount() - before;
  }
}
