// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.Cache;
import io.github.diskcache.CacheException;
import io.github.diskcache.Tuple;
import io.github.diskcache.WriteOptions;
import io.github.diskcache.WriteResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One memoized call: looks the result up, and otherwise computes it, alone among the threads and
 * processes that want it. Immutable.
 *
 * <p>Who computes holds a lease beside the result. The others look from time to time whether the
 * result is there, or the lease is free because its process was killed or failed.
 */
final class MemoCall {
  private static final System.Logger LOG = System.getLogger(MemoCall.class.getName());
  private static final Flights FLIGHTS = new Flights();

  private record FlightKey(Path directory, @Nullable Object key) {
    @Override
    public String toString() {
      return String.valueOf(key);
    }
  }

  private final Memo memo;
  private final Cache<Object, Object> cache;
  private final Tuple key;
  private final Tuple leaseKey;
  private final Callable<? extends @Nullable Object> computation;

  MemoCall(Memo memo, Tuple key, Callable<? extends @Nullable Object> computation) {
    this.memo = memo;
    this.cache = memo.cache().retrying();
    this.key = key;
    this.leaseKey = Tuple.of(key, "diskcache.computing");
    this.computation = computation;
  }

  @Nullable Object result() throws Exception {
    Optional<MemoRow.Found> found = find();
    if (found.isPresent()) {
      Duration recomputeFor = found.get().recomputeFor();
      if (recomputeFor != null) {
        recomputeSoon(recomputeFor);
      }
      return found.get().result();
    }
    // Whoever only looks up may stand before another memoizer of the same key: take no lease.
    if (memo.options().isLookupOnly()) {
      return Plain.copy(computation.call());
    }
    if (!memo.options().singleFlight()) {
      return Plain.copy(computeAndStore());
    }
    FlightKey flight = new FlightKey(memo.directory(), Plain.comparable(key));
    return Plain.copy(FLIGHTS.join(flight, this::computeAlone));
  }

  private Optional<MemoRow.Found> find() {
    return cache.entry(key).flatMap(memo.row()::find);
  }

  private @Nullable Object computeAlone() throws Exception {
    try (Patience patience = Patience.forever()) {
      for (int attempts = 0; ; attempts++) {
        WriteResult lease = patience.attempt(this::takeLease);
        if (lease == WriteResult.STORED) {
          return withinLease(this::computeUnlessFound);
        }
        if (lease != null) {
          // The cache is full and keeps neither lease nor result: there is nothing to wait for.
          return computeAndStore();
        }
        patience.pause(attempts);
        Optional<MemoRow.Found> found = findUncounted();
        if (found.isPresent()) {
          return found.get().result();
        }
      }
    }
  }

  /** Looks again after a miss, which was counted already. */
  private Optional<MemoRow.Found> findUncounted() {
    return cache.contains(key) ? find() : Optional.empty();
  }

  /** Takes the lease, or answers null when another one has it. */
  private @Nullable WriteResult takeLease() {
    Cache<Object, Object> asGiven = memo.cache();
    WriteOptions ttl = WriteOptions.ttl(memo.settings().lease());
    // Most attempts of those who wait meet a row, and need no write lock to see it.
    return asGiven.contains(leaseKey)
        ? null
        : asGiven.<@Nullable WriteResult>transactOn(
            leaseKey,
            () -> asGiven.contains(leaseKey) ? null : asGiven.set(leaseKey, ThisProcess.NAME, ttl));
  }

  private @Nullable Object withinLease(Callable<? extends @Nullable Object> work) throws Exception {
    Renewer.Renewal renewal = Renewer.keep(memo.settings().lease(), this::renewLease, () -> {});
    try {
      return work.call();
    } finally {
      renewal.stop();
      giveUpLease();
    }
  }

  // Renewed and given up without a look at whose it is: a lease that ran out and went to another
  // process means that two compute, which harms nobody, and a look would count as a hit.

  private boolean renewLease() {
    Cache<Object, Object> asGiven = memo.cache();
    return asGiven.transactOn(leaseKey, () -> asGiven.touch(leaseKey, memo.settings().lease()));
  }

  private void giveUpLease() throws InterruptedException {
    try (Patience patience = Patience.uninterrupted()) {
      patience.run(() -> cache.delete(leaseKey));
    } catch (CacheException e) {
      LOG.log(System.Logger.Level.DEBUG, "A lease stays until it runs out", e);
    }
  }

  /** Another one may have stored the result between the miss and the lease. */
  private @Nullable Object computeUnlessFound() throws Exception {
    Optional<MemoRow.Found> found = findUncounted();
    return found.isPresent() ? found.get().result() : computeAndStore();
  }

  private @Nullable Object computeAndStore() throws Exception {
    Instant start = memo.settings().clock().instant();
    Object result = computation.call();
    Duration took = Duration.between(start, memo.settings().clock().instant());
    store(memo.row().value(result, took));
    return result;
  }

  /** An interrupt that the computation left alone is no reason to lose its result. */
  @SuppressWarnings("NullAway") // a cache of objects takes null too
  private void store(@Nullable Object value) {
    boolean interrupted = Thread.interrupted();
    try {
      cache.set(key, value, memo.options().row());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Starts a recomputation, unless one was started within the time it is expected to take. */
  private void recomputeSoon(Duration expected) {
    Tuple marker = Tuple.of(key, "diskcache.recomputing");
    if (cache.add(marker, ThisProcess.NAME, WriteOptions.ttl(expected))) {
      try {
        memo.settings().executor().execute(this::recompute);
      } catch (RejectedExecutionException e) {
        LOG.log(System.Logger.Level.DEBUG, "No thread recomputes " + key + " early", e);
      }
    }
  }

  private void recompute() {
    try (Patience patience = Patience.none()) {
      if (patience.attempt(this::takeLease) == WriteResult.STORED) {
        withinLease(this::computeAndStore);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.log(
          System.Logger.Level.WARNING,
          Messages.message(
              "recompute early",
              key,
              "the computation failed",
              "callers get the present result until it expires"),
          e);
    }
  }
}
