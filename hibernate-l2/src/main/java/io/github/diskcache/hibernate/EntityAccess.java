// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import org.hibernate.cache.spi.access.EntityDataAccess;
import org.hibernate.cache.spi.access.SoftLock;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** The entries of an entity hierarchy. Thread-safe. */
final class EntityAccess extends RoleAccess implements EntityDataAccess {

  EntityAccess(Parts parts) {
    super(parts);
  }

  @Override
  public Object generateCacheKey(
      Object id,
      EntityPersister rootEntityDescriptor,
      SessionFactoryImplementor factory,
      @Nullable String tenantIdentifier) {
    KeyWriter writer =
        role.beginKey(tenantIdentifier)
            .value(rootEntityDescriptor.getIdentifierType().disassemble(id, factory));
    return new CacheKey(writer.bytes(), writer.isCanonical(), tenantIdentifier != null, id);
  }

  @Override
  public @Nullable Object getCacheKeyId(Object cacheKey) {
    return key(cacheKey).id();
  }

  @Override
  public boolean insert(
      SharedSessionContractImplementor session,
      Object key,
      Object value,
      @Nullable Object version) {
    return false;
  }

  @Override
  public boolean afterInsert(
      SharedSessionContractImplementor session,
      Object key,
      Object value,
      @Nullable Object version) {
    return strategy.afterInsert(key(key), value, version, SessionStamp.of(session));
  }

  @Override
  public boolean update(
      SharedSessionContractImplementor session,
      Object key,
      Object value,
      @Nullable Object currentVersion,
      @Nullable Object previousVersion) {
    strategy.update(key(key));
    return false;
  }

  @Override
  public boolean afterUpdate(
      SharedSessionContractImplementor session,
      Object key,
      Object value,
      @Nullable Object currentVersion,
      @Nullable Object previousVersion,
      @Nullable SoftLock lock) {
    return strategy.afterUpdate(key(key), value, currentVersion, lock);
  }
}
