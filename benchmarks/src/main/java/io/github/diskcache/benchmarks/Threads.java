// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

/** Counts sets with as many threads as the job says, after as long a warm-up. */
final class Threads {
  private Threads() {}

  static void run(Job job, Reports reports) throws Exception {
    try (Store store = job.arm().open(job.directory(), job.scale())) {
      new Data(job.scale().valueBytes()).load(store, job.scale().entries());
      Throughput sets = new Throughput(store, job.scale(), Operations.Kind.SET);
      int threads = job.number("threads");
      sets.perSecond(threads, job.millis());
      sets.report(threads, job.millis(), reports);
    }
  }
}
