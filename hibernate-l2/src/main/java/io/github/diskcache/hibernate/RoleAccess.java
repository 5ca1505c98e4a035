// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.util.function.BooleanSupplier;
import org.hibernate.cache.spi.DomainDataRegion;
import org.hibernate.cache.spi.access.AccessType;
import org.hibernate.cache.spi.access.CachedDomainDataAccess;
import org.hibernate.cache.spi.access.SoftLock;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * What Hibernate calls for entities, natural ids and collections alike. Keys come from the {@code
 * generateCacheKey} of the same access. Thread-safe.
 */
abstract sealed class RoleAccess implements CachedDomainDataAccess
    permits EntityAccess, NaturalIdAccess, CollectionAccess {
  private final DomainDataRegion region;
  private final AccessType accessType;
  private final boolean minimalPuts;
  private final BooleanSupplier tenants;
  final CachedRole role;
  final RoleEntries entries;
  final AccessStrategy strategy;

  RoleAccess(Parts parts) {
    this.region = parts.region;
    this.accessType = parts.accessType;
    this.minimalPuts = parts.minimalPuts;
    this.role = parts.role;
    this.entries = parts.entries;
    this.strategy = parts.strategy;
    this.tenants = parts.tenants;
  }

  /**
   * What the region makes an access of.
   *
   * @param tenants whether rows belong to tenants, known after the session factory's start only
   */
  record Parts(
      DomainDataRegion region,
      AccessType accessType,
      boolean minimalPuts,
      CachedRole role,
      RoleEntries entries,
      AccessStrategy strategy,
      BooleanSupplier tenants) {}

  @Override
  public DomainDataRegion getRegion() {
    return region;
  }

  @Override
  public AccessType getAccessType() {
    return accessType;
  }

  @Override
  public @Nullable Object get(SharedSessionContractImplementor session, Object key) {
    return entries.get(key(key), SessionStamp.of(session));
  }

  @Override
  public boolean putFromLoad(
      SharedSessionContractImplementor session,
      Object key,
      Object value,
      @Nullable Object version) {
    return putFromLoad(session, key, value, version, minimalPuts);
  }

  @Override
  public boolean putFromLoad(
      SharedSessionContractImplementor session,
      Object key,
      Object value,
      @Nullable Object version,
      boolean minimalPutOverride) {
    return entries.putLoaded(
        key(key), value, version, SessionStamp.of(session), minimalPutOverride);
  }

  @Override
  public @Nullable SoftLock lockItem(
      SharedSessionContractImplementor session, Object key, @Nullable Object version) {
    return strategy.lock(key(key));
  }

  @Override
  public void unlockItem(
      SharedSessionContractImplementor session, Object key, @Nullable SoftLock lock) {
    strategy.unlock(key(key), lock);
  }

  @Override
  public void remove(SharedSessionContractImplementor session, Object key) {
    strategy.remove(key(key));
  }

  @Override
  public void removeAll(SharedSessionContractImplementor session) {
    entries.evictAll();
  }

  @Override
  public boolean contains(Object key) {
    return entries.contains(key(key));
  }

  @Override
  public SoftLock lockRegion() {
    return entries.openRole();
  }

  @Override
  public void unlockRegion(@Nullable SoftLock lock) {
    entries.closeRole(lock);
  }

  /**
   * Where there are tenants, Hibernate's cache API tells an id and not whose: then the rows of all
   * tenants go, and to find them, those of the whole role.
   */
  @Override
  public void evict(Object key) {
    entries.evict(key(key));
    if (!key(key).isOfATenant() && tenants.getAsBoolean()) {
      entries.evictAll();
    }
  }

  @Override
  public void evictAll() {
    entries.evictAll();
  }

  static CacheKey key(Object key) {
    return (CacheKey) key;
  }
}
