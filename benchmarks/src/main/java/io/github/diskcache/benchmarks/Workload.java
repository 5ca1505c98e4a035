// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * python-diskcache's own benchmark: 100 keys; of the operations 90 % get, 9 % set, 1 % delete;
 * values of a counter's digits, repeated up to 99 times. The operations are the same ones that its
 * published figures were measured with.
 */
final class Workload {
  static final int OPERATIONS = 100_000;
  private static final int KEYS = 100;
  private static final int WARM_UP = 1000;

  /**
   * An operation of the workload.
   *
   * @param key its key
   * @param share what decides which operation it is: below 0.9 a get, below 0.99 a set
   * @param repeats how often the digits of its number make the value
   */
  record Step(int key, double share, int repeats) {
    boolean isGet() {
      return share < 0.9;
    }

    boolean isSet() {
      return !isGet() && share < 0.99;
    }

    byte[] value(int number) {
      return Integer.toString(number).repeat(repeats).getBytes(StandardCharsets.UTF_8);
    }
  }

  private Workload() {}

  /** The steps of one process, by its number. */
  static List<Step> steps(int process, int operations) {
    PythonRandom random = new PythonRandom(process);
    List<Step> steps = new ArrayList<>(operations);
    for (int i = 0; i < operations; i++) {
      int key = random.randrange(KEYS);
      int repeats = random.randrange(1, 100);
      steps.add(new Step(key, random.random(), repeats));
    }
    return steps;
  }

  static void run(Job job, Reports reports) throws Exception {
    List<Step> steps = steps(job.number("process"), job.number("operations"));
    try (Store store = job.arm().open(job.directory(), job.scale())) {
      Worker.awaitGo(reports);
      long clock = Samples.clockNanos();
      Samples gets = new Samples(clock);
      Samples sets = new Samples(clock);
      Samples deletes = new Samples(clock);
      long begin = System.nanoTime();
      for (int i = 0; i < steps.size(); i++) {
        Step step = steps.get(i);
        String key = Integer.toString(step.key());
        byte[] value = step.isSet() ? step.value(i) : null;
        long from = System.nanoTime();
        if (step.isGet()) {
          store.get(key);
        } else if (value != null) {
          store.set(key, value);
        } else {
          store.delete(key);
        }
        long nanos = System.nanoTime() - from;
        if (i > WARM_UP) {
          (step.isGet() ? gets : step.isSet() ? sets : deletes).add(nanos);
        }
      }
      reports.say("total.ms", (System.nanoTime() - begin) / 1e6);
      gets.report("get", reports);
      sets.report("set", reports);
      deletes.report("delete", reports);
    }
  }
}
