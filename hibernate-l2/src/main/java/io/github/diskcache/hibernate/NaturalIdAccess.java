// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.io.Serializable;
import java.util.ArrayList;
import org.hibernate.cache.MutableCacheKeyBuilder;
import org.hibernate.cache.spi.access.NaturalIdDataAccess;
import org.hibernate.cache.spi.access.SoftLock;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** The primary keys that natural ids stand for. Thread-safe. */
final class NaturalIdAccess extends RoleAccess implements NaturalIdDataAccess {

  NaturalIdAccess(Parts parts) {
    super(parts);
  }

  @Override
  public Object generateCacheKey(
      Object naturalIdValues,
      EntityPersister rootEntityDescriptor,
      SharedSessionContractImplementor session) {
    Values values = new Values();
    rootEntityDescriptor.getNaturalIdMapping().addToCacheKey(values, naturalIdValues, session);
    String tenant = session.getTenantIdentifier();
    KeyWriter writer = role.beginKey(tenant).value(values.values);
    return new CacheKey(writer.bytes(), writer.isCanonical(), tenant != null, naturalIdValues);
  }

  @Override
  public @Nullable Object getNaturalIdValues(Object cacheKey) {
    return key(cacheKey).id();
  }

  @Override
  public boolean insert(SharedSessionContractImplementor session, Object key, Object value) {
    return false;
  }

  @Override
  public boolean afterInsert(SharedSessionContractImplementor session, Object key, Object value) {
    return strategy.afterInsert(key(key), value, null, SessionStamp.of(session));
  }

  @Override
  public boolean update(SharedSessionContractImplementor session, Object key, Object value) {
    strategy.update(key(key));
    return false;
  }

  @Override
  public boolean afterUpdate(
      SharedSessionContractImplementor session, Object key, Object value, @Nullable SoftLock lock) {
    return strategy.afterUpdate(key(key), value, null, lock);
  }

  /** Collects the parts of a natural id. Their hash codes are not stable, and are left out. */
  private static final class Values implements MutableCacheKeyBuilder {
    private static final long serialVersionUID = 1;

    final ArrayList<@Nullable Object> values = new ArrayList<>();

    @Override
    public void addValue(@Nullable Object value) {
      values.add(value);
    }

    @Override
    public void addHashCode(int hashCode) {}

    @Override
    public Serializable build() {
      return values;
    }
  }
}
