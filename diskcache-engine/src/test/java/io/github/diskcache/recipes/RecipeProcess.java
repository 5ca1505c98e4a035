// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.diskcache.Cache;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * What a child JVM does for a test. It says when it has begun, and does the rest on the next line.
 */
@SuppressWarnings("LockNotBeforeTry") // killed while it holds
final class RecipeProcess {
  static final LeaseOptions LEASE = LeaseOptions.lease(Duration.ofSeconds(5));
  static final MemoizerOptions MEMOIZER = MemoizerOptions.DEFAULT.lease(LEASE.lease());
  static final int THREADS = 4;
  static final int ROUNDS = 8;
  static final int RESULTS = 5;

  private RecipeProcess() {}

  public static void main(String[] arguments) throws Exception {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    try (Cache<Object, Object> cache = Cache.open(Path.of(arguments[1]))) {
      switch (arguments[0]) {
        case "count" -> {
          say("ready");
          lines.readLine();
          count(cache);
          say("counted");
        }
        case "memoize" -> {
          say("ready");
          lines.readLine();
          say(String.join(" ", memoize(cache)));
        }
        case "hog" -> {
          hog(cache);
          say("hogging");
          lines.readLine();
        }
        default -> {
          hold(cache);
          say("holding");
          lines.readLine();
        }
      }
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }

  /** Adds to numbers in a way that is only right when nobody else is at it. */
  static void count(Cache<Object, Object> cache) throws Exception {
    Workers.run(
        THREADS,
        () -> {
          Lock lock = new Lock(cache, "lock", LEASE);
          RLock rlock = new RLock(cache, "rlock", LEASE);
          BoundedSemaphore semaphore = new BoundedSemaphore(cache, "semaphore", 2, LEASE);
          for (int i = 0; i < ROUNDS; i++) {
            lock.lock();
            countOne(cache, "counted by lock");
            lock.unlock();
            rlock.lock();
            rlock.lock();
            countOne(cache, "counted by rlock");
            rlock.unlock();
            rlock.unlock();
            semaphore.acquire();
            if (cache.increment("inside") > 2) {
              cache.increment("too many");
            }
            cache.decrement("inside");
            semaphore.release();
          }
          return null;
        });
  }

  private static void countOne(Cache<Object, Object> cache, String key) {
    cache.set(key, (long) cache.get(key, 0L) + 1);
  }

  /** The results of one function, computed by several threads that count their computations. */
  static List<String> memoize(Cache<Object, Object> cache) throws Exception {
    Memoizer memoizer = new Memoizer(cache, MEMOIZER);
    return Workers.run(
            THREADS,
            () -> {
              List<String> results = new ArrayList<>();
              for (int i = 0; i < RESULTS; i++) {
                String counter = "computed " + i;
                results.add(
                    memoizer.call(
                        "f",
                        MemoizeOptions.DEFAULT,
                        Arguments.of(i),
                        () -> "result" + cache.increment(counter)));
              }
              return String.join(" ", results);
            })
        .stream()
        .distinct()
        .toList();
  }

  /** Takes one of each kind, and begins to compute a result, for ever. */
  private static void hold(Cache<Object, Object> cache) throws Exception {
    new Lock(cache, "lock", LEASE).lock();
    new RLock(cache, "rlock", LEASE).lock();
    new BoundedSemaphore(cache, "semaphore", 1, LEASE).acquire();
    CountDownLatch computing = new CountDownLatch(1);
    Workers.start(
        () ->
            new Memoizer(cache, MEMOIZER)
                .call(
                    "f",
                    MemoizeOptions.DEFAULT,
                    Arguments.NONE,
                    () -> {
                      computing.countDown();
                      new CountDownLatch(1).await();
                      return "never";
                    }));
    computing.await();
  }

  /** Holds a lock all the time, with two threads that hand it to each other, and counts. */
  private static void hog(Cache<Object, Object> cache) throws InterruptedException {
    CountDownLatch hogging = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      Workers.start(
          () -> {
            Lock lock = new Lock(cache, "lock", LEASE);
            while (true) {
              lock.lock();
              hogging.countDown();
              cache.increment("hogged");
              Thread.sleep(10);
              lock.unlock();
            }
          });
    }
    hogging.await();
  }
}
