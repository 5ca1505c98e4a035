// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what another process does, which may take minutes on a busy machine. */
final class Wait {

  /** More than anything takes that ends at all. */
  static final Duration LONGEST = Duration.ofMinutes(6);

  private static final long MILLIS_BETWEEN_LOOKS = 50;

  private Wait() {}

  /** Returns when the condition holds, and fails with the message when it never does. */
  static void until(String failure, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > LONGEST.toNanos()) {
        throw new ServerException(failure + " within " + LONGEST.toMinutes() + " minutes");
      }
      try {
        TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_LOOKS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ServerException(failure + ": interrupted", e);
      }
    }
  }
}
