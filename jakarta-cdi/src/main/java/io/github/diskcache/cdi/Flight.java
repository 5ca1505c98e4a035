// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A computation under way in this process, for which those who want the same result wait.
 * Thread-safe.
 */
final class Flight {
  private final @Nullable Thread leader;
  private final CompletableFuture<Outcome> landed = new CompletableFuture<>();
  private volatile boolean leased;

  /**
   * How it ended.
   *
   * @param result the result
   * @param failure what the method has thrown, instead
   * @param abandoned whether it has neither, and somebody else computes
   */
  record Outcome(@Nullable Object result, @Nullable Exception failure, boolean abandoned) {
    static final Outcome ABANDONED = new Outcome(null, null, true);

    static Outcome of(@Nullable Object result) {
      return new Outcome(result, null, false);
    }

    static Outcome failed(Exception failure) {
      return new Outcome(null, failure, false);
    }
  }

  /**
   * Begins a flight.
   *
   * @param leader the thread that computes; null: no thread in particular
   */
  Flight(@Nullable Thread leader) {
    this.leader = leader;
  }

  boolean isMine() {
    return leader == Thread.currentThread();
  }

  /** Says that its lease is on disk: when it is gone again, the flight is over or outdated. */
  void leased() {
    leased = true;
  }

  boolean isLeased() {
    return leased;
  }

  void land(Outcome outcome) {
    landed.complete(outcome);
  }

  CompletableFuture<Outcome> landed() {
    return landed;
  }

  /** Waits for the outcome; null when the time is over or the thread was interrupted. */
  @Nullable Outcome await(@Nullable Duration longest) {
    try {
      return longest == null ? landed.get() : landed.get(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
