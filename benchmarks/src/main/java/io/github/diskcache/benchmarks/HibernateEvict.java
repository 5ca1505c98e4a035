// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import io.github.diskcache.benchmarks.Shop.Category;
import io.github.diskcache.benchmarks.Shop.Customer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hibernate.Cache;
import org.hibernate.cache.spi.access.EntityDataAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.entity.EntityPersister;

/** Evicts all entities of a kind. The cache is filled by its own interface, with no database. */
final class HibernateEvict {
  private static final int THREADS = 2;
  private static final int WARM_UP = 200;
  private static final int LOOKED_AT = 100;

  /** What is asked to forget. */
  enum By {
    /** The entity's entries. */
    ENTITY,

    /** The whole region. */
    REGION;

    private void evict(Cache cache, Class<?> entity, String region) {
      switch (this) {
        case ENTITY -> cache.evictEntityData(entity);
        case REGION -> cache.evictRegion(region);
      }
    }
  }

  private final SessionFactoryImplementor factory;
  private final EntityPersister persister;
  private final EntityDataAccess access;

  private HibernateEvict(Sessions sessions) {
    this.factory = sessions.factory().unwrap(SessionFactoryImplementor.class);
    this.persister = factory.getMappingMetamodel().getEntityDescriptor(Customer.class);
    this.access = persister.getCacheAccessStrategy();
  }

  static void run(Job job, Reports reports) throws Exception {
    By by = By.valueOf(job.option("by"));
    int entries = job.scale().entries();
    try (Sessions sessions = Sessions.open(job, "jdbc:h2:mem:none")) {
      HibernateEvict work = new HibernateEvict(sessions);
      work.fill(entries);
      long before = work.there(entries);
      for (int i = 0; i < WARM_UP; i++) {
        by.evict(work.factory.getCache(), Category.class, Shop.CATEGORIES);
      }
      long from = System.nanoTime();
      by.evict(work.factory.getCache(), Customer.class, Shop.CUSTOMERS);
      double millis = (System.nanoTime() - from) / 1e6;
      if (before < Math.min(entries, LOOKED_AT) || work.there(entries) > 0) {
        throw new BenchmarkException(
            "Of the entries looked at ["
                + before
                + "] were there, and after the eviction ["
                + work.there(entries)
                + "]");
      }
      reports.say((by == By.REGION ? "clear" : "evict") + ".ms", millis);
    }
  }

  private void fill(int entries) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Void>> bodies = new ArrayList<>();
      for (int i = 1; i <= THREADS; i++) {
        int first = i;
        bodies.add(
            () -> {
              put(first, entries);
              return null;
            });
      }
      for (Future<Void> result : pool.invokeAll(bodies)) {
        result.get();
      }
    } finally {
      pool.shutdown();
    }
  }

  private void put(int first, int entries) {
    try (SharedSessionContractImplementor session = factory.openSession()) {
      for (int id = first; id <= entries; id += THREADS) {
        Customer customer = Shop.customer(id);
        Object entry =
            persister
                .getCacheEntryStructure()
                .structure(
                    persister.buildCacheEntry(
                        customer, persister.getValues(customer), customer.version, session));
        access.putFromLoad(session, key(id), entry, customer.version);
      }
    }
  }

  private Object key(long id) {
    return access.generateCacheKey(id, persister, factory, null);
  }

  /** How many of some entries are there. */
  private long there(int entries) {
    long count = 0;
    int step = Math.max(1, entries / LOOKED_AT);
    for (int id = 1; id <= entries; id += step) {
      count += access.contains(key(id)) ? 1 : 0;
    }
    return count;
  }
}
