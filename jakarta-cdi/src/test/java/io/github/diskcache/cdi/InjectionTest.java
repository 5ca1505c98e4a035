// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diskcache.Cache;
import io.github.diskcache.Deque;
import io.github.diskcache.FanoutCache;
import io.github.diskcache.Index;
import io.github.diskcache.recipes.BoundedSemaphore;
import io.github.diskcache.recipes.Lock;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Thread 20: caches are injected by name. */
class InjectionTest {
  @RegisterExtension final Containers containers = new Containers();

  record Order(long number, List<String> articles) {}

  @Dependent
  static class Shop {
    @Inject Cache<Object, Object> usual;

    @SuppressWarnings("rawtypes")
    @Inject
    @CacheName("raw")
    Cache raw;

    @Inject
    @CacheName("orders")
    Cache<Long, Order> orders;

    @Inject
    @CacheName("orders")
    Cache<Long, Order> sameOrders;

    @Inject
    @CacheName("sessions")
    FanoutCache<String, Order> sessions;

    @Inject
    @CacheName("inbox")
    Deque<Order> inbox;

    @Inject
    @CacheName("stock")
    Index<String, Long> stock;

    @Inject
    @CacheName("report")
    Lock lock;

    @Inject
    @CacheName("printers")
    @Permits(2)
    BoundedSemaphore printers;

    @Inject
    @CacheName("later")
    Instance<Cache<String, Order>> later;

    @Inject @Any Instance<Lock> locks;

    @Inject
    @CacheName("import")
    Instance<Lock> otherLock;
  }

  private Shop shop() {
    return shop(containers.start(Shop.class));
  }

  private static Shop shop(SeContainer container) {
    return container.select(Shop.class).get();
  }

  private final Order order = new Order(7, List.of("hat", "coat"));

  @Test
  @SuppressWarnings("unchecked")
  void inject_ofEachKind_isTheStoreOfTheName() throws Exception {
    Shop shop = shop();

    shop.usual.set("greeting", "hello");
    shop.raw.set("number", 5);
    shop.orders.set(7L, order);
    shop.sessions.set("a", order);
    shop.inbox.add(order);
    shop.stock.put("hat", 3L);

    assertThat(shop.usual.get("greeting")).isEqualTo("hello");
    assertThat(shop.raw.get("number")).isEqualTo(5L);
    assertThat(shop.sameOrders.get(7L)).isEqualTo(order);
    assertThat(shop.sessions.get("a")).isEqualTo(order);
    assertThat(shop.sessions.shards()).isEqualTo(8);
    assertThat(shop.inbox.take()).isEqualTo(order);
    assertThat(shop.stock).containsEntry("hat", 3L);
    assertThat(shop.usual.directory()).isEqualTo(containers.cache("default"));
    assertThat(shop.orders).isEqualTo(shop.sameOrders).isNotEqualTo(shop.usual);
    assertThat(shop.orders).hasToString("Cache[orders]");
  }

  @Test
  void inject_ofRecipes_sharesThemByName() throws Exception {
    Shop shop = shop();

    shop.lock.lock();
    try {
      assertThat(shop.locks.select(CacheName.Literal.of("report")).get().tryLock()).isFalse();
      assertThat(shop.otherLock.get().tryLock()).isTrue();
      shop.otherLock.get().unlock();
    } finally {
      shop.lock.unlock();
    }
    assertThat(shop.printers.tryAcquire()).isTrue();
    assertThat(shop.printers.tryAcquire()).isTrue();
    assertThat(shop.printers.tryAcquire()).isFalse();
    shop.printers.release();
    shop.printers.release();
    assertThat(shop.lock.tryLock(1, TimeUnit.SECONDS)).isTrue();
    shop.lock.unlock();
  }

  @Test
  void inject_ofInstance_isTypedToo() {
    Shop shop = shop();

    shop.later.get().set("a", order);

    assertThat(shop.later.get().get("a")).isEqualTo(order);
  }

  @Test
  void inject_ofStoreThatNobodyUses_opensNothing() {
    Shop shop = shop();
    shop.usual.set("greeting", "hello");

    assertThat(containers.cache("default")).isDirectory();
    assertThat(Files.exists(containers.cache("orders"))).isFalse();
  }

  @Test
  void close_ofInjectedCacheOrView_leavesItOpenForOthers() {
    Shop shop = shop();
    shop.orders.close();
    shop.orders.retrying().close();
    shop.inbox.close();

    shop.sameOrders.set(7L, order);
    assertThat(shop.orders.retrying().get(7L)).isEqualTo(order);
  }

  @Test
  void shutdown_closesAll() {
    Shop shop = shop();
    shop.usual.set("greeting", "hello");
    Cache<Object, Object> cache = shop.usual;

    containers.stop();

    assertThatThrownBy(() -> cache.get("greeting"))
        .isInstanceOf(io.github.diskcache.CacheClosedException.class);
  }

  /** Thread 20: beans that are passivated may hold one. */
  @Test
  void handle_serialized_findsItsStoreAgain() throws Exception {
    Shop shop = shop();
    shop.orders.set(7L, order);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(shop.orders);
    }

    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      @SuppressWarnings("unchecked")
      Cache<Long, Order> back = (Cache<Long, Order>) in.readObject();
      assertThat(back.get(7L)).isEqualTo(order);
      assertThat(back).isEqualTo(shop.orders);
    }
  }
}
