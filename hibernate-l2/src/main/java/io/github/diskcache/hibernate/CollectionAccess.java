// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import org.hibernate.cache.spi.access.CollectionDataAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.collection.CollectionPersister;
import org.jspecify.annotations.Nullable;

/** The entries of a collection role. Thread-safe. */
final class CollectionAccess extends RoleAccess implements CollectionDataAccess {

  CollectionAccess(Parts parts) {
    super(parts);
  }

  @Override
  public Object generateCacheKey(
      Object id,
      CollectionPersister collectionDescriptor,
      SessionFactoryImplementor factory,
      @Nullable String tenantIdentifier) {
    KeyWriter writer =
        role.beginKey(tenantIdentifier)
            .value(CollectionTypes.keyOf(collectionDescriptor).disassemble(id, factory));
    return new CacheKey(writer.bytes(), writer.isCanonical(), tenantIdentifier != null, id);
  }

  @Override
  public @Nullable Object getCacheKeyId(Object cacheKey) {
    return key(cacheKey).id();
  }
}
