// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static io.github.diskcache.hibernate.Factories.run;
import static io.github.diskcache.hibernate.Factories.statements;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diskcache.hibernate.Library.Country;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.BootstrapServiceRegistry;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cache.CacheException;
import org.hibernate.cache.internal.NoCachingRegionFactory;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.service.spi.ServiceRegistryImplementor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceContributorTest {
  private static final String FACTORY = "hibernate.cache.region.factory_class";

  @RegisterExtension final Factories factories = new Factories();

  /** Puts a factory of its own in the place of any other, as WildFly does. */
  private static final class Usurper implements StandardServiceInitiator<RegionFactory> {
    @Override
    public Class<RegionFactory> getServiceInitiated() {
      return RegionFactory.class;
    }

    @Override
    public RegionFactory initiateService(
        Map<String, Object> values, ServiceRegistryImplementor registry) {
      return NoCachingRegionFactory.INSTANCE;
    }
  }

  private StandardServiceRegistry registry(Map<String, Object> settings) {
    BootstrapServiceRegistry bootstrap = new BootstrapServiceRegistryBuilder().build();
    return new StandardServiceRegistryBuilder(bootstrap)
        .applySettings(factories.defaults())
        .applySettings(settings)
        .addInitiator(new Usurper())
        .build();
  }

  private RegionFactory chosen(Map<String, Object> settings) {
    StandardServiceRegistry registry = registry(settings);
    try {
      return registry.requireService(RegionFactory.class);
    } finally {
      StandardServiceRegistryBuilder.destroy(registry);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "diskcache",
        "DiskCacheRegionFactory",
        "io.github.diskcache.hibernate.DiskCacheRegionFactory"
      })
  void contribute_nameOfOurs_winsOverAnInitiator(String name) {
    assertThat(chosen(Map.of(FACTORY, name))).isInstanceOf(DiskCacheRegionFactory.class);
  }

  @Test
  void contribute_classOrInstanceOfOurs_winsOverAnInitiator() {
    DiskCacheRegionFactory given = new DiskCacheRegionFactory();

    assertThat(chosen(Map.of(FACTORY, DiskCacheRegionFactory.class)))
        .isInstanceOf(DiskCacheRegionFactory.class);
    assertThat(chosen(Map.of(FACTORY, given))).isSameAs(given);
  }

  @Test
  void contribute_anotherFactoryNamed_leavesItAlone() {
    assertThat(chosen(Map.of(FACTORY, "jcache"))).isSameAs(NoCachingRegionFactory.INSTANCE);
  }

  @Test
  void contribute_cachingSwitchedOff_leavesItOff() {
    assertThat(
            chosen(
                Map.of(
                    "hibernate.cache.use_second_level_cache",
                    "false",
                    "hibernate.cache.use_query_cache",
                    "false")))
        .isSameAs(NoCachingRegionFactory.INSTANCE);
    assertThat(chosen(Map.of("hibernate.cache.use_second_level_cache", "false")))
        .isInstanceOf(DiskCacheRegionFactory.class);
  }

  @Test
  void named_noFactory_isNone() {
    assertThat(DiskCacheServiceContributor.named(Map.of())).isNull();
  }

  @Test
  void find_factoryOverAnInitiator_isCachedAndStoppedWithItsSessions() {
    Metadata metadata =
        new MetadataSources(registry(Map.of("hibernate.cache.use_minimal_puts", "true")))
            .addAnnotatedClass(Country.class)
            .buildMetadata();
    DiskCacheRegionFactory regions;
    try (SessionFactory factory = metadata.buildSessionFactory()) {
      regions = Factories.regionFactory(factory);
      run(factory, session -> session.persist(new Country("pl", "Poland")));
      assertThat(statements(factory, session -> session.find(Country.class, "pl"))).isZero();
    }

    assertThat(regions.statistics()).isEmpty();
    assertThatThrownBy(regions::nextTimestamp)
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("is not started");
    assertThat(L2Store.openDirectories()).isEmpty();
  }

  @Test
  void open_wrongSetting_isToldByTheSessionFactory() {
    assertThatThrownBy(
            () -> factories.open(Map.of(DiskCacheSettings.SHARDS, "many"), Country.class))
        .hasStackTraceContaining("setting [hibernate.diskcache.shards] has the value [many]");
    assertThat(L2Store.openDirectories()).isEmpty();
  }

  @Test
  void directory_inWildFly_isInTheServersData() {
    Map<String, Object> settings =
        Map.of(
            "jboss.server.data.dir",
            "/srv/data",
            "hibernate.cache.region_prefix",
            "shop.war#orders/..",
            DiskCacheSettings.NAMESPACE,
            "n");

    assertThat(L2Settings.of(settings).directory())
        .hasToString("/srv/data/diskcache/shop.war_orders___/n");
  }

  @Test
  void names_ofTheSettingThatChooses_areThoseRegistered() {
    Iterable<?> registered =
        new DiskCacheStrategyRegistration()
            .getStrategyRegistrations()
            .iterator()
            .next()
            .getSelectorNames();

    assertThat(registered).hasSize(3);
    for (Object name : registered) {
      assertThat(DiskCacheServiceContributor.named(Map.of(FACTORY, name))).isNotNull();
    }
  }
}
