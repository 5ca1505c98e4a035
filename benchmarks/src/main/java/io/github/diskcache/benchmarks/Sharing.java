// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

/** Whether two processes can use one directory at the same time, and see each other's writes. */
final class Sharing {
  private Sharing() {}

  static void hold(Job job, Reports reports) throws Exception {
    try (Store store = job.arm().open(job.directory(), job.scale())) {
      store.set(Data.key(0), new Data(job.scale().valueBytes()).value(7));
      Worker.awaitGo(reports);
    }
  }

  static void join(Job job, Reports reports) {
    try (Store store = job.arm().open(job.directory(), job.scale())) {
      byte[] value = (byte[]) store.get(Data.key(0));
      reports.say("shared.count", value != null && Data.number(value) == 7 ? 1 : 0);
    }
  }
}
