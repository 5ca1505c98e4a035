// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EvictionTest {
  @RegisterExtension final Containers containers = new Containers();

  @ApplicationScoped
  static class Prices {
    private final AtomicLong calls = new AtomicLong();

    @DiskMemoized(name = "price", tag = "article-{0}")
    public long price(String article, String currency) {
      return calls.incrementAndGet();
    }

    @DiskMemoized
    public long stock(String article) {
      return calls.incrementAndGet();
    }

    @DiskMemoized(cache = "reports")
    public long report() {
      return calls.incrementAndGet();
    }

    @DiskEvict(name = "price")
    public void change(String article, String currency, @CacheIgnore long cents) {
      if (cents < 0) {
        throw new IllegalArgumentException("negative");
      }
    }

    @DiskEvict(tag = "article-{0}")
    @DiskEvict(name = "stock")
    @DiskEvict(cache = "reports", all = true)
    public void remove(String article) {}

    @DiskEvict(name = "price", all = true)
    public void revalue() {}

    @DiskEvict(all = true)
    public void clear() {}

    @DiskEvict(name = "stock")
    public CompletionStage<String> changeLater(
        String article, @CacheIgnore CompletableFuture<String> done) {
      return done;
    }

    @DiskPut(name = "stock")
    public long restock(String article, @CacheIgnore long pieces) {
      return pieces;
    }
  }

  private Prices prices() {
    return prices(containers.start(Prices.class));
  }

  private static Prices prices(SeContainer container) {
    return container.select(Prices.class).get();
  }

  @Test
  void evict_ofKey_removesThatResultOnly() {
    Prices prices = prices();
    long hat = prices.price("hat", "EUR");
    long coat = prices.price("coat", "EUR");

    prices.change("hat", "EUR", 5);

    assertThat(prices.price("hat", "EUR")).isNotEqualTo(hat);
    assertThat(prices.price("coat", "EUR")).isEqualTo(coat);
  }

  /** Thread 8: only a call that has succeeded evicts. */
  @Test
  void evict_afterFailure_removesNothing() {
    Prices prices = prices();
    long hat = prices.price("hat", "EUR");

    assertThatThrownBy(() -> prices.change("hat", "EUR", -1))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(prices.price("hat", "EUR")).isEqualTo(hat);
  }

  /** Thread 7: several annotations on one method; thread 25: by tag. */
  @Test
  void evict_repeated_removesByTagByKeyAndAll() {
    Prices prices = prices();
    long euro = prices.price("hat", "EUR");
    long franc = prices.price("hat", "CHF");
    long coat = prices.price("coat", "EUR");
    long stock = prices.stock("hat");
    long report = prices.report();

    prices.remove("hat");

    assertThat(prices.price("hat", "EUR")).isNotEqualTo(euro);
    assertThat(prices.price("hat", "CHF")).isNotEqualTo(franc);
    assertThat(prices.stock("hat")).isNotEqualTo(stock);
    assertThat(prices.report()).isNotEqualTo(report);
    assertThat(prices.price("coat", "EUR")).isEqualTo(coat);
  }

  @Test
  void evict_ofName_removesAllOfTheName() {
    Prices prices = prices();
    long hat = prices.price("hat", "EUR");
    long coat = prices.price("coat", "EUR");
    long stock = prices.stock("hat");

    prices.revalue();

    assertThat(prices.price("hat", "EUR")).isNotEqualTo(hat);
    assertThat(prices.price("coat", "EUR")).isNotEqualTo(coat);
    assertThat(prices.stock("hat")).isEqualTo(stock);

    prices.clear();

    assertThat(prices.stock("hat")).isNotEqualTo(stock);
  }

  @Test
  void evict_ofStage_happensWhenThatSucceeds() {
    Prices prices = prices();
    long stock = prices.stock("hat");

    CompletableFuture<String> failing = new CompletableFuture<>();
    CompletableFuture<String> failed = prices.changeLater("hat", failing).toCompletableFuture();
    failing.completeExceptionally(new IllegalStateException());
    assertThat(failed).isCompletedExceptionally();
    assertThat(prices.stock("hat")).isEqualTo(stock);

    CompletableFuture<String> done = new CompletableFuture<>();
    CompletableFuture<String> changed = prices.changeLater("hat", done).toCompletableFuture();
    assertThat(prices.stock("hat")).isEqualTo(stock);
    done.complete("changed");
    assertThat(changed).isCompletedWithValue("changed");
    assertThat(prices.stock("hat")).isNotEqualTo(stock);
  }

  @Test
  void put_ofResult_isWhatTheMemoizedMethodGives() {
    Prices prices = prices();
    prices.stock("hat");

    assertThat(prices.restock("hat", 500)).isEqualTo(500);
    assertThat(prices.stock("hat")).isEqualTo(500);
    containers.stop();

    assertThat(prices().stock("hat")).isEqualTo(500);
  }

  @Test
  void evict_whileSwitchedOff_happensAllTheSame() {
    Prices before = prices();
    long hat = before.price("hat", "EUR");
    long coat = before.price("coat", "EUR");
    containers.stop();

    containers.set("diskcache.enabled", "false");
    Prices off = prices();
    assertThat(off.price("coat", "EUR")).isEqualTo(1);
    assertThat(off.price("coat", "EUR")).isEqualTo(2);
    off.change("hat", "EUR", 5);
    containers.stop();
    containers.set("diskcache.enabled", "true");

    Prices on = prices();
    on.report();
    on.stock("a");
    on.stock("b");
    assertThat(on.price("hat", "EUR")).isNotEqualTo(hat);
    assertThat(on.price("coat", "EUR")).isEqualTo(coat);
  }
}
