// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import org.hibernate.cache.CacheException;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.cache.spi.access.AccessType;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;

/**
 * What the regions of a session factory have in common. Immutable.
 *
 * @param prefix {@code hibernate.cache.region_prefix}
 * @param sessions the session factory, whose mapping is complete after its start only
 */
record RegionContext(
    RegionFactory factory,
    SessionFactoryImplementor sessions,
    L2Store store,
    L2Settings settings,
    @Nullable String prefix,
    ValueCodec codec,
    OnceLog log) {
  private static final String TENANT_FILTER = "_tenantId";

  /** Whether rows belong to tenants, by schema, database or column. */
  boolean hasTenants() {
    return sessions.getSessionFactoryOptions().isMultiTenancyEnabled()
        || sessions.getDefinedFilterNames().contains(TENANT_FILTER);
  }

  /** A region or role with the prefix, which keeps applications in one namespace apart. */
  String qualified(String name) {
    return prefix == null || prefix.isEmpty() ? name : prefix + "." + name;
  }

  Floor floor(String kind, String name) {
    return store.area().floor(kind + ":" + qualified(name));
  }

  RoleEntries entries(CachedRole role, boolean strict) {
    store.sweepOfStart(role);
    return new RoleEntries(store, role, codec, log, strict, settings.lockTimeout());
  }

  /** The access type that a role really gets. */
  AccessType supported(AccessType configured, String role) {
    if (configured != AccessType.TRANSACTIONAL) {
      return configured;
    }
    if (settings.transactionalFails()) {
      throw new CacheException(
          "Cannot cache ["
              + role
              + "] for transactional access: the cache takes no part in XA transactions; use"
              + " read-write access or set ["
              + DiskCacheSettings.TRANSACTIONAL
              + "] to read-write");
    }
    log.warn(
        "transactional",
        "Transactional access runs as read-write, for ["
            + role
            + "] and others: the cache takes"
            + " no part in XA transactions");
    return AccessType.READ_WRITE;
  }
}
