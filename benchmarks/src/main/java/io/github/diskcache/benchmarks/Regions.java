// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.EntryUnit;
import org.ehcache.config.units.MemoryUnit;
import org.ehcache.core.config.DefaultConfiguration;
import org.ehcache.impl.config.persistence.DefaultPersistenceConfiguration;
import org.ehcache.impl.config.serializer.DefaultSerializationProviderConfiguration;
import org.ehcache.impl.serialization.PlainJavaSerializer;
import org.ehcache.jsr107.Eh107Configuration;
import org.ehcache.jsr107.EhcacheCachingProvider;

/** What Hibernate is told of each second-level cache. None of them evicts anything. */
final class Regions {
  private static final String FACTORY = "hibernate.cache.region.factory_class";
  private static final String INFINISPAN = "hibernate.cache.infinispan.";
  private static final long BYTES_PER_ENTRY = 4096;
  private static final int MOST_ENTRIES = 10_000_000;

  private Regions() {}

  static Map<String, Object> none() {
    return Map.of(
        "hibernate.cache.use_second_level_cache", "false",
        "hibernate.cache.use_query_cache", "false");
  }

  private static Map<String, Object> cached(Object factory) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("hibernate.cache.use_second_level_cache", "true");
    settings.put("hibernate.cache.use_query_cache", "true");
    settings.put(FACTORY, factory);
    return settings;
  }

  /** Ours; a restart believes all, since nobody else writes the tables. */
  static Map<String, Object> ours(Path directory, long nearBytes) {
    Map<String, Object> settings = cached("diskcache");
    settings.put("hibernate.diskcache.directory", directory.toString());
    settings.put("hibernate.diskcache.warm_start", "trust");
    settings.put("hibernate.diskcache.size_limit", Long.toString(1L << 40));
    settings.put("hibernate.diskcache.near_size", Long.toString(nearBytes));
    return settings;
  }

  /** The heap that holds every entry of a scale near. */
  static long nearBytes(Scale scale) {
    return (64L << 20) + BYTES_PER_ENTRY * scale.entries();
  }

  /** As one gets it who configures nothing: unbounded, by value. */
  static Map<String, Object> ehcacheByValue() {
    return jcache(ehcache().getCacheManager(), new MutableConfiguration<>());
  }

  static Map<String, Object> ehcacheByReference() {
    return jcache(ehcache().getCacheManager(), new MutableConfiguration<>().setStoreByValue(false));
  }

  static Map<String, Object> ehcacheHeapAndDisk(Path directory, Scale scale) {
    EhcacheCachingProvider provider = ehcache();
    CacheManager manager =
        provider.getCacheManager(
            directory.toUri(),
            new DefaultConfiguration(
                Regions.class.getClassLoader(),
                new DefaultPersistenceConfiguration(directory.toFile()),
                serialization()));
    ResourcePoolsBuilder pools =
        ResourcePoolsBuilder.newResourcePoolsBuilder()
            .heap(scale.entries(), EntryUnit.ENTRIES)
            .disk(64 + BYTES_PER_ENTRY * scale.entries() / (1 << 20), MemoryUnit.MB, true);
    return jcache(
        manager,
        Eh107Configuration.fromEhcacheCacheConfiguration(
            CacheConfigurationBuilder.newCacheConfigurationBuilder(
                Object.class, Object.class, pools)));
  }

  /** Hibernate's keys and values are declared as objects, which Ehcache would not serialize. */
  private static DefaultSerializationProviderConfiguration serialization() {
    @SuppressWarnings({"unchecked", "rawtypes"})
    Class<PlainJavaSerializer<Object>> plain = (Class) PlainJavaSerializer.class;
    return new DefaultSerializationProviderConfiguration().addSerializerFor(Object.class, plain);
  }

  static Map<String, Object> caffeine() {
    CachingProvider provider =
        Caching.getCachingProvider(
            "com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider");
    return jcache(provider.getCacheManager(), new MutableConfiguration<>());
  }

  /** Local, with its templates but for how much they hold. */
  static Map<String, Object> infinispan() {
    Map<String, Object> settings = cached("infinispan");
    settings.put(
        INFINISPAN + "cfg",
        "org/infinispan/hibernate/cache/commons/builder/infinispan-configs-local.xml");
    for (String kind : new String[] {"entity", "collection", "naturalid", "query"}) {
      settings.put(INFINISPAN + kind + ".memory.size", Integer.toString(MOST_ENTRIES));
    }
    return settings;
  }

  private static EhcacheCachingProvider ehcache() {
    return (EhcacheCachingProvider)
        Caching.getCachingProvider(EhcacheCachingProvider.class.getName());
  }

  private static Map<String, Object> jcache(
      CacheManager manager, Configuration<Object, Object> configuration) {
    Shop.REGIONS.forEach(region -> manager.createCache(region, configuration));
    Map<String, Object> settings = cached("jcache");
    settings.put("hibernate.javax.cache.cache_manager", manager);
    settings.put("hibernate.javax.cache.missing_cache_strategy", "fail");
    return settings;
  }
}
