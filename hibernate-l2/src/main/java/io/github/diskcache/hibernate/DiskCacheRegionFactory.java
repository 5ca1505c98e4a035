// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.hibernate.SessionFactory;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.hibernate.boot.spi.SessionFactoryOptions;
import org.hibernate.cache.CacheException;
import org.hibernate.cache.cfg.spi.DomainDataRegionBuildingContext;
import org.hibernate.cache.cfg.spi.DomainDataRegionConfig;
import org.hibernate.cache.spi.CacheTransactionSynchronization;
import org.hibernate.cache.spi.DomainDataRegion;
import org.hibernate.cache.spi.QueryResultsRegion;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.cache.spi.TimestampsRegion;
import org.hibernate.cache.spi.access.AccessType;
import org.hibernate.engine.jdbc.spi.JdbcServices;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Hibernate's second-level cache in a directory, which several session factories and
 * processes of one host share and which survives their end. Chosen by {@code
 * hibernate.cache.region.factory_class=diskcache}; {@link DiskCacheSettings} has the settings.
 *
 * <p>What is committed is never hidden by an older entry, in no process, also when one of them dies
 * at any moment; only changes that pass by Hibernate, and transactions longer than the lock
 * timeout, are not seen. When the store fails, the application goes on without a cache: nothing but
 * {@link CacheException}s at the start leaves this class and what it makes. Serves one session
 * factory at a time. Thread-safe.
 */
public final class DiskCacheRegionFactory implements RegionFactory {
  private static final long serialVersionUID = 1;

  private final transient List<CountedRegion> regions = new CopyOnWriteArrayList<>();
  private final transient boolean minimalPuts;
  private transient volatile @Nullable Started started;

  private record Started(
      L2Store store,
      L2Settings settings,
      @Nullable String prefix,
      ClassLoaderService loaders,
      EntryShapes shapes,
      SchemaChange schema,
      @Nullable ProbeTimer probing,
      Runnable unmanaging,
      OnceLog log) {

    void end() {
      try {
        unmanaging.run();
        if (schema.isDroppedAtTheEnd()) {
          store.area().dropAll();
        }
        if (probing != null) {
          probing.close();
        }
      } finally {
        store.release();
      }
    }
  }

  /** Makes a factory that Hibernate starts. */
  public DiskCacheRegionFactory() {
    this(Map.of());
  }

  /**
   * Makes a factory that Hibernate starts.
   *
   * @param settings Hibernate's settings, of which one is asked for before the start
   */
  public DiskCacheRegionFactory(Map<String, Object> settings) {
    // a value that is neither is refused at the start, where that can be told
    this.minimalPuts =
        !"false"
            .equalsIgnoreCase(String.valueOf(settings.get(DiskCacheSettings.MINIMAL_PUTS)).trim());
  }

  @Override
  public void start(SessionFactoryOptions options, Map<String, Object> configValues) {
    if (started != null) {
      throw new CacheException(
          "Cannot start the second-level cache: this region factory serves a session factory"
              + " already; give each its own");
    }
    L2Settings settings = L2Settings.of(configValues);
    OnceLog log = new OnceLog();
    StandardServiceRegistry services = options.getServiceRegistry();
    DatabaseProbe probe = probe(settings, services, log);
    L2Store store =
        L2Store.open(settings, probe == null ? () -> 0 : probe::digest, InstantSource.system());
    SchemaChange schema = SchemaChange.of(configValues);
    if (schema.isMadeAnew()) {
      store.area().dropAll();
    }
    started =
        new Started(
            store,
            settings,
            options.getCacheRegionPrefix(),
            services.requireService(ClassLoaderService.class),
            EntryShapes.found(),
            schema,
            probe == null ? null : new ProbeTimer(probe, store.area()),
            settings.jmx() ? managed(options, store, settings) : () -> {},
            log);
  }

  @Override
  public void stop() {
    Started stopping = started;
    started = null;
    regions.clear();
    if (stopping != null) {
      stopping.end();
    }
  }

  @Override
  public boolean isMinimalPutsEnabledByDefault() {
    return minimalPuts;
  }

  @Override
  public AccessType getDefaultAccessType() {
    return AccessType.READ_WRITE;
  }

  @Override
  public String qualify(String regionName) {
    Started running = started;
    String prefix = running == null ? null : running.prefix;
    return prefix == null || prefix.isEmpty() || regionName.startsWith(prefix + ".")
        ? regionName
        : prefix + "." + regionName;
  }

  @Override
  public CacheTransactionSynchronization createTransactionContext(
      SharedSessionContractImplementor session) {
    return new SessionStamp(running().store.clock());
  }

  @Override
  public long nextTimestamp() {
    return running().store.clock().next();
  }

  @Override
  public long getTimeout() {
    return SharedClock.span(running().settings.lockTimeout());
  }

  @Override
  public DomainDataRegion buildDomainDataRegion(
      DomainDataRegionConfig regionConfig, DomainDataRegionBuildingContext buildingContext) {
    return counted(new DomainRegion(regionConfig, context(buildingContext.getSessionFactory())));
  }

  @Override
  public QueryResultsRegion buildQueryResultsRegion(
      String regionName, SessionFactoryImplementor sessionFactory) {
    return counted(new QueryRegion(regionName, context(sessionFactory), QueryKeys.found()));
  }

  @Override
  public TimestampsRegion buildTimestampsRegion(
      String regionName, SessionFactoryImplementor sessionFactory) {
    return counted(new TimestampRegion(regionName, context(sessionFactory)));
  }

  /**
   * Returns what each region has done since the session factory started.
   *
   * @return one element per region, in the order they were made; none when not started
   */
  public List<RegionStatistics> statistics() {
    return regions.stream().map(CountedRegion::statistics).toList();
  }

  /**
   * Returns the factory that a session factory caches with.
   *
   * @param sessions an open session factory
   * @return its region factory
   * @throws IllegalArgumentException when it caches with another, or not at all
   */
  public static DiskCacheRegionFactory of(SessionFactory sessions) {
    RegionFactory factory =
        sessions.unwrap(SessionFactoryImplementor.class).getCache().getRegionFactory();
    if (factory instanceof DiskCacheRegionFactory ours) {
      return ours;
    }
    throw new IllegalArgumentException(
        "The session factory has no cache of diskcache but ["
            + factory.getClass().getName()
            + "]; set [hibernate.cache.region.factory_class] to diskcache");
  }

  /**
   * Makes all entries of a region misses, at once and in all processes. Their rows go soon after.
   *
   * @param region a region's name without prefix
   * @throws IllegalArgumentException when there is no such region
   */
  public void evictRegion(String region) {
    List<CountedRegion> found =
        regions.stream().filter(each -> each.statistics().region().equals(region)).toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException("Cannot evict region [" + region + "]: there is none");
    }
    found.forEach(CountedRegion::clear);
  }

  /**
   * Makes all entries of a role misses, at once and in all processes. Their rows go soon after.
   *
   * @param role the name of a root entity, for its entities and natural ids, or an entity name and
   *     property for a collection
   * @throws IllegalArgumentException when no such role is cached
   */
  public void evictRole(String role) {
    long found = regions.stream().filter(each -> each.evictRole(role)).count();
    if (found == 0) {
      throw new IllegalArgumentException("Cannot evict role [" + role + "]: it is not cached");
    }
  }

  /** For tests, which break it. */
  L2Store store() {
    return running().store;
  }

  private <R extends CountedRegion> R counted(R region) {
    regions.add(region);
    return region;
  }

  private Started running() {
    Started running = started;
    if (running == null) {
      throw new CacheException(
          "The second-level cache is not started: its session factory is closed, or never was"
              + " opened");
    }
    return running;
  }

  private RegionContext context(SessionFactoryImplementor sessions) {
    Started running = running();
    SerializedValues serialized =
        new SerializedValues(
            running.loaders,
            once(() -> allowed(sessions, running.shapes)),
            running.settings.serializationAllow(),
            running.settings.serializationMaxBytes());
    return new RegionContext(
        this,
        sessions,
        running.store,
        running.settings,
        running.prefix,
        new ValueCodec(running.shapes, serialized),
        running.log);
  }

  private Runnable managed(SessionFactoryOptions options, L2Store store, L2Settings settings) {
    return Management.registered(
        new Management(this, store, settings), options.getCacheRegionPrefix(), options.getUuid());
  }

  private static Set<String> allowed(SessionFactoryImplementor sessions, EntryShapes shapes) {
    Set<String> names = new TreeSet<>(MappedClasses.of(sessions));
    names.addAll(shapes.unknown());
    return names;
  }

  private static <T> Supplier<T> once(Supplier<T> computed) {
    return new Supplier<>() {
      private @Nullable T known;

      @Override
      public synchronized T get() {
        T value = known;
        if (value == null) {
          value = computed.get();
          known = value;
        }
        return value;
      }
    };
  }

  private static @Nullable DatabaseProbe probe(
      L2Settings settings, StandardServiceRegistry services, OnceLog log) {
    String sql = settings.probeSql();
    return sql == null || settings.warmStart() != WarmStart.PROBE
        ? null
        : new DatabaseProbe(
            services.requireService(JdbcServices.class).getBootstrapJdbcConnectionAccess(),
            sql,
            log);
  }
}
