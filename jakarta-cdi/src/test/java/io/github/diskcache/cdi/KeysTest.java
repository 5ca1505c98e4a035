// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KeysTest {
  @RegisterExtension final Containers containers = new Containers();

  record Route(String from, String to) {}

  abstract static class Finder<T> {
    abstract T load(long id);

    @DiskMemoized
    public T find(long id) {
      return load(id);
    }
  }

  record Order(long id) {}

  record Customer(long id, String name) {}

  @ApplicationScoped
  static class Orders extends Finder<Order> {
    @Override
    Order load(long id) {
      return new Order(id);
    }
  }

  @ApplicationScoped
  static class Customers extends Finder<Customer> {
    @Override
    Customer load(long id) {
      return new Customer(id, "Ada");
    }
  }

  static class LowerCase implements CacheKeyGenerator {
    @Override
    public Object key(Method method, List<Object> arguments) {
      return List.of(
          method.getName(), arguments.get(0).toString().toLowerCase(java.util.Locale.ROOT));
    }
  }

  static class ShortAndLong implements ResultRule<Long> {
    @Override
    public boolean stores(Long result) {
      return result != 2;
    }

    @Override
    public Optional<Duration> ttl(Long result) {
      return result == 1 ? Optional.of(Duration.ofSeconds(10)) : Optional.empty();
    }
  }

  @ApplicationScoped
  static class Trips {
    private final AtomicInteger calls = new AtomicInteger();

    @DiskMemoized
    public long distance(Route route, LocalDate day, TimeUnit unit, Set<String> via, int[] stops) {
      return calls.incrementAndGet();
    }

    @DiskMemoized
    public long marked(@CacheKey String from, Runnable progress) {
      return calls.incrementAndGet();
    }

    @DiskMemoized(ignore = "1")
    public long ignored(String from, Runnable progress, @CacheIgnore Thread thread) {
      return calls.incrementAndGet();
    }

    @DiskMemoized(keyGenerator = LowerCase.class)
    public long generated(String from) {
      return calls.incrementAndGet();
    }

    @DiskMemoized
    public long untyped(Object from) {
      return calls.incrementAndGet();
    }

    @DiskMemoized(typed = true)
    public long typed(Object from) {
      return calls.incrementAndGet();
    }

    @DiskMemoized(rule = ShortAndLong.class)
    public long ruled(String from) {
      return calls.incrementAndGet();
    }

    @DiskMemoized
    public long text(String first, String second) {
      return calls.incrementAndGet();
    }
  }

  private Trips trips() {
    return containers.start(Trips.class).select(Trips.class).get();
  }

  @Test
  void key_ofEqualArguments_isEqual() {
    Trips trips = trips();
    LocalDate day = LocalDate.of(2026, 11, 21);

    long first =
        trips.distance(new Route("A", "B"), day, TimeUnit.DAYS, Set.of("x", "y"), new int[] {1});
    assertThat(
            trips.distance(
                new Route("A", "B"), day, TimeUnit.DAYS, Set.of("y", "x"), new int[] {1}))
        .isEqualTo(first);
    assertThat(
            trips.distance(
                new Route("A", "C"), day, TimeUnit.DAYS, Set.of("y", "x"), new int[] {1}))
        .isNotEqualTo(first);
    assertThat(
            trips.distance(
                new Route("A", "B"), day, TimeUnit.DAYS, Set.of("y", "x"), new int[] {2}))
        .isNotEqualTo(first);
  }

  @Test
  void key_ofTextsThatLookAlike_differs() {
    Trips trips = trips();

    assertThat(
            Set.of(
                trips.text("a\",\"b", "c"),
                trips.text("a", "b\",\"c"),
                trips.text("a\\", "\"b"),
                trips.text("a\\\"", "b"),
                trips.text("", ""),
                trips.text("x".repeat(5000), "y"),
                trips.text("x".repeat(5001), "y")))
        .hasSize(7);
    assertThat(trips.text("x".repeat(5000), "y")).isEqualTo(6);
  }

  @Test
  void key_leavesOutWhatDoesNotCount() {
    Trips trips = trips();

    assertThat(trips.marked("A", () -> {})).isEqualTo(trips.marked("A", () -> {}));
    assertThat(trips.ignored("A", () -> {}, Thread.currentThread()))
        .isEqualTo(trips.ignored("A", () -> {}, new Thread()));
    assertThat(trips.generated("Paris")).isEqualTo(trips.generated("PARIS"));
    assertThat(trips.untyped(1)).isEqualTo(trips.untyped(1L));
    assertThat(trips.typed(1)).isNotEqualTo(trips.typed(1L));
    assertThat(trips.untyped(null)).isNotEqualTo(trips.untyped("~"));
  }

  /** Threads 1 and 2: the result decides whether it is kept, and for how long. */
  @Test
  void rule_decidesByTheResult() {
    Trips trips = trips();

    assertThat(trips.ruled("a")).isEqualTo(1);
    containers.clock().advance(Duration.ofSeconds(11));
    assertThat(trips.ruled("a")).isEqualTo(2);
    assertThat(trips.ruled("a")).isEqualTo(3);
    containers.clock().advance(Duration.ofDays(1000));
    assertThat(trips.ruled("a")).isEqualTo(3);
  }

  /** Thread 6: an inherited method is another one for each bean, and of the bean's type. */
  @Test
  void call_ofInheritedMethod_isOfTheBean() {
    SeContainer container = containers.start(Orders.class, Customers.class);
    Orders orders = container.select(Orders.class).get();
    Customers customers = container.select(Customers.class).get();

    for (int i = 0; i < 2; i++) {
      assertThat(orders.find(1)).isEqualTo(new Order(1));
      assertThat(customers.find(1)).isEqualTo(new Customer(1, "Ada"));
    }
    assertThat(container.select(DiskCaches.class).get().statistics("default").hits()).isEqualTo(2);
  }

  @Test
  void plain_ofMap_isSorted() {
    StringBuilder one = new StringBuilder();
    StringBuilder other = new StringBuilder();
    KeyPart.plain(one, new java.util.TreeMap<>(Map.of("a", 1, "b", 2)));
    KeyPart.plain(
        other,
        new java.util.TreeMap<String, Object>(java.util.Comparator.reverseOrder()) {
          private static final long serialVersionUID = 1;

          {
            put("a", 1L);
            put("b", 2L);
          }
        });

    assertThat(one).hasToString(other.toString());
  }
}
