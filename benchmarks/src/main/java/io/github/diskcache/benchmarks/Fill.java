// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Stores every entry by a set of its own and notes each that returned. Then either ends well, or
 * writes on until it is killed.
 */
final class Fill {
  private Fill() {}

  static void run(Job job, Reports reports) throws Exception {
    int entries = job.scale().entries();
    Data data = new Data(job.scale().valueBytes());
    var acknowledged = Acknowledgements.in(Path.of(job.option("acknowledged")), entries);
    try (Store store = job.arm().open(job.directory(), job.scale())) {
      for (int key = 0; key < entries; key++) {
        store.set(Data.key(key), data.value(1));
        acknowledged.note(key, 1);
      }
      if (job.option("end").equals("close")) {
        return;
      }
      Worker.endWithParent();
      reports.sayWord(Reports.FILLED);
      SplittableRandom random = new SplittableRandom();
      for (int number = 2; ; number++) {
        int key = random.nextInt(entries);
        store.set(Data.key(key), data.value(number));
        acknowledged.note(key, number);
      }
    }
  }
}
