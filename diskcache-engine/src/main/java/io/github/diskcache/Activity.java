// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Counts what one open cache does, and tells its listeners. Thread-safe. */
final class Activity {
  private static final System.Logger LOG = System.getLogger(Activity.class.getName());
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int STRIPES = 64;
  private static final int LINE = 8;

  private final List<CacheListener> listeners;
  private final boolean isWatched;

  // An atomic addition takes a tenth of such a hit. So each thread has a word to itself, unless
  // another thread has the same place.
  private final long[] nearHits = new long[(STRIPES + 2) * LINE];

  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder sets = new LongAdder();
  private final LongAdder deletes = new LongAdder();
  private final LongAdder evictions = new LongAdder();
  private final LongAdder expirations = new LongAdder();
  private final LongAdder timeouts = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder damages = new LongAdder();

  Activity(List<CacheListener> listeners) {
    this.listeners = List.copyOf(listeners);
    this.isWatched = !listeners.isEmpty();
  }

  CacheCounts counts() {
    long near = 0;
    for (int i = 1; i <= STRIPES; i++) {
      near += (long) WORD.getOpaque(nearHits, i * LINE);
    }
    return new CacheCounts(
        hits.sum() + near,
        misses.sum(),
        near,
        sets.sum(),
        deletes.sum(),
        evictions.sum(),
        expirations.sum(),
        timeouts.sum(),
        failures.sum(),
        damages.sum());
  }

  void nearHit() {
    int at = (((int) Thread.currentThread().getId() & (STRIPES - 1)) + 1) * LINE;
    WORD.setOpaque(nearHits, at, (long) WORD.getOpaque(nearHits, at) + 1);
  }

  void hit() {
    hits.increment();
  }

  void missed() {
    misses.increment();
  }

  void set(long entries) {
    sets.add(entries);
  }

  void deleted(long entries) {
    deletes.add(entries);
  }

  void removed(Eviction.Cause cause) {
    (cause == Eviction.Cause.SIZE ? evictions : expirations).increment();
  }

  void damaged(Path directory, String what) {
    damages.increment();
    FlightSteps.corruption(directory, what);
  }

  void failed(Path directory, CacheException failure) {
    if (failure instanceof CacheTimeoutException) {
      timeouts.increment();
    } else {
      failures.increment();
      if (failure.getCause() instanceof SQLException cause && Faults.isDamage(cause)) {
        FlightSteps.corruption(directory, String.valueOf(failure.getMessage()));
      }
    }
    tell(listener -> listener.onFailure(failure));
  }

  /** When something begins that listeners may be told of. */
  long begin() {
    return isWatched ? System.nanoTime() : 0;
  }

  void told(long begin, boolean isHit) {
    if (isWatched) {
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      tell(isHit ? listener -> listener.onHit(took) : listener -> listener.onMiss(took));
    }
  }

  void toldSet(long begin) {
    if (isWatched) {
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      tell(listener -> listener.onSet(took));
    }
  }

  private void tell(Consumer<CacheListener> call) {
    for (CacheListener listener : listeners) {
      try {
        call.accept(listener);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "A listener of a cache failed; the cache goes on", e);
      }
    }
  }
}
