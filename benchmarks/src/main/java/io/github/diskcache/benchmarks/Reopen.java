// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.nio.file.Path;

/** Opens what another process filled, and compares it with what that one knew to be written. */
final class Reopen {
  private static final int COLD_GETS = 3000;

  private Reopen() {}

  static void run(Job job, Reports reports) throws Exception {
    int entries = job.scale().entries();
    try (Store store = job.arm().open(job.directory(), job.scale())) {
      reports.say("open.ms", Worker.nanosSinceStart() / 1e6);
      int first = 0;
      while (first < entries && store.get(Data.key(first)) == null) {
        first++;
      }
      if (first < entries) {
        reports.say("first.hit.ms", Worker.nanosSinceStart() / 1e6);
      }
      Samples cold = new Samples(0);
      for (int i = 0; i < Math.min(COLD_GETS, entries); i++) {
        long from = System.nanoTime();
        store.get(Data.key(i));
        cold.add(System.nanoTime() - from);
      }
      cold.report("next", reports);
      compare(store, Acknowledgements.in(Path.of(job.option("acknowledged")), entries), reports);
    }
  }

  private static void compare(Store store, Acknowledgements acknowledged, Reports reports) {
    int known = 0;
    int readable = 0;
    int lost = 0;
    for (int key = 0; acknowledged.has(key); key++) {
      int number = acknowledged.number(key);
      if (number == 0) {
        continue;
      }
      known++;
      byte[] value = (byte[]) store.get(Data.key(key));
      readable += value == null ? 0 : 1;
      lost += value == null || Data.number(value) < number ? 1 : 0;
    }
    reports.say("acknowledged.count", known);
    reports.say("readable.count", readable);
    reports.say("lost.count", lost);
  }
}
