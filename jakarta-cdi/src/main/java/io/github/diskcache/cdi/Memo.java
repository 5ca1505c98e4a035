// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.Entry;
import io.github.diskcache.WriteOptions;
import io.github.diskcache.cdi.Flight.Outcome;
import io.github.diskcache.cdi.ResultStore.Claim;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The results of one method. {@link #find} is all that a hit costs; {@link #compute} is for the
 * rest. Thread-safe.
 */
final class Memo {
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(1);
  private static final int MOST_DOUBLINGS = 5;
  private static final Duration RENEWAL = ResultStore.LEASE.dividedBy(3);
  private static final double NANOS = 1e9;
  private static final AtomicLong TOKENS = new AtomicLong();

  private final MemoCache area;
  private final ResultStore store;
  private final MemoOptions options;
  private final Chance chance;
  private final Background background;
  private final String process;

  /** A computation, and what its result is stored with. */
  interface Work extends Callable<@Nullable Object> {
    /** The tag of the result. */
    @Nullable Object tag();
  }

  Memo(
      MemoCache area,
      ResultStore store,
      MemoOptions options,
      Chance chance,
      Background background,
      String process) {
    this.area = area;
    this.store = store;
    this.options = options;
    this.chance = chance;
    this.background = background;
    this.process = process;
  }

  MemoCache area() {
    return area;
  }

  MemoOptions options() {
    return options;
  }

  ResultStore store() {
    return store;
  }

  Background background() {
    return background;
  }

  /** The result of a key, or {@link ResultStore#MISSING}. Counts. */
  @Nullable Object find(String key) {
    Object found = peek(key);
    if (found == ResultStore.MISSING) {
      area.account().count(Account.Event.MISS);
    } else {
      area.account().hit();
    }
    return found;
  }

  /** As {@link #find}, but counts nothing. */
  @Nullable Object peek(String key) {
    Object found = store.find(key);
    if (found instanceof Timed timed) {
      return timed.result();
    }
    return found instanceof Lease ? ResultStore.MISSING : found;
  }

  /** Whether this caller is to compute a result anew that it has found. */
  boolean isDueEarly(String key) {
    if (!options.isRecomputedEarly()) {
      return false;
    }
    Optional<Entry<Object>> entry = store.entry(key);
    return entry.isPresent()
        && entry.get().expiry() != null
        && entry.get().value() instanceof Timed timed
        && chance.isDue(entry.get().expiry(), timed.seconds(), options.beta());
  }

  /** Computes anew what was found, unless somebody does so already or it fails. */
  @Nullable Object recompute(String key, Work work, @Nullable Object present) {
    Lease lease = newLease();
    if (store.claim(key, lease, work.tag()) != Claim.TAKEN) {
      return present;
    }
    try {
      return computeHeld(key, work, lease);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return present;
    } catch (Exception e) {
      // The present result is good until it expires.
      return present;
    }
  }

  /** Computes what was not found, or waits for the one who does. */
  @Nullable Object compute(String key, Work work) throws Exception {
    if (store.inTransaction()) {
      return computeInTransaction(key, work);
    }
    while (true) {
      Flight mine = new Flight(Thread.currentThread());
      Flight other = area.flights().putIfAbsent(key, mine);
      if (other == null) {
        return lead(mine, key, work);
      }
      if (other.isMine()) {
        return call(work);
      }
      if (isOutdated(other, key)) {
        Object found = peek(key);
        if (found != ResultStore.MISSING) {
          return found;
        }
        area.flights().remove(key, other);
      } else {
        area.account().count(Account.Event.JOINED);
        Outcome outcome = other.await(options.lockTimeout());
        if (outcome == null) {
          return call(work);
        }
        if (!outcome.abandoned()) {
          return joined(key, outcome);
        }
      }
    }
  }

  /** Whether a flight has its result stored, or its key was evicted while it computes. */
  boolean isOutdated(Flight flight, String key) {
    return flight.isLeased() && !store.isBeingComputed(key);
  }

  /** What one who waited gets: a copy of its own where there is one. */
  @Nullable Object joined(String key, Outcome outcome) throws Exception {
    if (outcome.failure() != null) {
      throw outcome.failure();
    }
    Object found = peek(key);
    return found == ResultStore.MISSING ? outcome.result() : found;
  }

  private @Nullable Object lead(Flight flight, String key, Work work) throws Exception {
    Outcome outcome = Outcome.ABANDONED;
    try {
      Object result = computeAlone(flight, key, work);
      outcome = Outcome.of(result);
      return result;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      outcome = Thread.currentThread().isInterrupted() ? outcome : Outcome.failed(e);
      throw e;
    } finally {
      area.flights().remove(key, flight);
      flight.land(outcome);
    }
  }

  private @Nullable Object computeAlone(Flight flight, String key, Work work) throws Exception {
    Lease lease = newLease();
    long start = System.nanoTime();
    for (int attempt = 0; ; attempt++) {
      Claim claim = store.claim(key, lease, work.tag());
      if (claim == Claim.UNAVAILABLE) {
        return call(work);
      }
      if (claim == Claim.TAKEN) {
        flight.leased();
        Object found = peekOrRelease(key, lease);
        return found == ResultStore.MISSING ? computeHeld(key, work, lease) : found;
      }
      if (!pause(attempt, start)) {
        return call(work);
      }
      Object found = peek(key);
      if (found != ResultStore.MISSING) {
        return found;
      }
    }
  }

  /** Looks again: another process may have stored the result before this one had the lease. */
  @Nullable Object peekOrRelease(String key, Lease lease) {
    Object found = peek(key);
    if (found != ResultStore.MISSING) {
      store.release(key, lease);
    }
    return found;
  }

  /** Waits for another process; false when it has waited for long enough, or was interrupted. */
  private boolean pause(int attempt, long start) {
    Duration longest = options.lockTimeout();
    if (longest != null && System.nanoTime() - start >= longest.toNanos()) {
      return false;
    }
    LockSupport.parkNanos(pause(attempt).toNanos());
    return !Thread.currentThread().isInterrupted();
  }

  static Duration pause(int attempt) {
    return SHORTEST_PAUSE.multipliedBy(1L << Math.min(attempt, MOST_DOUBLINGS));
  }

  private @Nullable Object computeHeld(String key, Work work, Lease lease) throws Exception {
    Future<?> renewal = renewing(key);
    boolean done = false;
    try {
      long start = System.nanoTime();
      Object result = call(work);
      store(key, result, work.tag(), System.nanoTime() - start, lease);
      done = true;
      return result;
    } finally {
      renewal.cancel(false);
      if (!done) {
        store.release(key, lease);
      }
    }
  }

  Future<?> renewing(String key) {
    return background.repeat(RENEWAL, () -> store.renew(key));
  }

  /** Stores a result, or gives its lease up. An interrupt is no reason to lose it. */
  void store(String key, @Nullable Object result, @Nullable Object tag, long nanos, Lease lease) {
    boolean interrupted = Thread.interrupted();
    try {
      Optional<WriteOptions> row = row(result, tag);
      if (row.isPresent()) {
        store.store(key, value(result, nanos), row.get(), lease);
      } else {
        store.release(key, lease);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Stores a result that nobody has computed here. */
  void put(String key, @Nullable Object result, @Nullable Object tag) {
    Optional<WriteOptions> row = row(result, tag);
    if (!area.isEnabled() || row.isEmpty() || !store.put(key, value(result, 0), row.get())) {
      area.evict(new Eviction.OfKey(key));
    } else {
      area.flights().remove(key);
    }
  }

  private Optional<WriteOptions> row(@Nullable Object result, @Nullable Object tag) {
    try {
      return options.row(result, tag);
    } catch (RuntimeException e) {
      area.account().fault(e);
      return Optional.empty();
    }
  }

  private @Nullable Object value(@Nullable Object result, long nanos) {
    return options.isRecomputedEarly() ? new Timed(result, nanos / NANOS) : result;
  }

  /** Others see neither lease nor result before the transaction ends. */
  private @Nullable Object computeInTransaction(String key, Work work) throws Exception {
    Object result = call(work);
    row(result, work.tag()).ifPresent(row -> store.put(key, value(result, 0), row));
    return result;
  }

  @Nullable Object call(Work work) throws Exception {
    area.account().count(Account.Event.COMPUTATION);
    return work.call();
  }

  Lease newLease() {
    return new Lease(process + '-' + TOKENS.incrementAndGet());
  }
}
