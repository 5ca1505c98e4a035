// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** A process whose two threads read and write counters until shared memory tells them to stop. */
final class NearSoakChild {
  private static final int BATCH = 500;

  /** When the slots of written keys are marked. */
  enum Marking {
    AS_BUILT,
    /** After COMMIT, which is a fault. */
    TOO_LATE,
    /** As built, and most values are set through the log of intents. */
    LOGGED
  }

  private NearSoakChild() {}

  public static void main(String[] arguments) throws Exception {
    NearSoakTest.Shown shown = NearSoakTest.Shown.map(Path.of(arguments[1]));
    Marking marking = Marking.valueOf(arguments[2]);
    NearChanges.marksTooLate = marking == Marking.TOO_LATE;
    int number = Integer.parseInt(arguments[3]);
    CacheBuilder builder = Cache.builder(Path.of(arguments[0]));
    if (marking == Marking.LOGGED) {
      builder.intentLog(new IntentLog(1 << 16, Duration.ofMillis(5)));
    }
    // Of those with a log every other one has no near tier, and shows what the log has.
    builder.nearTier(marking == Marking.LOGGED && number % 2 == 1 ? 0 : 1 << 20);
    try (Cache<Object, Object> cache = builder.open()) {
      System.out.println("ready");
      Consumer<Cache<Object, Object>> work =
          marking == Marking.LOGGED
              ? used -> workLogged(used, shown, number)
              : used -> work(used, shown);
      Thread other = new Thread(() -> work.accept(cache));
      other.start();
      work.accept(cache);
      other.join();
    }
    System.out.println("done");
  }

  private static void work(Cache<Object, Object> cache, NearSoakTest.Shown shown) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    while (!shown.isStopped()) {
      long stale = 0;
      long writes = 0;
      for (int i = 0; i < BATCH; i++) {
        int key = random.nextInt(shown.keys());
        if (random.nextInt(20) == 0) {
          write(cache, shown, key, random.nextInt(8));
          writes++;
        } else {
          long before = shown.get(key);
          long count = (Long) cache.get(key, 0L);
          stale += count < before ? 1 : 0;
          shown.raise(key, count);
        }
      }
      shown.count(BATCH - writes, writes, stale);
    }
  }

  private static void workLogged(Cache<Object, Object> cache, NearSoakTest.Shown shown, int owner) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    while (!shown.isStopped()) {
      long stale = 0;
      long writes = 0;
      for (int i = 0; i < BATCH; i++) {
        int key = random.nextInt(shown.keys());
        long before = shown.get(key);
        if (random.nextInt(10) == 0 && shown.take(key, owner)) {
          long next = (Long) cache.get(key, 0L) + 1;
          stale += next <= before ? 1 : 0;
          writeLogged(cache, key, next, random.nextInt(40));
          shown.raise(key, next);
          shown.release(key, owner);
          writes++;
        } else {
          long count = (Long) cache.get(key, 0L);
          stale += count < before ? 1 : 0;
          shown.raise(key, count);
        }
      }
      shown.count(BATCH - writes, writes, stale);
    }
  }

  /** Sets a counter that nobody else writes meanwhile, seldom in other ways than by a set. */
  private static void writeLogged(Cache<Object, Object> cache, int key, long next, int way) {
    switch (way) {
      case 0 -> cache.increment(key);
      case 1 -> cache.transactOn(key, () -> cache.set(key, next));
      case 2 -> {
        cache.set("tagged " + key, key, WriteOptions.tagged("churn"));
        cache.evict("churn");
        cache.set(key, next);
      }
      default -> cache.set(key, next);
    }
  }

  /** Adds one to a counter, in one of the ways there are. */
  private static void write(
      Cache<Object, Object> cache, NearSoakTest.Shown shown, int key, int way) {
    switch (way) {
      case 0 -> {
        int other = (key + 1) % shown.keys();
        long[] counts = new long[2];
        cache.transact(
            () -> {
              counts[0] = cache.increment(key);
              counts[1] = cache.increment(other);
            });
        shown.raise(key, counts[0]);
        shown.raise(other, counts[1]);
      }
      case 1 -> {
        long count =
            cache.transactOn(
                key,
                () -> {
                  long next = (Long) cache.get(key, 0L) + 1;
                  // Gone in between, though nobody sees it.
                  cache.delete(key);
                  cache.set(key, next);
                  return next;
                });
        shown.raise(key, count);
      }
      case 2 -> {
        cache.set("tagged " + key, key, WriteOptions.NONE.tag("churn"));
        cache.evict("churn");
      }
      case 3 -> {
        try {
          cache.transact(
              () -> {
                cache.increment(key, 1_000_000);
                throw new IllegalStateException("rolled back");
              });
        } catch (IllegalStateException e) {
          // as it is to be
        }
      }
      default -> {
        long count =
            cache.transactOn(
                key,
                () -> {
                  long next = (Long) cache.get(key, 0L) + 1;
                  cache.set(key, next);
                  return next;
                });
        shown.raise(key, count);
      }
    }
  }
}
