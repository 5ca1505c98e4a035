// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.service.spi.ServiceContributor;
import org.jspecify.annotations.Nullable;

/**
 * Holds to {@code hibernate.cache.region.factory_class} where it names {@link
 * DiskCacheRegionFactory}: WildFly would put its own factory in the place of any other. Does
 * nothing where it names another factory, or none, or where caching is switched off. Found by
 * Hibernate as a service.
 */
public final class DiskCacheServiceContributor implements ServiceContributor {
  private static final System.Logger LOG =
      System.getLogger(DiskCacheServiceContributor.class.getPackageName());

  /** Packages of WildFly's own contributor, for ORM 6 and for ORM 7. */
  private static final Set<String> WILDFLY =
      Set.of("org.jboss.as.jpa.", "org.wildfly.persistence.jipijapa.");

  private static final Set<String> NAMES =
      Set.of(
          DiskCacheStrategyRegistration.SHORT_NAME,
          DiskCacheRegionFactory.class.getSimpleName(),
          DiskCacheRegionFactory.class.getName());

  /** Made by Hibernate. */
  public DiskCacheServiceContributor() {}

  @Override
  public void contribute(StandardServiceRegistryBuilder builder) {
    DiskCacheRegionFactory factory = named(builder.getSettings());
    if (factory != null) {
      // a service that is given comes before any initiator, in whatever order these are found
      builder.addService(RegionFactory.class, factory);
      if (isInWildFly(builder)) {
        LOG.log(
            Level.INFO,
            "Hibernate's second-level cache is served by diskcache; WildFly's warning 20262 of an"
                + " ignored region factory can be disregarded");
      }
    }
  }

  /** The factory that the settings name, if it is ours and there is anything to cache. */
  static @Nullable DiskCacheRegionFactory named(Map<String, Object> settings) {
    Object setting = settings.get("hibernate.cache.region.factory_class");
    if (setting == null || isOff(settings)) {
      return null;
    }
    if (setting instanceof DiskCacheRegionFactory factory) {
      return factory;
    }
    String name = setting instanceof Class<?> type ? type.getName() : setting.toString().trim();
    return NAMES.contains(name) ? new DiskCacheRegionFactory(settings) : null;
  }

  /** Switched off, in Hibernate's own sense: then it takes a factory that caches nothing. */
  private static boolean isOff(Map<String, Object> settings) {
    return "false".equalsIgnoreCase(text(settings, "hibernate.cache.use_second_level_cache"))
        && !"true".equalsIgnoreCase(text(settings, "hibernate.cache.use_query_cache"));
  }

  private static String text(Map<String, Object> settings, String name) {
    return String.valueOf(settings.get(name)).trim();
  }

  private static boolean isInWildFly(StandardServiceRegistryBuilder builder) {
    ClassLoaderService loaders =
        builder.getBootstrapServiceRegistry().getService(ClassLoaderService.class);
    return loaders != null
        && loaders.loadJavaServices(ServiceContributor.class).stream()
            .map(each -> each.getClass().getName())
            .anyMatch(name -> WILDFLY.stream().anyMatch(name::startsWith));
  }
}
