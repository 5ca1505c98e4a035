// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.util.List;
import org.hibernate.boot.registry.selector.SimpleStrategyRegistrationImpl;
import org.hibernate.boot.registry.selector.StrategyRegistration;
import org.hibernate.boot.registry.selector.StrategyRegistrationProvider;
import org.hibernate.cache.spi.RegionFactory;

/**
 * Lets {@code hibernate.cache.region.factory_class} be {@code diskcache}. Found by Hibernate as a
 * service.
 */
public final class DiskCacheStrategyRegistration implements StrategyRegistrationProvider {

  /** The short name of {@link DiskCacheRegionFactory}. */
  public static final String SHORT_NAME = "diskcache";

  /** Made by Hibernate. */
  public DiskCacheStrategyRegistration() {}

  @Override
  @SuppressWarnings("rawtypes")
  public Iterable<StrategyRegistration> getStrategyRegistrations() {
    return List.of(
        new SimpleStrategyRegistrationImpl<>(
            RegionFactory.class,
            DiskCacheRegionFactory.class,
            SHORT_NAME,
            DiskCacheRegionFactory.class.getSimpleName(),
            DiskCacheRegionFactory.class.getName()));
  }
}
