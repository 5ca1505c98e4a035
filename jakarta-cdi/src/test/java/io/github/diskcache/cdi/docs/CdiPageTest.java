// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.Cache;
import io.github.diskcache.Deque;
import io.github.diskcache.Index;
import io.github.diskcache.WriteOptions;
import io.github.diskcache.cdi.CacheKey;
import io.github.diskcache.cdi.CacheName;
import io.github.diskcache.cdi.DiskBarrier;
import io.github.diskcache.cdi.DiskCaches;
import io.github.diskcache.cdi.DiskEvict;
import io.github.diskcache.cdi.DiskMemoized;
import io.github.diskcache.cdi.DiskPut;
import io.github.diskcache.cdi.DiskThrottled;
import io.github.diskcache.cdi.MemoSettings;
import io.github.diskcache.cdi.Memoized;
import io.github.diskcache.recipes.Lock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The beans of docs/cdi.md, called. */
class CdiPageTest {
  record Price(String article, long cents) {}

  record Order(long number, String article) {}

  // snippet: inject
  @ApplicationScoped
  static class Orders {
    @Inject
    @CacheName("orders")
    Cache<Long, Order> orders; // values as JSON, read as Order and as nothing else

    @Inject
    @CacheName("inbox")
    Deque<Order> inbox; // a BlockingDeque between processes

    @Inject
    @CacheName("stock")
    Index<String, Long> stock; // a ConcurrentMap that nothing is evicted from

    @Inject
    @CacheName("nightly-report")
    Lock lock; // of all processes

    public void accept(Order order) {
      orders.set(order.number(), order, WriteOptions.ttl(Duration.ofDays(1)).tag("new"));
      inbox.add(order);
      stock.merge(order.article(), -1L, Long::sum);
    }
  }

  // end

  // snippet: memoized
  @ApplicationScoped
  static class Prices {
    @DiskMemoized(cache = "prices", expire = "PT10M", tag = "article-{0}", beta = 1)
    public Price price(String article) {
      return slowly(article);
    }

    @DiskMemoized(cache = "prices", expire = "${shop.forecast.expire:1h}")
    public CompletionStage<Long> forecast(@CacheKey String article, Runnable progress) {
      return CompletableFuture.completedFuture(slowly(article).cents());
    }

    @DiskPut(cache = "prices", name = "price")
    public Price change(@CacheKey String article, long cents) {
      return new Price(article, cents); // what price(article) answers from now on
    }

    @DiskEvict(cache = "prices", tag = "article-{0}")
    @DiskEvict(cache = "prices", name = "forecast")
    public void remove(String article) {}

    // end
    private final AtomicInteger calls = new AtomicInteger();

    private Price slowly(String article) {
      return new Price(article, calls.incrementAndGet());
    }

    public int calls() {
      return calls.get();
    }
  }

  // snippet: composed
  @DiskMemoized(cache = "rates", expire = "PT1H")
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface KeptForAnHour {}

  @ApplicationScoped
  static class Rates {
    @KeptForAnHour
    public double dollars(String currency) {
      return asked(currency);
    }

    // end
    private final AtomicInteger calls = new AtomicInteger();

    private double asked(String currency) {
      return calls.incrementAndGet() + currency.length() / 10.0;
    }
  }

  // snippet: meters
  @ApplicationScoped
  static class Meters {
    @Produces
    @Singleton
    MeterRegistry registry() {
      return new SimpleMeterRegistry(); // or that of a monitoring system
    }
  }

  // end

  // snippet: recipes
  @ApplicationScoped
  static class Exports {
    @DiskThrottled(name = "partner-api", count = 5, per = "1s")
    public void send(Order order) {} // five a second, over all processes

    @DiskBarrier(name = "nightly-export")
    public void export() {} // one at a time, over all processes

    @DiskBarrier(permits = 3)
    public CompletionStage<String> render(Order order) { // three at a time, until they complete
      return CompletableFuture.completedFuture("page");
    }
  }

  // end

  // snippet: code
  @ApplicationScoped
  static class Invoices {
    @Inject private DiskCaches caches;

    public Price total(String customer) {
      Memoized<Price> totals =
          caches.memoize(
              "invoices", "total", Price.class, MemoSettings.DEFAULT.ttl(Duration.ofHours(1)));
      return totals.get(() -> sum(customer), customer); // a call of this, and yet kept
    }

    public void paid(String customer) {
      caches.evict("invoices", "total", customer);
    }

    // end
    private final AtomicInteger calls = new AtomicInteger();

    private Price sum(String customer) {
      return new Price(customer, calls.incrementAndGet());
    }
  }

  @TempDir Path directory;
  private SeContainer container;

  @BeforeEach
  void start() {
    System.setProperty("diskcache.directory", directory.toString());
    SeContainerInitializer initializer =
        SeContainerInitializer.newInstance()
            .addBeanClasses(
                Orders.class,
                Prices.class,
                Exports.class,
                Invoices.class,
                Rates.class,
                Meters.class);
    if (initializer.getClass().getName().startsWith("org.apache")) {
      initializer.disableDiscovery();
    }
    container = initializer.initialize();
  }

  @AfterEach
  void stop() {
    container.close();
    System.clearProperty("diskcache.directory");
  }

  @Test
  void beansOfThePage_doWhatItSays() {
    Order order = new Order(7, "hat");
    container.select(Orders.class).get().accept(order);
    DiskCaches caches = container.select(DiskCaches.class).get();
    assertThat(caches.cache("orders", Long.class, Order.class).get(7L)).isEqualTo(order);
    assertThat(caches.deque("inbox", Order.class)).containsExactly(order);
    assertThat(caches.index("stock", String.class, Long.class)).containsEntry("hat", -1L);

    Prices prices = container.select(Prices.class).get();
    Price price = prices.price("hat");
    assertThat(prices.price("hat")).isEqualTo(price);
    long forecast = prices.forecast("hat", () -> {}).toCompletableFuture().join();
    assertThat(prices.forecast("hat", () -> {}).toCompletableFuture().join()).isEqualTo(forecast);
    prices.change("hat", 500);
    assertThat(prices.price("hat")).isEqualTo(new Price("hat", 500));
    assertThat(prices.calls()).isEqualTo(2);
    prices.remove("hat");
    assertThat(prices.price("hat")).isEqualTo(new Price("hat", 3));
    assertThat(prices.forecast("hat", () -> {}).toCompletableFuture().join()).isEqualTo(4);

    Rates rates = container.select(Rates.class).get();
    assertThat(rates.dollars("EUR")).isEqualTo(1.3).isEqualTo(rates.dollars("EUR"));

    MeterRegistry meters = container.select(MeterRegistry.class).get();
    assertThat(meters.get("cache.puts").tag("cache", "orders").functionCounter().count())
        .isEqualTo(1);

    Exports exports = container.select(Exports.class).get();
    exports.send(order);
    exports.export();
    assertThat(exports.render(order).toCompletableFuture().join()).isEqualTo("page");

    Invoices invoices = container.select(Invoices.class).get();
    assertThat(invoices.total("Ada")).isEqualTo(invoices.total("Ada"));
    invoices.paid("Ada");
    assertThat(invoices.total("Ada")).isEqualTo(new Price("Ada", 2));
  }
}
