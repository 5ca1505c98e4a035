// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.AsyncCache;
import io.github.diskcache.Cache;
import io.github.diskcache.Tuple;
import io.github.diskcache.WriteOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The regions of docs/tutorial/caveats.md. */
class CaveatsPageTest extends PageTest {
  private Cache<Object, Object> cache;

  @BeforeEach
  void open() {
    cache = Cache.open(directory);
  }

  @AfterEach
  void close() {
    cache.close();
  }

  @Test
  void keys_equality_isThatOfTheirForm() {
    // snippet: equality
    cache.set(1, "one");
    print(cache.get(1.0)); // one
    print(cache.get("1")); // null
    print(cache.get(true)); // null

    cache.set(List.of("a", 1), "list");
    print(cache.get(List.of("a", 1L))); // list
    print(cache.get(Tuple.of("a", 1))); // null
    // end
  }

  @Test
  void get_integer_isALong() {
    // snippet: long
    cache.set("count", 7);
    Object count = cache.get("count");
    print(count instanceof Long); // true
    print(count.equals(7)); // false
    // end
  }

  @Test
  void get_value_isACopy() {
    // snippet: copy
    List<Object> colours = new ArrayList<>(List.of("red"));
    cache.set("colours", colours);
    colours.add("green");
    print(cache.get("colours")); // [red]
    // end
  }

  @Test
  void async_stage_hasTheResult() throws Exception {
    // snippet: async
    ExecutorService executor = Executors.newFixedThreadPool(2);
    AsyncCache<Object, Object> async = AsyncCache.on(cache, executor);

    CompletionStage<Object> value =
        async
            .set("key", "value", WriteOptions.ttl(Duration.ofHours(1)))
            .thenCompose(result -> async.get("key"));
    print(value.toCompletableFuture().get()); // value

    executor.shutdown();
    // end
    assertThat(executor.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
  }
}
