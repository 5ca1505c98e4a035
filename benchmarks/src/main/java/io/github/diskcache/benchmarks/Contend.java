// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.Locale;
import java.util.SplittableRandom;

/** Times operations while another process does the same on the same directory. */
final class Contend {
  private Contend() {}

  static void run(Job job, Reports reports) throws Exception {
    Operations.Kind kind =
        Operations.Kind.valueOf(job.option("operation").toUpperCase(Locale.ROOT));
    Data data = new Data(job.scale().valueBytes());
    String[] keys = Data.keys(job.scale().entries());
    try (Store store = job.arm().open(job.directory(), job.scale())) {
      if (job.number("process") == 0) {
        data.load(store, keys.length);
      }
      SplittableRandom random = new SplittableRandom(job.number("process"));
      long clock = Samples.clockNanos();
      measure(store, kind, keys, data, random, new Samples(clock), job.millis() / 4);
      Worker.awaitGo(reports);
      Samples samples = new Samples(clock);
      long from = System.nanoTime();
      long done = measure(store, kind, keys, data, random, samples, job.millis());
      String name = kind.name().toLowerCase(Locale.ROOT);
      reports.say(name + ".ops", done * 1e9 / (System.nanoTime() - from));
      samples.report(name, reports);
    }
  }

  private static long measure(
      Store store,
      Operations.Kind kind,
      String[] keys,
      Data data,
      SplittableRandom random,
      Samples samples,
      long millis) {
    long done = 0;
    long number = random.nextLong();
    long end = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < end) {
      String key = keys[random.nextInt(keys.length)];
      byte[] value = kind == Operations.Kind.SET ? data.value(++number) : null;
      long from = System.nanoTime();
      if (value == null) {
        store.get(key);
      } else {
        store.set(key, value);
      }
      samples.add(System.nanoTime() - from);
      done++;
    }
    return done;
  }
}
