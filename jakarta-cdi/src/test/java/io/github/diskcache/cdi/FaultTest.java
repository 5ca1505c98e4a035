// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diskcache.Cache;
import io.github.diskcache.CacheException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Threads 12, 13 and 14: a fault of the cache is never one of the method. */
class FaultTest {
  @RegisterExtension final Containers containers = new Containers();

  record Price(String article, long cents) {}

  @ApplicationScoped
  static class Prices {
    private final AtomicInteger calls = new AtomicInteger();

    @DiskMemoized(name = "price")
    public Price price(String article) {
      return new Price(article, calls.incrementAndGet());
    }

    @DiskMemoized
    public long number(String article) {
      return calls.incrementAndGet();
    }

    @DiskEvict(name = "number")
    public void change(String article) {}

    @DiskThrottled(count = 1, per = "1d")
    public int throttled() {
      return calls.incrementAndGet();
    }

    @DiskBarrier
    public int alone() {
      return calls.incrementAndGet();
    }
  }

  /** The same methods after another release, whose price has one part more. */
  record NewPrice(String article, long cents, String currency) {}

  @ApplicationScoped
  static class NewPrices {
    @DiskMemoized(name = "price")
    public NewPrice price(String article) {
      return new NewPrice(article, 2, "EUR");
    }
  }

  private static final class Log extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger(DiskCaches.class.getName());
    private final List<String> messages = new ArrayList<>();

    Log() {
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
      messages.add(entry.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
    }
  }

  @Test
  void call_whereTheDirectoryIsNone_callsTheMethodAndLogsOnce() throws Exception {
    Files.createDirectories(containers.root().resolve("cache"));
    Files.writeString(containers.cache("default"), "a file");
    SeContainer container = containers.start(Prices.class);
    Prices prices = container.select(Prices.class).get();

    try (Log log = new Log()) {
      assertThat(prices.price("hat").cents()).isEqualTo(1);
      assertThat(prices.price("hat").cents()).isEqualTo(2);
      assertThat(prices.number("hat")).isEqualTo(3);
      prices.change("hat");

      assertThat(log.messages).hasSize(1).first().asString().startsWith("DISKCACHE-CDI-053");
    }
    MemoStatistics statistics = container.select(DiskCaches.class).get().statistics("default");
    assertThat(statistics.faults()).isPositive();
    assertThat(statistics.hits()).isZero();
  }

  @Test
  void call_whereTheRecipesHaveNoDirectory_passesTheThrottleAndNotTheBarrier() throws Exception {
    Files.writeString(containers.root().resolve("recipes"), "a file");
    Prices prices = containers.start(Prices.class).select(Prices.class).get();

    assertThat(prices.throttled()).isEqualTo(1);
    assertThat(prices.throttled()).isEqualTo(2);
    assertThatThrownBy(prices::alone).isInstanceOf(CacheException.class);
  }

  /** Thread 12: what no longer fits the class is computed anew, and replaced. */
  @Test
  void call_afterTheClassHasChanged_computesAnew() {
    containers.start(Prices.class).select(Prices.class).get().price("hat");
    containers.stop();

    for (int i = 0; i < 2; i++) {
      SeContainer container = containers.start(NewPrices.class);
      NewPrices prices = container.select(NewPrices.class).get();
      assertThat(prices.price("hat")).isEqualTo(new NewPrice("hat", 2, "EUR"));
      assertThat(container.select(DiskCaches.class).get().statistics("default").hits())
          .isEqualTo(i);
      containers.stop();
    }
  }

  /** Thread 13: an entry that cannot be read is a miss. */
  @Test
  void call_ofUnreadableEntry_computesAnew() {
    SeContainer container = containers.start(Prices.class);
    Prices prices = container.select(Prices.class).get();
    DiskCaches caches = container.select(DiskCaches.class).get();
    prices.number("hat");
    Object key = caches.cache("default").keys().iterator().next();
    caches.cache("default").set(key, "no number");

    assertThat(prices.number("hat")).isEqualTo(2);
    assertThat(prices.number("hat")).isEqualTo(2);
    assertThat(caches.statistics("default").unreadable()).isPositive();
    assertThat(caches.statistics("default").faults()).isZero();
  }

  @Test
  void evict_onBusyDatabase_isMadeUpForBeforeTheNextLookup() throws Exception {
    containers.set("diskcache.default.timeout", "50ms");
    SeContainer container = containers.start(Prices.class);
    Prices prices = container.select(Prices.class).get();
    DiskCaches caches = container.select(DiskCaches.class).get();
    assertThat(prices.number("hat")).isEqualTo(1);
    assertThat(prices.number("coat")).isEqualTo(2);
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Cache<Object, Object> cache = caches.cache("default");
    Thread holder =
        new Thread(
            () ->
                cache.transact(
                    () -> {
                      held.countDown();
                      await(release);
                    }));
    holder.start();
    await(held);

    prices.change("hat");
    assertThat(caches.statistics("default").faults()).isEqualTo(1);
    assertThat(prices.number("hat")).isEqualTo(3);
    release.countDown();
    holder.join(Duration.ofMinutes(2).toMillis());

    assertThat(prices.number("hat")).isEqualTo(4);
    assertThat(prices.number("hat")).isEqualTo(4);
    assertThat(prices.number("coat")).isEqualTo(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(2, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void call_afterShutdown_callsTheMethod() {
    SeContainer container = containers.start(Prices.class);
    Registry registry =
        container.getBeanManager().getExtension(DiskCacheExtension.class).registry();
    Memoized<Long> number = registry.memoize("default", "answer", Long.class, MemoSettings.DEFAULT);
    assertThat(number.get(() -> 1L)).isEqualTo(1);
    containers.stop();

    assertThat(number.get(() -> 2L)).isEqualTo(2);
  }
}
