// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MemoizedTest {
  @RegisterExtension final Containers containers = new Containers();

  record Price(String article, long cents) {}

  @ApplicationScoped
  static class Prices {
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private volatile RuntimeException failure;

    int called(String method) {
      return calls.computeIfAbsent(method, key -> new AtomicInteger()).get();
    }

    void failWith(RuntimeException planned) {
      failure = planned;
    }

    private int count(String method) {
      int count = calls.computeIfAbsent(method, key -> new AtomicInteger()).incrementAndGet();
      if (failure != null) {
        throw failure;
      }
      return count;
    }

    @DiskMemoized(expire = "PT10M")
    public Price lookup(String article) {
      return new Price(article, count("lookup"));
    }

    @DiskMemoized
    public Price lookup(long number) {
      return new Price("#" + number, count("lookup(long)"));
    }

    @DiskMemoized
    public int cents(String article) {
      return count("cents");
    }

    @DiskMemoized
    public List<Price> all() {
      return List.of(new Price("hat", count("all")), new Price("coat", 2));
    }

    @DiskMemoized
    public Optional<Price> find(String article) {
      count("find");
      return article.equals("none") ? Optional.empty() : Optional.of(new Price(article, 7));
    }

    @DiskMemoized
    public String nullable(String article) {
      count("nullable");
      return null;
    }

    @DiskMemoized(cacheNull = false)
    public String notNull(String article) {
      count("notNull");
      return null;
    }
  }

  private Prices prices() {
    return prices(containers.start(Prices.class));
  }

  private static Prices prices(SeContainer container) {
    return container.select(Prices.class).get();
  }

  private static int called(SeContainer container, String method) {
    return prices(container).called(method);
  }

  @Test
  void call_again_returnsWhatWasKept() {
    SeContainer container = containers.start(Prices.class);
    Prices prices = prices(container);

    Price first = prices.lookup("hat");
    Price second = prices.lookup("hat");

    assertThat(first).isEqualTo(new Price("hat", 1)).isEqualTo(second);
    assertThat(prices.lookup("coat")).isEqualTo(new Price("coat", 2));
    assertThat(called(container, "lookup")).isEqualTo(2);
    assertThat(container.select(DiskCaches.class).get().statistics("default"))
        .isEqualTo(new MemoStatistics(1, 2, 2, 0, 2, 0, 0, 0));
  }

  /** Thread 6: methods of the same parameters do not share entries. */
  @Test
  void call_ofAnotherMethodWithTheSameArguments_isAnotherEntry() {
    Prices prices = prices();

    assertThat(prices.lookup("hat")).isEqualTo(new Price("hat", 1));
    assertThat(prices.cents("hat")).isEqualTo(1);
    assertThat(prices.lookup(3)).isEqualTo(new Price("#3", 1));
  }

  @Test
  void call_afterRestart_returnsWhatWasKept() {
    assertThat(prices().all()).containsExactly(new Price("hat", 1), new Price("coat", 2));
    containers.stop();

    SeContainer container = containers.start(Prices.class);

    assertThat(prices(container).all()).containsExactly(new Price("hat", 1), new Price("coat", 2));
    assertThat(called(container, "all")).isZero();
  }

  /** Thread 15: the annotation says how long a result lives. */
  @Test
  void call_afterExpiry_computesAnew() {
    Prices prices = prices();
    prices.lookup("hat");

    containers.clock().advance(Duration.ofMinutes(9));
    assertThat(prices.lookup("hat").cents()).isEqualTo(1);
    containers.clock().advance(Duration.ofMinutes(2));

    assertThat(prices.lookup("hat").cents()).isEqualTo(2);
  }

  /** Threads 3 and 4: null is kept, or is not, as one says. */
  @Test
  void call_ofMethodThatReturnsNull_keepsNullUnlessToldOtherwise() {
    SeContainer container = containers.start(Prices.class);
    Prices prices = prices(container);

    for (int i = 0; i < 2; i++) {
      assertThat(prices.nullable("hat")).isNull();
      assertThat(prices.notNull("hat")).isNull();
      assertThat(prices.find("none")).isEmpty();
      assertThat(prices.find("hat")).contains(new Price("hat", 7));
    }

    assertThat(called(container, "nullable")).isEqualTo(1);
    assertThat(called(container, "notNull")).isEqualTo(2);
    assertThat(called(container, "find")).isEqualTo(2);
  }

  @Test
  void call_ofMethodThatThrows_keepsNothing() {
    SeContainer container = containers.start(Prices.class);
    Prices prices = prices(container);
    IllegalStateException failure = new IllegalStateException("no connection");
    prices.failWith(failure);

    assertThatThrownBy(() -> prices.lookup("hat")).isSameAs(failure);
    assertThatThrownBy(() -> prices.lookup("hat")).isSameAs(failure);
    prices.failWith(null);

    assertThat(prices.lookup("hat")).isEqualTo(new Price("hat", 3));
  }
}
