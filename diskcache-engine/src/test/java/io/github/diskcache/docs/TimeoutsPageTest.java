// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.Cache;
import io.github.diskcache.CacheTimeoutException;
import io.github.diskcache.FanoutCache;
import io.github.diskcache.WriteResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The regions of docs/tutorial/timeouts.md. */
class TimeoutsPageTest extends PageTest {
  @Test
  void set_busyCache_throws() throws Exception {
    // snippet: timeout
    try (Cache<Object, Object> cache =
        Cache.builder(directory).busyTimeout(Duration.ofMillis(20)).open()) {
      cache.set("key", "old");
      whileAnotherThreadWrites(
          cache,
          () -> {
            print(cache.get("key")); // old
            try {
              cache.set("key", "new");
            } catch (CacheTimeoutException e) {
              print(cache.get("key")); // old
            }
          });
      print(cache.set("key", "new")); // STORED
    }
    // end
  }

  @Test
  void set_busyShard_isSkipped() throws Exception {
    // snippet: fanout
    try (FanoutCache<Object, Object> cache = FanoutCache.open(directory)) {
      whileAnotherThreadWrites(
          cache,
          () -> {
            print(cache.set("key", "value")); // SKIPPED
            print(cache.add("key", "value")); // false
            print(cache.delete("key")); // false
            try {
              cache.increment("count");
            } catch (CacheTimeoutException e) {
              print(e.partialCount()); // 0
            }
          });
    }
    // end
  }

  @Test
  void retrying_busyCache_waits() throws Exception {
    try (FanoutCache<Object, Object> cache = FanoutCache.open(directory)) {
      // snippet: retrying
      FanoutCache<Object, Object> patient = cache.retrying();
      WriteResult result = patient.set("key", "value");
      print(result); // STORED
      // end
      assertThat(cache.get("key")).isEqualTo("value");
    }
  }

  /** Runs a body while another thread is in a transaction. */
  private static void whileAnotherThreadWrites(Cache<?, ?> cache, Runnable body)
      throws InterruptedException {
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              Runnable hold =
                  () -> {
                    locked.countDown();
                    await(done);
                  };
              cache.transact(hold);
            },
            task -> new Thread(task, "writer").start());
    try {
      await(locked);
      body.run();
    } finally {
      done.countDown();
      writer.join();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(2, TimeUnit.MINUTES)) {
        throw new AssertionError("waited for two minutes");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
