// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.cdi.Flight.Outcome;
import io.github.diskcache.cdi.ResultStore.Claim;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The results of one method that returns stages. No thread waits: who wants a result that is being
 * computed gets a stage that completes with it. Thread-safe.
 *
 * <p>The method is called by the thread that asks, with its contexts; only where another process
 * computes, and fails, it is called by a thread of the background.
 */
final class AsyncMemo {
  private final Memo memo;

  AsyncMemo(Memo memo) {
    this.memo = memo;
  }

  /** Begins a computation. Its result is the stage that the method returns. */
  private final class Call {
    private final String key;
    private final Memo.Work work;
    private final Flight flight;
    private final Lease lease;
    private final long start = System.nanoTime();
    private final CompletableFuture<@Nullable Object> result = new CompletableFuture<>();

    Call(String key, Memo.Work work, Flight flight, Lease lease) {
      this.key = key;
      this.work = work;
      this.flight = flight;
      this.lease = lease;
    }

    /** Computes if nobody else does, and otherwise looks again later. */
    void attempt(int number) {
      try {
        Claim claim = memo.store().claim(key, lease, work.tag());
        if (claim == Claim.OTHERS && !isOverdue()) {
          Future<?> unused =
              memo.background().after(Memo.pause(number), () -> lookAgain(number + 1));
        } else if (claim == Claim.TAKEN) {
          flight.leased();
          Object found = memo.peekOrRelease(key, lease);
          if (found == ResultStore.MISSING) {
            computeHeld();
          } else {
            land(found);
          }
        } else {
          begin().whenComplete(this::land);
        }
      } catch (Exception | Error e) {
        land(null, e);
      }
    }

    private boolean isOverdue() {
      Duration longest = memo.options().lockTimeout();
      return longest != null && System.nanoTime() - start >= longest.toNanos();
    }

    private void lookAgain(int number) {
      Object found = memo.peek(key);
      if (found == ResultStore.MISSING) {
        attempt(number);
      } else {
        land(found);
      }
    }

    private void computeHeld() throws Exception {
      Future<?> renewal = memo.renewing(key);
      try {
        long began = System.nanoTime();
        begin()
            .whenComplete(
                (value, failure) -> {
                  renewal.cancel(false);
                  if (failure == null) {
                    memo.store(key, value, work.tag(), System.nanoTime() - began, lease);
                  } else {
                    memo.store().release(key, lease);
                  }
                  land(value, failure);
                });
      } catch (Exception | Error e) {
        renewal.cancel(false);
        memo.store().release(key, lease);
        throw e;
      }
    }

    private CompletionStage<@Nullable Object> begin() throws Exception {
      return stage(memo.call(work));
    }

    private void land(@Nullable Object value) {
      land(value, null);
    }

    private void land(@Nullable Object value, @Nullable Throwable failure) {
      memo.area().flights().remove(key, flight);
      Throwable cause = unwrapped(failure);
      if (cause == null) {
        flight.land(Outcome.of(value));
        result.complete(value);
      } else {
        flight.land(cause instanceof Exception e ? Outcome.failed(e) : Outcome.ABANDONED);
        result.completeExceptionally(cause);
      }
    }
  }

  /** Computes what was not found, or waits for the one who does. */
  CompletableFuture<@Nullable Object> compute(String key, Memo.Work work) {
    while (true) {
      Flight mine = new Flight(null);
      Flight other = memo.area().flights().putIfAbsent(key, mine);
      if (other == null) {
        Call call = new Call(key, work, mine, memo.newLease());
        call.attempt(0);
        return call.result;
      }
      if (!memo.isOutdated(other, key)) {
        memo.area().account().count(Account.Event.JOINED);
        return join(other, key, work);
      }
      Object found = memo.peek(key);
      if (found != ResultStore.MISSING) {
        return CompletableFuture.completedFuture(found);
      }
      memo.area().flights().remove(key, other);
    }
  }

  private CompletableFuture<@Nullable Object> join(Flight other, String key, Memo.Work work) {
    CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
    Duration longest = memo.options().lockTimeout();
    Future<?> late =
        longest == null ? null : memo.background().after(longest, () -> callInto(result, work));
    CompletableFuture<Void> unused =
        other
            .landed()
            .thenAccept(
                outcome -> {
                  if (late != null) {
                    late.cancel(false);
                  }
                  joined(result, outcome, key, work);
                });
    return result;
  }

  private void joined(
      CompletableFuture<@Nullable Object> result, Outcome outcome, String key, Memo.Work work) {
    if (outcome.abandoned()) {
      callInto(result, work);
      return;
    }
    try {
      result.complete(memo.joined(key, outcome));
    } catch (Exception e) {
      result.completeExceptionally(e);
    }
  }

  private void callInto(CompletableFuture<@Nullable Object> result, Memo.Work work) {
    if (result.isDone()) {
      return;
    }
    try {
      stage(memo.call(work))
          .whenComplete(
              (value, failure) -> {
                if (failure == null) {
                  result.complete(value);
                } else {
                  result.completeExceptionally(failure);
                }
              });
    } catch (Exception | Error e) {
      result.completeExceptionally(e);
    }
  }

  /** Begins to compute anew what was found; the caller gets what there is. */
  void recompute(String key, Memo.Work work) {
    Lease lease = memo.newLease();
    if (memo.store().claim(key, lease, work.tag()) == Claim.TAKEN) {
      Call call = new Call(key, work, new Flight(null), lease);
      try {
        call.computeHeld();
      } catch (Exception e) {
        // The present result is good until it expires.
        call.land(null, e);
      }
    }
  }

  @SuppressWarnings("unchecked") // what a method declares to return
  private static CompletionStage<@Nullable Object> stage(@Nullable Object returned) {
    return returned == null
        ? CompletableFuture.completedFuture(null)
        : (CompletionStage<@Nullable Object>) returned;
  }

  private static @Nullable Throwable unwrapped(@Nullable Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
