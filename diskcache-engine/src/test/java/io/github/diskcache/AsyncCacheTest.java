// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AsyncCacheTest {
  @RegisterExtension final Stores stores = new Stores();
  private final ExecutorService executor = Executors.newFixedThreadPool(4);

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void set_thenGet_comesBack() {
    AsyncCache<Object, Object> cache = AsyncCache.on(stores.open(), executor);

    Object value =
        cache.set("k", "v").thenCompose(result -> cache.get("k")).toCompletableFuture().join();

    assertThat(value).isEqualTo("v");
  }

  @Test
  void increment_manyAtOnce_losesNone() {
    AsyncCache<Object, Object> cache = AsyncCache.on(stores.open(), executor);
    List<CompletableFuture<Long>> stages = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      stages.add(cache.increment("n", 1).toCompletableFuture());
    }

    stages.forEach(CompletableFuture::join);

    assertThat(cache.get("n").toCompletableFuture().join()).isEqualTo(200L);
  }

  @Test
  void run_transaction_happensOnOneThread() {
    AsyncCache<Object, Object> cache = AsyncCache.on(stores.open(), executor);

    long sum =
        cache
            .run(on -> on.transact(() -> on.increment("a") + on.increment("b")))
            .toCompletableFuture()
            .join();

    assertThat(sum).isEqualTo(2);
  }

  @Test
  void set_unsupportedType_failsTheStage() {
    AsyncCache<Object, Object> cache = AsyncCache.on(stores.open(), executor);

    assertThatThrownBy(() -> cache.set("k", new Object()).toCompletableFuture().join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(CacheTypeException.class);
  }
}
