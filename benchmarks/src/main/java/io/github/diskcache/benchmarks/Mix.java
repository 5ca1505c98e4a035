// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import io.github.diskcache.benchmarks.Shop.Customer;
import io.github.diskcache.benchmarks.Shop.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/**
 * Units of work that mostly read: a session with 1 to 10 operations in one transaction, 90 % of
 * them finds of a product, 5 % a customer's purchases, 3 % a customer by natural id, 2 % a cached
 * query. Thread-safe.
 */
final class Mix {
  private static final int MOST_OPERATIONS = 10;
  private static final int PAGE = 1000;
  private static final int RESULTS = 10;

  private final SessionFactory factory;
  private final Shop shop;
  private final Zipf products;

  Mix(SessionFactory factory, Shop shop) {
    this.factory = factory;
    this.shop = shop;
    this.products = new Zipf(shop.products());
  }

  /** Has Hibernate load everything once, which puts it into the cache. */
  void loadAll() {
    in(session -> session.createQuery("from Category", Object.class).getResultList());
    page(shop.products(), "from Product e where e.id between :first and :last");
    page(
        shop.customers(),
        "from Customer e left join fetch e.purchases where e.id between :first and :last");
  }

  private void page(int count, String query) {
    for (int first = 1; first <= count; first += PAGE) {
      long from = first;
      in(
          session ->
              session
                  .createQuery(query, Object.class)
                  .setParameter("first", from)
                  .setParameter("last", from + PAGE - 1)
                  .getResultList());
    }
  }

  private void in(Consumer<Session> work) {
    try (Session session = factory.openSession()) {
      session.beginTransaction();
      work.accept(session);
      session.getTransaction().commit();
    }
  }

  void unit(SplittableRandom random) {
    int operations = 1 + random.nextInt(MOST_OPERATIONS);
    in(
        session -> {
          for (int i = 0; i < operations; i++) {
            operation(session, random);
          }
        });
  }

  private void operation(Session session, SplittableRandom random) {
    int of100 = random.nextInt(100);
    int customer = 1 + random.nextInt(shop.customers());
    if (of100 < 90) {
      session.find(Product.class, (long) products.next(random));
    } else if (of100 < 95) {
      Hibernate.initialize(session.find(Customer.class, (long) customer).purchases);
    } else if (of100 < 98) {
      session.bySimpleNaturalId(Customer.class).load(Shop.email(customer));
    } else {
      session
          .createQuery(
              "from Product e where e.category.id = :category order by e.id", Product.class)
          .setParameter("category", 1L + random.nextInt(shop.categories()))
          .setMaxResults(RESULTS)
          .setCacheable(true)
          .getResultList();
    }
  }

  /** Finds one product in a session of its own and returns how long that find took, in ns. */
  long find(SplittableRandom random) {
    long id = products.next(random);
    try (Session session = factory.openSession()) {
      session.beginTransaction();
      long from = System.nanoTime();
      Product found = session.find(Product.class, id);
      long nanos = System.nanoTime() - from;
      session.getTransaction().commit();
      if (found == null) {
        throw new BenchmarkException("Product [" + id + "] is not there");
      }
      return nanos;
    }
  }

  /** Units a second of several threads together. */
  double perSecond(int threads, long millis) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Double>> bodies = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        SplittableRandom random = new SplittableRandom(i);
        bodies.add(() -> work(random, millis));
      }
      double sum = 0;
      for (Future<Double> result : pool.invokeAll(bodies)) {
        sum += result.get();
      }
      return sum;
    } finally {
      pool.shutdown();
    }
  }

  private double work(SplittableRandom random, long millis) {
    long from = System.nanoTime();
    long end = from + millis * 1_000_000;
    long done = 0;
    long now = from;
    while (now < end) {
      unit(random);
      done++;
      now = System.nanoTime();
    }
    return done * 1e9 / (now - from);
  }
}
