// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.Cache;
import io.github.diskcache.CacheInterruptedException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Lock} and {@link RLock} have in common: the turn among the threads of this process,
 * which is kept while the lock is held, then the row, then its renewal. Thread-safe.
 */
final class Mutex {
  /** What the threads of this process share about one lock. Thread-safe. */
  static final class State {
    final WaitingLine line = new WaitingLine();
    final AtomicReference<@Nullable Hold> hold = new AtomicReference<>();

    /** Ends a hold, once, and lets the next thread of this process have its turn. */
    void end(Hold ended) {
      ended.stopRenewal();
      if (hold.compareAndSet(ended, null)) {
        line.used();
        line.turn.release();
      }
    }
  }

  private final Cache<Object, Object> cache;
  private final Object key;
  private final LeaseOptions options;
  private final LockRow row;
  private final State state;

  Mutex(
      Cache<Object, Object> cache,
      Object key,
      LeaseOptions options,
      LockRow row,
      KeyedStates<State> states) {
    this.cache = Objects.requireNonNull(cache, "cache");
    this.key = Objects.requireNonNull(key, "key");
    this.options = Objects.requireNonNull(options, "options");
    this.row = row;
    this.state = states.of(cache, key);
  }

  void lock() {
    try {
      acquire(Patience.uninterrupted());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void lockInterruptibly() throws InterruptedException {
    acquire(Patience.forever());
  }

  boolean tryLock() {
    try {
      return acquire(Patience.none());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  boolean tryLock(Duration time) throws InterruptedException {
    return acquire(Patience.upTo(time));
  }

  private boolean acquire(Patience patience) throws InterruptedException {
    return (patience.mayWait() && mine() == null && cache.inTransaction())
        ? atOnce()
        : acquireNow(patience);
  }

  /** Waiting inside a transaction keeps the holder from releasing: it is had now, or refused. */
  private boolean atOnce() throws InterruptedException {
    if (acquireNow(Patience.none())) {
      return true;
    }
    throw new IllegalStateException(
        Messages.message(
            "wait for lock",
            key,
            "this thread is inside a transaction on the cache, which keeps its holder from releasing",
            "acquire it before the transaction"));
  }

  private boolean acquireNow(Patience patience) throws InterruptedException {
    try (patience) {
      Hold mine = mine();
      if (mine != null && row == LockRow.COUNTED) {
        if (patience.run(() -> again(mine))) {
          return true;
        }
      } else if (mine != null && patience.isEndless()) {
        throw new IllegalStateException(
            Messages.message(
                "acquire lock", key, "this thread holds it already", "use a re-entrant RLock"));
      }
      return patience.takeTurn(state.line.turn) && takeRow(patience);
    }
  }

  private @Nullable Hold mine() {
    Hold hold = state.hold.get();
    return hold != null && hold.isMine() ? hold : null;
  }

  /** Counts one more hold of this thread; false when the lease was lost meanwhile. */
  private boolean again(Hold hold) {
    boolean held = hold.lease().replace(row.taken(hold.count() + 1));
    if (held) {
      hold.count(hold.count() + 1);
    } else {
      state.end(hold);
    }
    return held;
  }

  private boolean takeRow(Patience patience) throws InterruptedException {
    Hold hold = null;
    try {
      Lease lease = waitForRow(patience);
      if (lease == null) {
        return false;
      }
      hold = begin(lease);
      return true;
    } finally {
      if (hold == null) {
        state.line.turn.release();
      }
    }
  }

  private Hold begin(Lease lease) {
    Hold hold = new Hold(lease);
    state.hold.set(hold);
    hold.keep(options, () -> state.end(hold));
    return hold;
  }

  private @Nullable Lease waitForRow(Patience patience) throws InterruptedException {
    WaitNotice notice = new WaitNotice(cache, key);
    makeRoom(patience, notice);
    try {
      for (int attempts = 0; ; attempts++) {
        Lease lease = patience.attempt(() -> tryTake(patience.on(cache)));
        if (lease != null) {
          return lease;
        }
        notice.post(patience.on(cache), attempts);
        if (!patience.pause(attempts)) {
          return null;
        }
      }
    } finally {
      notice.withdraw(patience.on(cache));
    }
  }

  /** Lets other processes have the row, when this one has had it for a while and they wait. */
  private void makeRoom(Patience patience, WaitNotice notice) throws InterruptedException {
    if (state.line.hasHadItsSlice()) {
      if (patience.run(notice::othersWait)) {
        patience.sleep(Patience.LONGEST_PAUSE);
      }
      state.line.beginSlice();
    }
  }

  private @Nullable Lease tryTake(Cache<Object, Object> view) {
    // Most attempts meet a row, and need no write lock to see it.
    if (!row.isFree(cache, key)) {
      return null;
    }
    Lease lease = new Lease(cache, key, options);
    return view.transactOn(key, () -> writeIfFree(lease)) ? lease : null;
  }

  private boolean writeIfFree(Lease lease) {
    boolean free = row.isFree(cache, key);
    if (free) {
      lease.write(row.taken(1));
    }
    return free;
  }

  void unlock() {
    Hold hold = mine();
    if (hold == null) {
      throw lost("this thread does not hold it, or its lease has run out");
    }
    try (Patience patience = Patience.uninterrupted()) {
      if (!patience.run(() -> hold.count() > 1 ? once(hold) : free(hold))) {
        throw lost("its lease has run out, and others may have held it since");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Takes back one of several holds; false when the lease is lost. */
  private boolean once(Hold hold) {
    boolean held = hold.lease().replace(row.taken(hold.count() - 1));
    if (held) {
      hold.count(hold.count() - 1);
    } else {
      state.end(hold);
    }
    return held;
  }

  /** Gives up the last hold; false when the lease is lost. */
  private boolean free(Hold hold) {
    boolean held;
    try {
      held = row.free(hold.lease());
    } catch (CacheInterruptedException e) {
      throw e;
    } catch (RuntimeException e) {
      // The row stays until its lease runs out; this process is done with it.
      state.end(hold);
      throw e;
    }
    state.end(hold);
    return held;
  }

  private IllegalMonitorStateException lost(String reason) {
    return new IllegalMonitorStateException(
        Messages.message("release lock", key, reason, "give it a longer lease or check first"));
  }

  boolean isLocked() {
    return !row.isFree(cache, key);
  }

  boolean isHeldByCurrentThread() {
    Hold hold = mine();
    return hold != null && hold.lease().isHeld();
  }

  @Override
  public String toString() {
    return "[" + key + " in " + cache + "]";
  }
}
