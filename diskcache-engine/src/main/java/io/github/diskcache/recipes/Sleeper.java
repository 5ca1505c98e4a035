// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import java.time.Duration;

/** Waits for a time: the thread's sleep, or a test that advances its clock. */
@FunctionalInterface
public interface Sleeper {
  /** Lets the thread sleep. */
  Sleeper SYSTEM =
      duration -> {
        long millis = duration.toMillis();
        Thread.sleep(millis, (int) duration.minusMillis(millis).toNanos());
      };

  /**
   * Returns after a time.
   *
   * @param duration how long; zero or more
   * @throws InterruptedException when the thread is or becomes interrupted
   */
  void sleep(Duration duration) throws InterruptedException;
}
