// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.SplittableRandom;

/** Evicts a tag that one entry of a hundred carries, and clears. */
final class BulkWork {
  private static final int TAGGED_EVERY = 100;
  private static final int GROUP = 10_000;
  private static final String TAG = "benchmark";

  private BulkWork() {}

  static void run(Job job, Reports reports) throws Exception {
    int entries = job.scale().entries();
    Data data = new Data(job.scale().valueBytes());
    try (Store store = job.arm().open(job.directory(), job.scale())) {
      boolean tags = job.arm().traits().expiryAndTags().contains("tags");
      for (int from = 0; from < entries; from += GROUP) {
        int to = Math.min(entries, from + GROUP);
        for (int part = from; part < to; part += GROUP / 10) {
          store.load(data.batch(part, Math.min(to, part + GROUP / 10), 1));
        }
        if (tags) {
          store.setTagged(data.batch(from, to, TAGGED_EVERY), TAG);
        }
      }
      time(store, data, job, reports);
      if (tags) {
        long begin = System.nanoTime();
        long evicted = store.evict(TAG);
        reports.say("evict.ms", (System.nanoTime() - begin) / 1e6);
        reports.say("evicted.count", (double) evicted);
      }
      long begin = System.nanoTime();
      store.clear();
      reports.say("clear.ms", (System.nanoTime() - begin) / 1e6);
    }
  }

  /** Times gets and sets at this size. */
  private static void time(Store store, Data data, Job job, Reports reports) {
    long clock = Samples.clockNanos();
    Samples gets = new Samples(clock);
    Samples sets = new Samples(clock);
    SplittableRandom random = new SplittableRandom(1);
    for (int pass = 0; pass < 2; pass++) {
      gets = new Samples(clock);
      sets = new Samples(clock);
      long end = System.nanoTime() + job.millis() * 1_000_000;
      for (int i = 0; System.nanoTime() < end; i++) {
        String key = Data.key(random.nextInt(job.scale().entries()));
        byte[] value = data.value(i);
        boolean set = i % 10 == 0 && key.charAt(key.length() - 1) != '0';
        long from = System.nanoTime();
        if (set) {
          store.set(key, value);
        } else {
          store.get(key);
        }
        (set ? sets : gets).add(System.nanoTime() - from);
      }
    }
    gets.report("get", reports);
    sets.report("set", reports);
  }
}
