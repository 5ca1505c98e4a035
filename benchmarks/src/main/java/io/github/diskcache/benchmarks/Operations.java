// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Times each kind of operation on random keys, in slices that take turns so that a busy moment of
 * the machine falls on all of them; then counts operations without a clock around each.
 */
final class Operations {
  private static final int SLICES = 8;
  private static final int KEYS_DRAWN = 1 << 16;
  private static final int GETS_PER_SET = 1000;

  /** A kind of operation. */
  enum Kind {
    GET,
    MISS,
    SET,
    DELETE,
    MIXED
  }

  private final Store store;
  private final Data data;
  private final String[] keys;
  private final String[] missing;
  private final int[] drawn = new int[KEYS_DRAWN];
  private long number;
  private int at;

  private Operations(Store store, Scale scale) {
    this.store = store;
    this.data = new Data(scale.valueBytes());
    this.keys = Data.keys(scale.entries());
    this.missing = new String[Math.min(scale.entries(), 10_000)];
    for (int i = 0; i < missing.length; i++) {
      missing[i] = Data.missing(i);
    }
    SplittableRandom random = new SplittableRandom(scale.entries());
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = random.nextInt(keys.length);
    }
  }

  static void run(Job job, Reports reports) throws Exception {
    try (Store store = job.arm().open(job.directory(), job.scale())) {
      Operations operations = new Operations(store, job.scale());
      operations.data.load(store, job.scale().entries());
      operations.time(new Samples(0), job.millis());
      long clock = Samples.clockNanos();
      Map<Kind, Samples> samples = new EnumMap<>(Kind.class);
      for (int slice = 0; slice < SLICES; slice++) {
        for (Kind kind : Kind.values()) {
          Samples of = samples.computeIfAbsent(kind, any -> new Samples(clock));
          operations.time(kind, of, job.millis() / SLICES);
        }
      }
      samples.forEach((kind, of) -> of.report(kind.name().toLowerCase(Locale.ROOT), reports));
      operations.countGetsWithSets(job.millis(), reports);
      for (int threads = 1; threads <= 2; threads++) {
        for (Kind kind : new Kind[] {Kind.GET, Kind.SET, Kind.MIXED}) {
          new Throughput(store, job.scale(), kind).report(threads, job.millis() / 2, reports);
        }
      }
    }
  }

  /** Warms up. */
  private void time(Samples into, long millis) {
    for (Kind kind : Kind.values()) {
      time(kind, into, millis);
    }
  }

  private void time(Kind kind, Samples into, long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < end) {
      int key = drawn[at++ & (KEYS_DRAWN - 1)];
      switch (kind) {
        case GET -> get(keys[key], into);
        case MISS -> timeMiss(missing[key % missing.length], into);
        case SET -> set(keys[key], into);
        case DELETE -> delete(keys[key], into);
        case MIXED -> {
          int of100 = at % 100;
          if (of100 < 90) {
            get(keys[key], into);
          } else if (of100 < 99) {
            set(keys[key], into);
          } else {
            delete(keys[key], into);
          }
        }
      }
    }
  }

  private void get(String key, Samples into) {
    long from = System.nanoTime();
    Object value = store.get(key);
    into.add(System.nanoTime() - from);
    if (value == null) {
      throw new BenchmarkException("Key [" + key + "] is stored and was not found");
    }
  }

  private void timeMiss(String key, Samples into) {
    long from = System.nanoTime();
    Object value = store.get(key);
    into.add(System.nanoTime() - from);
    if (value != null) {
      throw new BenchmarkException("Key [" + key + "] was found and never stored");
    }
  }

  private void set(String key, Samples into) {
    byte[] value = data.value(++number);
    long from = System.nanoTime();
    store.set(key, value);
    into.add(System.nanoTime() - from);
  }

  /** Times deleting an entry, and puts it back. */
  private void delete(String key, Samples into) {
    long from = System.nanoTime();
    store.delete(key);
    into.add(System.nanoTime() - from);
    store.set(key, data.value(++number));
  }

  /**
   * Reports the mean of a get with a set after every thousand, in which reads that were noted in
   * memory are written: so it holds what reading costs later.
   */
  private void countGetsWithSets(long millis, Reports reports) {
    long gets = 0;
    long from = System.nanoTime();
    long end = from + millis * 1_000_000;
    while (System.nanoTime() < end) {
      for (int i = 0; i < GETS_PER_SET; i++) {
        store.get(keys[drawn[at++ & (KEYS_DRAWN - 1)]]);
      }
      store.set(keys[drawn[at++ & (KEYS_DRAWN - 1)]], data.value(++number));
      gets += GETS_PER_SET;
    }
    reports.say("get.paid.ns", (System.nanoTime() - from) / (double) gets);
  }
}
