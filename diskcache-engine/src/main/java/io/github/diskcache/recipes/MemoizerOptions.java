// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * What a memoizer works with.
 *
 * @param lease how long others wait for a result when the process that computes it was killed: 100
 *     ms or more
 * @param executor runs early recomputations; a daemon thread for each when not given
 * @param clock the clock of the cache; the system's when not given
 * @param random gives numbers above 0 and up to 1, uniformly
 */
public record MemoizerOptions(
    Duration lease, Executor executor, InstantSource clock, DoubleSupplier random) {

  /** A lease of 30 seconds, a thread for each recomputation, the system's clock. */
  public static final MemoizerOptions DEFAULT =
      new MemoizerOptions(
          LeaseOptions.DEFAULT.lease(),
          MemoizerOptions::startThread,
          InstantSource.system(),
          () -> 1 - ThreadLocalRandom.current().nextDouble());

  /**
   * Checks the lease, and that nothing is null.
   *
   * @param lease the length of the lease of a computation
   * @param executor runs early recomputations
   * @param clock the clock of the cache
   * @param random the source of chance
   * @throws IllegalArgumentException when the lease is shorter than 100 ms or longer than 100 years
   */
  public MemoizerOptions {
    lease = LeaseOptions.lease(lease).lease();
    Objects.requireNonNull(executor, "executor");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(random, "random");
  }

  private static void startThread(Runnable task) {
    Thread thread = new Thread(task, "diskcache-recompute");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Returns these options with a lease.
   *
   * @param newLease how long others wait for a result when the process that computes it was killed
   * @return the options
   */
  public MemoizerOptions lease(Duration newLease) {
    return new MemoizerOptions(newLease, executor, clock, random);
  }

  /**
   * Returns these options with an executor.
   *
   * @param newExecutor runs early recomputations
   * @return the options
   */
  public MemoizerOptions executor(Executor newExecutor) {
    return new MemoizerOptions(lease, newExecutor, clock, random);
  }

  /**
   * Returns these options with a clock.
   *
   * @param newClock the clock of the cache
   * @return the options
   */
  public MemoizerOptions clock(InstantSource newClock) {
    return new MemoizerOptions(lease, executor, newClock, random);
  }

  /**
   * Returns these options with a source of chance.
   *
   * @param newRandom gives numbers above 0 and up to 1, uniformly
   * @return the options
   */
  public MemoizerOptions random(DoubleSupplier newRandom) {
    return new MemoizerOptions(lease, executor, clock, newRandom);
  }
}
