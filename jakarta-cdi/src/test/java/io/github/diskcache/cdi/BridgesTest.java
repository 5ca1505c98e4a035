// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.Cache;
import io.github.diskcache.Deque;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** MicroProfile Health and Micrometer, where they are. */
class BridgesTest {
  @RegisterExtension final Containers containers = new Containers();

  @ApplicationScoped
  static class Shop {
    @Inject
    @CacheName("prices")
    Cache<String, Long> prices;

    @Inject
    @CacheName("inbox")
    Deque<String> inbox;

    @DiskMemoized(cache = "prices")
    public String label(String article) {
      return "a " + article;
    }

    public Cache<String, Long> prices() {
      return prices;
    }

    public Deque<String> inbox() {
      return inbox;
    }
  }

  @ApplicationScoped
  static class Meters {
    @Produces
    @Singleton
    MeterRegistry registry() {
      return new SimpleMeterRegistry();
    }
  }

  private static double count(MeterRegistry meters, String name, String... tags) {
    return meters.get(name).tags("cache.manager", "diskcache").tags(tags).functionCounter().count();
  }

  private static double size(MeterRegistry meters, String cache) {
    return meters
        .get("cache.size")
        .tags("cache", cache, "cache.manager", "diskcache")
        .gauge()
        .value();
  }

  private static List<String> names(MeterRegistry meters) {
    return meters.getMeters().stream()
        .map(meter -> meter.getId().getName())
        .filter(name -> name.startsWith("cache."))
        .toList();
  }

  @Test
  void meters_inTheRegistryOfTheApplication_showWhatEachCacheDid() {
    SeContainer container = containers.start(Shop.class, Meters.class);
    MeterRegistry meters = container.select(MeterRegistry.class).get();
    Shop shop = container.select(Shop.class).get();
    assertThat(names(meters)).isEmpty();

    shop.prices().set("hat", 5L);
    shop.prices().set("coat", 7L);
    shop.prices().get("hat");
    shop.prices().get("hat");
    shop.prices().get("shoe");
    shop.inbox().add("order");

    assertThat(count(meters, "cache.gets", "cache", "prices", "result", "hit")).isEqualTo(2);
    assertThat(count(meters, "cache.gets", "cache", "prices", "result", "miss")).isEqualTo(1);
    assertThat(count(meters, "cache.puts", "cache", "prices")).isEqualTo(2);
    assertThat(count(meters, "cache.evictions", "cache", "prices")).isZero();
    assertThat(size(meters, "prices")).isEqualTo(2);
    assertThat(size(meters, "deque/inbox")).isEqualTo(1);
    assertThat(names(meters)).hasSize(10);
  }

  @Test
  void meters_ofCacheThatIsOpenForTwoTypes_areTheSumOfBoth() {
    SeContainer container = containers.start(Shop.class, Meters.class);
    MeterRegistry meters = container.select(MeterRegistry.class).get();
    Shop shop = container.select(Shop.class).get();
    shop.prices().set("hat", 5L);
    double before = count(meters, "cache.puts", "cache", "prices");

    shop.label("hat");

    assertThat(count(meters, "cache.puts", "cache", "prices")).isGreaterThan(before);
    assertThat(names(meters)).hasSize(5);
  }

  @Test
  void meters_ofCacheOverItsSizeLimit_countEvictions() {
    containers.set("diskcache.prices.size-limit", "1K");
    SeContainer container = containers.start(Shop.class, Meters.class);
    MeterRegistry meters = container.select(MeterRegistry.class).get();
    Shop shop = container.select(Shop.class).get();

    for (long i = 0; i < 20; i++) {
      shop.prices().set("article " + i, i);
    }

    long evictions = shop.prices().maintenance().counts().evictions();
    assertThat(evictions).isPositive();
    assertThat(count(meters, "cache.evictions", "cache", "prices")).isEqualTo((double) evictions);
  }

  @Test
  void meters_atShutdown_areRemovedButForThoseOfOthers() {
    SeContainer container = containers.start(Shop.class, Meters.class);
    MeterRegistry meters = container.select(MeterRegistry.class).get();
    Meter others =
        Gauge.builder("cache.size", () -> 9)
            .tags("cache", "deque/inbox", "cache.manager", "diskcache")
            .register(meters);
    Shop shop = container.select(Shop.class).get();
    shop.prices().set("hat", 5L);
    shop.inbox().add("order");
    assertThat(names(meters)).hasSize(10);

    containers.stop();

    assertThat(meters.getMeters()).containsExactly(others);
  }

  @Test
  void meters_withoutRegistryOfTheApplication_areInTheGlobalOne() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Metrics.addRegistry(meters);
    try {
      Shop shop = containers.start(Shop.class).select(Shop.class).get();
      shop.prices().set("hat", 5L);
      assertThat(count(meters, "cache.puts", "cache", "prices")).isEqualTo(1);
      assertThat(size(meters, "prices")).isEqualTo(1);

      containers.stop();

      assertThat(names(meters)).isEmpty();
      assertThat(names(Metrics.globalRegistry)).isEmpty();
    } finally {
      Metrics.removeRegistry(meters);
    }
  }

  private static HealthCheckResponse health(SeContainer container) {
    return container.select(HealthCheck.class, Readiness.Literal.INSTANCE).get().call();
  }

  @Test
  void health_ofOpenCaches_isUpAndNamesTheirDirectories() {
    SeContainer container = containers.start(Shop.class);
    assertThat(health(container).getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    assertThat(health(container).getData()).contains(Map.of());

    Shop shop = container.select(Shop.class).get();
    shop.prices().set("hat", 5L);
    shop.inbox().add("order");

    assertThat(health(container).getName()).isEqualTo("diskcache");
    assertThat(health(container).getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    assertThat(health(container).getData())
        .contains(Map.of("deque/inbox", "inbox", "prices", "prices"));
  }

  @Test
  void health_whereADirectoryIsGone_isDownUntilItIsBack() throws IOException {
    SeContainer container = containers.start(Shop.class);
    Shop shop = container.select(Shop.class).get();
    shop.prices().set("hat", 5L);
    Path aside = containers.root().resolve("aside");

    Files.move(containers.cache("prices"), aside);
    HealthCheckResponse gone = health(container);
    Files.move(aside, containers.cache("prices"));

    assertThat(gone.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
    assertThat(gone.getData()).contains(Map.of("prices", "prices: no such directory"));
    assertThat(health(container).getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
  }
}
