// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.Cache;
import io.github.diskcache.CacheInterruptedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A number of permits that threads of all processes that share a cache take and give back. Threads
 * of one process get them in the order of arrival, and no process keeps the others out.
 *
 * <p>A permit is held by {@linkplain LeaseOptions lease}, so that the permits of a killed process
 * come back: the next Java process that looks for one puts them back. The row of the semaphore is
 * the number of permits left, as python-diskcache's is, and Python processes may take and give back
 * permits at the same time; those have no lease. In a {@link io.github.diskcache.FanoutCache} each
 * permit locks all shards for a moment, as it does there.
 *
 * <p>Thread-safe. Semaphores on one key of one directory are one semaphore, whichever object was
 * asked; give them all the same number of permits. Any thread of a process may give back what
 * another one took.
 *
 * <pre>{@code
 * BoundedSemaphore connections = new BoundedSemaphore(cache, "connections", 2);
 * connections.acquire();
 * try {
 *   fetch();
 * } finally {
 *   connections.release();
 * }
 * }</pre>
 */
public final class BoundedSemaphore {
  private static final KeyedStates<State> STATES = new KeyedStates<>(State::new);

  /** What the threads of this process share about one semaphore. Thread-safe. */
  private static final class State {
    final WaitingLine line = new WaitingLine();
    final Deque<Permit> permits = new ConcurrentLinkedDeque<>();
    volatile @Nullable Thread first;

    void end(Permit permit) {
      permits.remove(permit);
      line.used();
      LockSupport.unpark(first);
    }
  }

  /** A permit that this process holds. */
  private static final class Permit {
    final String token = ThisProcess.newToken();
    final Thread taker = Thread.currentThread();
    volatile Renewer.@Nullable Renewal renewal;
  }

  private final Cache<Object, Object> cache;
  private final Object key;
  private final int most;
  private final LeaseOptions options;
  private final PermitRows rows;
  private final State state;

  /**
   * Names a semaphore, with a lease of 30 seconds. Nothing is taken or written yet.
   *
   * @param cache where its rows are; must evict nothing
   * @param key the key of its row
   * @param permits how many permits there are, 1 or more
   */
  public BoundedSemaphore(Cache<Object, Object> cache, Object key, int permits) {
    this(cache, key, permits, LeaseOptions.DEFAULT);
  }

  /**
   * Names a semaphore. Nothing is taken or written yet.
   *
   * @param cache where its rows are; must evict nothing
   * @param key the key of its row
   * @param permits how many permits there are, 1 or more
   * @param options length of the lease, and tag of the rows
   */
  public BoundedSemaphore(
      Cache<Object, Object> cache, Object key, int permits, LeaseOptions options) {
    this(cache, key, permits, options, InstantSource.system());
  }

  BoundedSemaphore(
      Cache<Object, Object> cache,
      Object key,
      int permits,
      LeaseOptions options,
      InstantSource clock) {
    if (permits < 1) {
      throw new IllegalArgumentException("permits must be 1 or more, was [" + permits + "]");
    }
    this.cache = Objects.requireNonNull(cache, "cache");
    this.key = Objects.requireNonNull(key, "key");
    this.most = permits;
    this.options = Objects.requireNonNull(options, "options");
    this.rows = new PermitRows(cache, key, permits, options, clock);
    this.state = STATES.of(cache, key);
  }

  /**
   * Takes a permit, waiting as long as it takes.
   *
   * @throws InterruptedException when the thread is or becomes interrupted; no permit is taken then
   * @throws IllegalStateException when it would wait inside a transaction on the cache, which keeps
   *     others from releasing
   */
  public void acquire() throws InterruptedException {
    acquire(Patience.forever());
  }

  /**
   * Takes a permit, waiting as long as it takes. An interrupt does not end the wait; the flag is
   * set when this returns.
   *
   * @throws IllegalStateException when it would wait inside a transaction on the cache
   */
  public void acquireUninterruptibly() {
    try {
      acquire(Patience.uninterrupted());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Takes a permit if there is one now and no thread of this process waits for one. Waits for a
   * busy database only, up to the cache's busy timeout.
   *
   * @return whether it was taken
   */
  public boolean tryAcquire() {
    try {
      return acquire(Patience.none());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Takes a permit if there is one within a time.
   *
   * @param time how long to wait at most, for a busy database too
   * @return whether it was taken
   * @throws InterruptedException when the thread is or becomes interrupted; no permit is taken then
   * @throws IllegalStateException when it would wait inside a transaction on the cache
   */
  public boolean tryAcquire(Duration time) throws InterruptedException {
    return acquire(Patience.upTo(time));
  }

  private boolean acquire(Patience patience) throws InterruptedException {
    return (patience.mayWait() && cache.inTransaction()) ? atOnce() : acquireNow(patience);
  }

  /** Waiting inside a transaction keeps the holder from releasing: it is had now, or refused. */
  private boolean atOnce() throws InterruptedException {
    if (acquireNow(Patience.none())) {
      return true;
    }
    throw new IllegalStateException(
        Messages.message(
            "wait for semaphore",
            key,
            "this thread is inside a transaction on the cache, which keeps its holder from releasing",
            "acquire it before the transaction"));
  }

  private boolean acquireNow(Patience patience) throws InterruptedException {
    try (patience) {
      if (!patience.takeTurn(state.line.turn)) {
        return false;
      }
      state.first = Thread.currentThread();
      try {
        return takePermit(patience);
      } finally {
        state.first = null;
        state.line.turn.release();
      }
    }
  }

  private boolean takePermit(Patience patience) throws InterruptedException {
    WaitNotice notice = new WaitNotice(cache, key);
    makeRoom(patience, notice);
    try {
      for (int attempts = 0; ; attempts++) {
        Permit permit = patience.attempt(() -> tryTake(patience.on(cache)));
        if (permit != null) {
          begin(permit);
          return true;
        }
        if (!await(patience, notice, attempts)) {
          return false;
        }
      }
    } finally {
      notice.withdraw(patience.on(cache));
    }
  }

  /** Lets other processes have a permit, when this one has had some for a while and they wait. */
  private void makeRoom(Patience patience, WaitNotice notice) throws InterruptedException {
    if (state.line.hasHadItsSlice()) {
      if (patience.run(notice::othersWait)) {
        patience.sleep(Patience.LONGEST_PAUSE);
      }
      state.line.beginSlice();
    }
  }

  private @Nullable Permit tryTake(Cache<Object, Object> view) {
    Permit permit = new Permit();
    return rows.take(view, permit.token) ? permit : null;
  }

  private void begin(Permit permit) {
    state.permits.addLast(permit);
    permit.renewal =
        Renewer.keep(options.lease(), () -> rows.renew(permit.token), () -> state.end(permit));
  }

  /** Waits for a release in this process, and looks from time to time where others hold permits. */
  private boolean await(Patience patience, WaitNotice notice, int attempts)
      throws InterruptedException {
    if (state.permits.size() >= most) {
      return patience.sleep(options.lease().toNanos());
    }
    notice.post(patience.on(cache), attempts);
    return patience.pause(attempts);
  }

  /**
   * Gives a permit back: the one that this thread took last, else the oldest of this process. An
   * interrupt does not keep it from doing so.
   *
   * @throws IllegalMonitorStateException when this process holds no permit, or the permit's lease
   *     has run out and others may have had it since
   */
  public void release() {
    Permit permit = choosePermit();
    if (permit == null) {
      throw notHeld("this process holds no permit, or its lease has run out");
    }
    try (Patience patience = Patience.uninterrupted()) {
      if (!patience.run(() -> giveBack(permit))) {
        throw notHeld("the permit's lease has run out, and others may have had it since");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private @Nullable Permit choosePermit() {
    Permit chosen = null;
    Iterator<Permit> lastFirst = state.permits.descendingIterator();
    while (lastFirst.hasNext()) {
      Permit permit = lastFirst.next();
      if (permit.taker == Thread.currentThread()) {
        return state.permits.remove(permit) ? permit : choosePermit();
      }
      chosen = permit;
    }
    return chosen == null || state.permits.remove(chosen) ? chosen : choosePermit();
  }

  private boolean giveBack(Permit permit) {
    boolean held;
    try {
      held = rows.giveBack(permit.token);
    } catch (CacheInterruptedException e) {
      throw e;
    } catch (RuntimeException e) {
      // Its row stays until its lease runs out; this process is done with it.
      end(permit);
      throw e;
    }
    end(permit);
    return held;
  }

  private void end(Permit permit) {
    Renewer.Renewal renewal = permit.renewal;
    if (renewal != null) {
      renewal.stop();
    }
    state.end(permit);
  }

  private IllegalMonitorStateException notHeld(String reason) {
    return new IllegalMonitorStateException(
        Messages.message(
            "release semaphore", key, reason, "release once for each permit, within its lease"));
  }

  /**
   * Returns how many permits could be taken now, those of killed processes included once their
   * lease has run out.
   *
   * @return 0 or more
   */
  public long availablePermits() {
    return Math.max(0, rows.available());
  }

  @Override
  public String toString() {
    return "BoundedSemaphore[" + key + " in " + cache + "]";
  }
}
