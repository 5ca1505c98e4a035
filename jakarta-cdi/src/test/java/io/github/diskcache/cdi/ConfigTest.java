// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.diskcache.Cache;
import io.github.diskcache.FanoutCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConfigTest {
  @RegisterExtension final Containers containers = new Containers();

  @ApplicationScoped
  static class Prices {
    private final AtomicInteger calls = new AtomicInteger();

    @DiskMemoized(cache = "prices", expire = "${shop.expire:1h}")
    public int price(String article) {
      return calls.incrementAndGet();
    }

    @DiskMemoized(cache = "prices")
    public int stock(String article) {
      return calls.incrementAndGet();
    }
  }

  private Prices prices() {
    return containers.start(Prices.class).select(Prices.class).get();
  }

  private void assertLives(Prices prices, String article, Duration time) {
    int before = prices.price(article);
    containers.clock().advance(time.minusSeconds(1));
    assertThat(prices.price(article)).isEqualTo(before);
    containers.clock().advance(Duration.ofSeconds(2));
    assertThat(prices.price(article)).isNotEqualTo(before);
  }

  @Test
  void expire_ofExpression_isTheDefaultOrWhatIsConfigured() {
    assertLives(prices(), "hat", Duration.ofHours(1));
    containers.stop();

    containers.set("shop.expire", "PT5M");
    Prices again = prices();
    assertLives(again, "coat", Duration.ofMinutes(5));
  }

  @Test
  void expire_ofMethodInConfiguration_winsOverTheAnnotation() {
    containers.set(Prices.class.getName() + "/price/DiskMemoized/expire", "30s");

    assertLives(prices(), "hat", Duration.ofSeconds(30));
  }

  /** Thread 5: caches of a group share settings. */
  @Test
  void expire_ofCacheGroupAndDefault_winInThisOrder() {
    Settings settings = settings();
    containers.set("diskcache.default.expire", "3h");
    assertThat(settings.of("prices").expire()).isEqualTo(Duration.ofHours(3));
    containers.set("diskcache.group.shop.expire", "2h");
    containers.set("diskcache.prices.group", "shop");
    assertThat(settings.of("prices").expire()).isEqualTo(Duration.ofHours(2));
    assertThat(settings.of("other").expire()).isEqualTo(Duration.ofHours(3));
    containers.set("diskcache.prices.expire", "1h");
    assertThat(settings.of("prices").expire()).isEqualTo(Duration.ofHours(1));
    containers.set("diskcache.prices.expire", "never");
    assertThat(settings.of("prices").expire()).isNull();
    containers.set("diskcache.\"my.cache\".expire", "10m");
    assertThat(settings.of("my.cache").expire()).isEqualTo(Duration.ofMinutes(10));
  }

  private static Settings settings() {
    return new Settings(new PropertiesLookup(ConfigTest.class.getClassLoader(), Map.of()));
  }

  @Test
  void value_ofPropertiesFile_comesAfterSystemPropertiesAndEnvironment() throws Exception {
    Path file = containers.root().resolve("META-INF/diskcache.properties");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file, "diskcache.a.expire=1s\ndiskcache.b.expire=1s\ndiskcache.c.expire=${ten:10}s\n");
    containers.set("diskcache.a.expire", "3s");
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {containers.root().toUri().toURL()}, null)) {
      PropertiesLookup lookup =
          new PropertiesLookup(
              loader, Map.of("DISKCACHE_A_EXPIRE", "2s", "DISKCACHE_B_EXPIRE", "2s"));

      assertThat(lookup.value("diskcache.a.expire")).contains("3s");
      assertThat(lookup.value("diskcache.b.expire")).contains("2s");
      assertThat(lookup.value("diskcache.c.expire")).contains("10s");
      assertThat(lookup.value("diskcache.d.expire")).isEmpty();
    }
  }

  @Test
  void lookup_whereMicroProfileConfigIs_asksItFirst() {
    ConfigLookup below = new PropertiesLookup(ConfigTest.class.getClassLoader(), Map.of());
    containers.set("shop.size", "${shop.unit:4}2");

    ConfigLookup lookup = ConfigLookup.ofApplication();

    assertThat(lookup).isInstanceOf(MicroProfileLookup.class);
    assertThat(lookup.value("shop.size")).isEqualTo(below.value("shop.size")).contains("42");
    assertThat(lookup.value("no.such.name")).isEmpty();
    assertThat(lookup.names()).contains("shop.size");
  }

  @Test
  void settings_ofCache_reachTheStore() {
    containers.set("diskcache.prices.size-limit", "64M");
    containers.set("diskcache.prices.eviction-policy", "least-recently-used");
    containers.set("diskcache.prices.type", "fanout");
    containers.set("diskcache.prices.shards", "2");
    containers.set("diskcache.prices.compression", "deflate");
    Path elsewhere = containers.root().resolve("elsewhere");
    containers.set("diskcache.prices.directory", elsewhere.toString());
    SeContainer container = containers.start(Prices.class);
    container.select(Prices.class).get().price("hat");

    Cache<Object, Object> cache = container.select(DiskCaches.class).get().cache("prices");

    assertThat(cache.directory()).isEqualTo(elsewhere);
    assertThat(
            ((FanoutCache<?, ?>) container.select(DiskCaches.class).get().fanoutCache("prices"))
                .shards())
        .isEqualTo(2);
    assertThat(container.select(Prices.class).get().price("hat")).isEqualTo(1);
  }

  @Test
  void unknown_names_areToldWithTheNearest() {
    Settings settings =
        new Settings(
            lookup(
                "diskcache.prices.size_limit",
                "diskcache.prices.size-limit",
                "diskcache.directori",
                "diskcache.group.shop.expire",
                "diskcache.\"a.b\".sqlite.synchronous",
                "hibernate.diskcache.x"));

    assertThat(settings.unknown())
        .containsExactlyInAnyOrder(
            "DISKCACHE-CDI-051: There is no setting [diskcache.prices.size_limit]; did you mean"
                + " [diskcache.prices.size-limit]?",
            "DISKCACHE-CDI-051: There is no setting [diskcache.directori]; did you mean"
                + " [diskcache.directory]?");
  }

  private static ConfigLookup lookup(String... names) {
    return new ConfigLookup() {
      @Override
      public Optional<String> value(String name) {
        return Optional.empty();
      }

      @Override
      public Set<String> names() {
        return Set.of(names);
      }
    };
  }

  @Test
  void setting_thatCannotBe_failsDeployment() {
    containers.set("diskcache.prices.size-limit", "many");

    Throwable failure = catchThrowable(() -> containers.start(Prices.class));

    assertThat(failure)
        .hasStackTraceContaining("DISKCACHE-CDI-018")
        .hasStackTraceContaining("diskcache.prices.size-limit");
  }

  @Test
  void base_whereNothingIsSet_isTheServersOrTheUsersAndNeverTemporary() {
    System.clearProperty("diskcache.directory");
    Path user = settings().base();
    assertThat(user).doesNotExist().isAbsolute();
    assertThat(user.toString())
        .contains("diskcache")
        .doesNotStartWith(System.getProperty("java.io.tmpdir"));

    containers.set("jboss.server.data.dir", "/srv/data");
    assertThat(settings().base()).isEqualTo(Path.of("/srv/data/diskcache"));
  }
}
