// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.util.Comparator;
import java.util.function.Supplier;
import org.hibernate.cache.cfg.spi.CollectionDataCachingConfig;
import org.hibernate.cache.cfg.spi.EntityDataCachingConfig;
import org.jspecify.annotations.Nullable;

/** The comparators of versions, whose declared types differ between Hibernate's lines. */
final class RoleVersions {
  private RoleVersions() {}

  @SuppressWarnings({"unchecked", "rawtypes"})
  static @Nullable Supplier<Comparator<Object>> of(EntityDataCachingConfig config) {
    Supplier<Comparator> versions =
        config.isVersioned() ? (Supplier) config.getVersionComparatorAccess() : null;
    return versions == null ? null : () -> versions.get();
  }

  @SuppressWarnings("unchecked")
  static @Nullable Supplier<Comparator<Object>> of(CollectionDataCachingConfig config) {
    Comparator<Object> versions = config.isVersioned() ? config.getOwnerVersionComparator() : null;
    return versions == null ? null : () -> versions;
  }
}
