// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import io.github.diskcache.Cache;
import io.github.diskcache.EvictionPolicy;
import io.github.diskcache.Tuple;
import io.github.diskcache.recipes.Arguments;
import io.github.diskcache.recipes.Averager;
import io.github.diskcache.recipes.Barrier;
import io.github.diskcache.recipes.BoundedSemaphore;
import io.github.diskcache.recipes.LeaseOptions;
import io.github.diskcache.recipes.Lock;
import io.github.diskcache.recipes.MemoizeOptions;
import io.github.diskcache.recipes.Memoizer;
import io.github.diskcache.recipes.RLock;
import io.github.diskcache.recipes.Rate;
import io.github.diskcache.recipes.Throttle;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The regions of docs/tutorial/recipes.md and docs/recipes.md. */
class RecipesPageTest extends PageTest {
  private Cache<Object, Object> cache;
  private int renderings;

  @BeforeEach
  void open() {
    // snippet: cache
    cache = Cache.builder(directory).evictionPolicy(EvictionPolicy.NONE).open();
    // end
  }

  @AfterEach
  void close() {
    cache.close();
  }

  private String render(String path) {
    renderings++;
    return path + " rendered " + renderings;
  }

  private static void send(String request) {
    assert request != null;
  }

  @Test
  void recipes_overview() throws InterruptedException {
    // snippet: overview
    Lock lock = new Lock(cache, "report-123");
    Throttle throttle = new Throttle(cache, "requests", Rate.of(2, Duration.ofSeconds(1)));
    Memoizer memoizer = new Memoizer(cache);
    Function<String, String> page =
        memoizer.memoize(
            "app.page", MemoizeOptions.DEFAULT.ttl(Duration.ofMinutes(5)), this::render);
    // end
    print(lock.isLocked()); // false
    print(throttle.tryAcquire()); // true
    print(page.apply("/")); // / rendered 1
  }

  @Test
  void averager_numbers_ofAllProcesses() {
    // snippet: averager
    Averager latency = new Averager(cache, "latency");
    latency.add(0.25);
    latency.add(0.75);
    print(latency.get()); // OptionalDouble[0.5]
    print(latency.pop()); // OptionalDouble[0.5]
    print(latency.get()); // OptionalDouble.empty
    // end
  }

  @Test
  void lock_isHeldByOne() {
    // snippet: lock
    Lock lock = new Lock(cache, "report-123");
    lock.lock();
    try {
      print(lock.isHeldByCurrentThread()); // true
      print(new Lock(cache, "report-123").tryLock()); // false
    } finally {
      lock.unlock();
    }
    // end
    // snippet: rlock
    RLock nested = new RLock(cache, "report-124", LeaseOptions.lease(Duration.ofMinutes(2)));
    nested.lock();
    try {
      nested.lock();
      try {
        print(nested.isHeldByCurrentThread()); // true
      } finally {
        nested.unlock();
      }
      print(nested.isHeldByCurrentThread()); // true
    } finally {
      nested.unlock();
    }
    print(nested.isHeldByCurrentThread()); // false
    // end
  }

  @Test
  void semaphore_hasPermits() throws InterruptedException {
    // snippet: semaphore
    BoundedSemaphore connections = new BoundedSemaphore(cache, "connections", 2);
    connections.acquire();
    connections.acquire();
    print(connections.tryAcquire()); // false
    connections.release();
    print(connections.availablePermits()); // 1
    connections.release();
    // end
  }

  @Test
  void barrier_guardsATask() {
    // snippet: barrier
    Barrier oneAtATime = new Barrier(new Lock(cache, "rebuild"));
    String result = oneAtATime.get(() -> render("/index"));
    print(result); // /index rendered 1
    // end
  }

  @Test
  void throttle_letsSoManyPass() throws InterruptedException {
    // snippet: throttle
    Throttle throttle = new Throttle(cache, "mails", Rate.of(2, Duration.ofHours(1)));
    throttle.run(() -> send("one"));
    throttle.acquire();
    send("two");
    print(throttle.tryAcquire()); // false
    // end
  }

  @Test
  void memoize_sameArguments_computeOnce() {
    // snippet: memoize
    Memoizer memoizer = new Memoizer(cache);
    Function<String, String> page =
        memoizer.memoize(
            "app.page",
            MemoizeOptions.DEFAULT.ttl(Duration.ofMinutes(5)).tag("pages"),
            this::render);

    print(page.apply("/")); // / rendered 1
    print(page.apply("/")); // / rendered 1
    print(page.apply("/help")); // /help rendered 2

    print(cache.evict("pages")); // 2
    print(page.apply("/")); // / rendered 3
    // end
    // snippet: cachekey
    Tuple key = memoizer.cacheKey("app.page", MemoizeOptions.DEFAULT, Arguments.of("/"));
    print(key); // (app.page, /, null)
    print(cache.delete(key)); // true
    // end
  }

  @Test
  void call_anyArguments_namedOnesToo() throws Exception {
    Memoizer memoizer = new Memoizer(cache);
    // snippet: call
    String page =
        memoizer.call(
            "app.page",
            MemoizeOptions.DEFAULT.ignoring("trace"),
            Arguments.of("/").with("language", "no").with("trace", "8f3a"),
            () -> render("/"));
    print(page); // / rendered 1
    // end
  }

  // snippet: fibonacci
  private Function<Long, Long> fibonacci;

  private Long fibonacci(Long n) {
    return n < 2 ? n : fibonacci.apply(n - 1) + fibonacci.apply(n - 2);
  }

  // end

  @Test
  void memoize_recursiveFunction() {
    // snippet: usefibonacci
    fibonacci = new Memoizer(cache).memoize("fibonacci", MemoizeOptions.DEFAULT, this::fibonacci);
    print(fibonacci.apply(60L)); // 1548008755920
    // end
  }
}
