// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diskcache.EvictionPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.hibernate.cache.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  private static L2Settings settings(String... namesAndValues) {
    Map<String, Object> values = new HashMap<>();
    values.put(DiskCacheSettings.DIRECTORY, "/cache");
    values.put(DiskCacheSettings.NAMESPACE, "shop");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return L2Settings.of(values);
  }

  @Test
  void of_nothingButADirectory_hasTheDefaults() {
    L2Settings settings = settings();

    assertThat(settings.directory()).isEqualTo(Path.of("/cache/shop"));
    assertThat(settings.shards()).isEqualTo(4);
    assertThat(settings.minimalPuts()).isTrue();
    assertThat(settings.lockTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.warmStart()).isEqualTo(WarmStart.READ_ONLY);
    assertThat(settings.sizeLimit()).isEqualTo(1L << 30);
    assertThat(settings.eviction()).isEqualTo(EvictionPolicy.LEAST_RECENTLY_STORED);
    assertThat(settings.ttl(RoleKind.ENTITY, "r", "e")).isEqualTo(Duration.ofHours(1));
    assertThat(settings.ttl(RoleKind.QUERY, "r", "r")).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void of_noDirectory_saysWhatToSet() {
    assertThatThrownBy(() -> L2Settings.of(Map.of()))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("setting [hibernate.diskcache.directory] is missing; give it");
  }

  @Test
  void ttl_givenForKindRegionAndRole_isTheNearest() {
    L2Settings settings =
        settings(
            "hibernate.diskcache.entity.ttl", "2h",
            "hibernate.diskcache.books.ttl", "PT3H",
            "hibernate.diskcache.app.Book.ttl", "4h",
            "hibernate.diskcache.app.Author.ttl", "none");

    assertThat(settings.ttl(RoleKind.ENTITY, "other", "Tag")).isEqualTo(Duration.ofHours(2));
    assertThat(settings.ttl(RoleKind.ENTITY, "books", "Tag")).isEqualTo(Duration.ofHours(3));
    assertThat(settings.ttl(RoleKind.ENTITY, "books", "app.Book")).isEqualTo(Duration.ofHours(4));
    assertThat(settings.ttl(RoleKind.ENTITY, "books", "app.Author")).isNull();
    assertThat(settings.ttl(RoleKind.COLLECTION, "x", "y")).isEqualTo(Duration.ofHours(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shards | 0 | a whole number from 1 to 64",
        "shards | many | a whole number from 1 to 64",
        "minimal_puts | yes | true or false",
        "lock_timeout | 60 | a duration such as",
        "lock_timeout | none | a duration such as 60s: locks must end",
        "warm_start | warm | off, read_only, probe or trust",
        "warm_start | probe | a query to ask, as [hibernate.diskcache.probe_sql]",
        "max_offline | 10 | a duration such as",
        "transactional | xa | read-write or fail",
        "size_limit | 1GB | a size such as",
        "eviction | lru | one of [none, least-recently-stored",
        "synchronous | on | off, normal or full",
        "query.ttl | 0s | a duration such as",
        "serialization.max_bytes | -1 | a size such as",
        "namespace | ../other | letters, digits",
      })
  void of_valueOfTheWrongForm_saysNameValueAndForm(String name, String value, String expected) {
    assertThatThrownBy(() -> settings(DiskCacheSettings.PREFIX + name, value))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("[" + DiskCacheSettings.PREFIX + name + "]")
        .hasMessageContaining("[" + value + "]")
        .hasMessageContaining(expected);
  }

  @Test
  void of_unknownName_isLoggedWithTheNearest() {
    StringBuilder logged = new StringBuilder();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            logged.append(
                java.text.MessageFormat.format(entry.getMessage(), entry.getParameters()));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(L2Settings.class.getName());
    logger.addHandler(handler);
    try {
      settings("hibernate.diskcache.size_limt", "1GiB");
    } finally {
      logger.removeHandler(handler);
    }

    assertThat(logged)
        .contains("[hibernate.diskcache.size_limt]")
        .contains("did you mean [hibernate.diskcache.size_limit]?");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:h2:mem:a;USER=sa;PASSWORD=secret, jdbc:h2:mem:a",
    "jdbc:postgresql://h/db?user=a&password=b&ssl=true, jdbc:postgresql://h/db?&&ssl=true",
    "jdbc:mysql://root:pw@h/db, jdbc:mysql://h/db",
    "jdbc:oracle:thin:scott/tiger@h:1521/x, jdbc:oracle:thin:@h:1521/x",
  })
  void withoutCredentials_url_namesTheDatabaseOnly(String url, String expected) {
    assertThat(Namespace.withoutCredentials(url)).startsWith(expected).doesNotContain("secret");
  }

  @Test
  void namespace_otherDatabaseUserOrPrefix_differs() {
    String url = "jakarta.persistence.jdbc.url";
    String base = namespace(Map.of(url, "jdbc:h2:mem:a"));

    assertThat(namespace(Map.of(url, "jdbc:h2:mem:a"))).isEqualTo(base);
    assertThat(namespace(Map.of(url, "jdbc:h2:mem:b"))).isNotEqualTo(base);
    assertThat(namespace(Map.of(url, "jdbc:h2:mem:a", "jakarta.persistence.jdbc.user", "x")))
        .isNotEqualTo(base);
    assertThat(namespace(Map.of(url, "jdbc:h2:mem:a", "hibernate.cache.region_prefix", "x")))
        .isNotEqualTo(base);
    assertThatThrownBy(() -> namespace(Map.of()))
        .hasMessageContaining("set [hibernate.diskcache.namespace]");
  }

  private static String namespace(Map<String, Object> values) {
    return Namespace.of(new SettingText(values));
  }
}
