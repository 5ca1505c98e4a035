// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Counts operations of several threads, with no clock around each. */
final class Throughput {
  private static final int BETWEEN_LOOKS_AT_THE_CLOCK = 32;

  private final Store store;
  private final Data data;
  private final String[] keys;
  private final Operations.Kind kind;

  Throughput(Store store, Scale scale, Operations.Kind kind) {
    this.store = store;
    this.data = new Data(scale.valueBytes());
    this.keys = Data.keys(scale.entries());
    this.kind = kind;
  }

  /** Reports operations a second of all threads together. */
  void report(int threads, long millis, Reports reports) throws Exception {
    String name = kind.name().toLowerCase(Locale.ROOT) + "." + threads + "t.ops";
    reports.say(name, perSecond(threads, millis));
  }

  double perSecond(int threads, long millis) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Callable<Double>> bodies = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        SplittableRandom random = new SplittableRandom(i);
        bodies.add(
            () -> {
              start.await();
              return work(random, millis);
            });
      }
      double sum = 0;
      for (Future<Double> result : pool.invokeAll(bodies)) {
        sum += result.get();
      }
      return sum;
    } finally {
      pool.shutdown();
    }
  }

  private double work(SplittableRandom random, long millis) {
    long from = System.nanoTime();
    long end = from + millis * 1_000_000;
    long done = 0;
    long number = random.nextLong();
    long now = from;
    while (now < end) {
      for (int i = 0; i < BETWEEN_LOOKS_AT_THE_CLOCK; i++) {
        String key = keys[random.nextInt(keys.length)];
        int of100 = kind == Operations.Kind.MIXED ? random.nextInt(100) : 0;
        if (kind == Operations.Kind.SET || (of100 >= 90 && of100 < 99)) {
          store.set(key, data.value(++number));
        } else if (of100 == 99) {
          store.delete(key);
        } else {
          store.get(key);
        }
      }
      done += BETWEEN_LOOKS_AT_THE_CLOCK;
      now = System.nanoTime();
    }
    return done * 1e9 / (now - from);
  }
}
