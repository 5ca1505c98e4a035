// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.cache.CacheException;
import org.hibernate.cache.cfg.spi.CollectionDataCachingConfig;
import org.hibernate.cache.cfg.spi.DomainDataCachingConfig;
import org.hibernate.cache.cfg.spi.DomainDataRegionConfig;
import org.hibernate.cache.cfg.spi.EntityDataCachingConfig;
import org.hibernate.cache.cfg.spi.NaturalIdDataCachingConfig;
import org.hibernate.cache.spi.DomainDataRegion;
import org.hibernate.cache.spi.ExtendedStatisticsSupport;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.cache.spi.access.AccessType;
import org.hibernate.cache.spi.access.CollectionDataAccess;
import org.hibernate.cache.spi.access.EntityDataAccess;
import org.hibernate.cache.spi.access.NaturalIdDataAccess;
import org.hibernate.metamodel.model.domain.NavigableRole;
import org.jspecify.annotations.Nullable;

/** A region of entities, natural ids and collections. Thread-safe. */
final class DomainRegion implements DomainDataRegion, ExtendedStatisticsSupport, CountedRegion {
  private final String name;
  private final RegionContext context;
  private final RegionCounters counters = new RegionCounters();
  private final Floor floor;
  private final Map<NavigableRole, EntityAccess> entities = new HashMap<>();
  private final Map<NavigableRole, NaturalIdAccess> naturalIds = new HashMap<>();
  private final Map<NavigableRole, CollectionAccess> collections = new HashMap<>();
  private final List<RoleEntries> roles = new ArrayList<>();

  DomainRegion(DomainDataRegionConfig config, RegionContext context) {
    this.name = config.getRegionName();
    this.context = context;
    this.floor = context.floor("region", name);
    for (EntityDataCachingConfig entity : config.getEntityCaching()) {
      entities.put(entity.getNavigableRole(), new EntityAccess(entityParts(entity)));
    }
    for (NaturalIdDataCachingConfig naturalId : config.getNaturalIdCaching()) {
      naturalIds.put(naturalId.getNavigableRole(), new NaturalIdAccess(naturalIdParts(naturalId)));
    }
    for (CollectionDataCachingConfig collection : config.getCollectionCaching()) {
      collections.put(
          collection.getNavigableRole(), new CollectionAccess(collectionParts(collection)));
    }
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public RegionFactory getRegionFactory() {
    return context.factory();
  }

  @Override
  public EntityDataAccess getEntityDataAccess(NavigableRole rootEntityRole) {
    return known(entities.get(rootEntityRole), rootEntityRole);
  }

  @Override
  public NaturalIdDataAccess getNaturalIdDataAccess(NavigableRole rootEntityRole) {
    return known(naturalIds.get(rootEntityRole), rootEntityRole);
  }

  @Override
  public CollectionDataAccess getCollectionDataAccess(NavigableRole collectionRole) {
    return known(collections.get(collectionRole), collectionRole);
  }

  @Override
  public void clear() {
    roles.forEach(RoleEntries::sweep);
    floor.raise(context.store().clock().next());
    roles.forEach(RoleEntries::forgetReferences);
  }

  /** The entries outlive the session factory. */
  @Override
  public void destroy() {
    roles.forEach(RoleEntries::forgetReferences);
  }

  @Override
  public long getElementCountInMemory() {
    return roles.stream().mapToLong(RoleEntries::referenceCount).sum();
  }

  @Override
  public long getElementCountOnDisk() {
    return roles.stream().mapToLong(RoleEntries::entryCount).sum();
  }

  @Override
  public long getSizeInMemory() {
    return 0;
  }

  @Override
  public boolean evictRole(String role) {
    List<RoleEntries> found = roles.stream().filter(each -> each.isOf(role)).toList();
    found.forEach(RoleEntries::evictAll);
    return !found.isEmpty();
  }

  @Override
  public RegionStatistics statistics() {
    return counters.statistics(name, RegionKind.DOMAIN, getElementCountOnDisk());
  }

  private RoleAccess.Parts entityParts(EntityDataCachingConfig config) {
    String role = config.getNavigableRole().getFullPath();
    return parts(
        RoleKind.ENTITY,
        config,
        CachedRole.lazily(
            () -> Fingerprint.ofEntity(context.sessions(), role, config.getAccessType())),
        RoleVersions.of(config));
  }

  private RoleAccess.Parts naturalIdParts(NaturalIdDataCachingConfig config) {
    String role = config.getNavigableRole().getFullPath();
    return parts(
        RoleKind.NATURAL_ID,
        config,
        CachedRole.lazily(
            () -> Fingerprint.ofNaturalId(context.sessions(), role, config.getAccessType())),
        null);
  }

  private RoleAccess.Parts collectionParts(CollectionDataCachingConfig config) {
    String role = config.getNavigableRole().getFullPath();
    return parts(
        RoleKind.COLLECTION,
        config,
        CachedRole.lazily(
            () -> Fingerprint.ofCollection(context.sessions(), role, config.getAccessType())),
        RoleVersions.of(config));
  }

  private RoleAccess.Parts parts(
      RoleKind kind,
      DomainDataCachingConfig config,
      java.util.function.LongSupplier fingerprint,
      java.util.function.@Nullable Supplier<java.util.Comparator<Object>> versions) {
    String label = config.getNavigableRole().getFullPath();
    AccessType type = context.supported(config.getAccessType(), label);
    CachedRole role =
        new CachedRole(
            kind,
            context.qualified(label),
            label,
            type != AccessType.READ_ONLY && config.isMutable(),
            fingerprint,
            versions,
            context.settings().ttl(kind, name, label),
            floor,
            context.floor(kind.settingName, label),
            counters);
    RoleEntries entries = context.entries(role, type == AccessType.READ_WRITE);
    roles.add(entries);
    AccessStrategy strategy =
        switch (type) {
          case READ_ONLY -> new ReadOnly(entries, label);
          case NONSTRICT_READ_WRITE -> new Nonstrict(entries);
          case READ_WRITE, TRANSACTIONAL -> new ReadWrite(entries);
        };
    return new RoleAccess.Parts(
        this,
        config.getAccessType(),
        context.settings().minimalPuts(),
        role,
        entries,
        strategy,
        context::hasTenants);
  }

  private <A> A known(@Nullable A access, NavigableRole role) {
    if (access == null) {
      throw new CacheException(
          "Cannot cache [" + role + "]: region [" + name + "] was not told of it at the start");
    }
    return access;
  }
}
