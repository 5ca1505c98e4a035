// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.Cache;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * A lock that one thread of all processes that share a cache can hold, and hold several times: it
 * is free when released as often as acquired. Threads of one process get it in the order of
 * arrival, and no process keeps the others out.
 *
 * <p>It is held by {@linkplain LeaseOptions lease}: a killed holder blocks nobody for longer. Its
 * row is python-diskcache's, the owner as "pid-threadid" and the count, which is zero when the lock
 * is free. A Python holder's row has no expiry and stays until it is released.
 *
 * <p>Thread-safe. Locks on one key of one directory are one lock, whichever object was asked.
 *
 * <pre>{@code
 * RLock lock = new RLock(cache, "report-123");
 * lock.lock();
 * try {
 *   writeReport();
 * } finally {
 *   lock.unlock();
 * }
 * }</pre>
 */
public final class RLock implements java.util.concurrent.locks.Lock {
  private static final KeyedStates<Mutex.State> STATES = new KeyedStates<>(Mutex.State::new);

  private final Mutex mutex;

  /**
   * Names a lock, with a lease of 30 seconds. Nothing is locked or written yet.
   *
   * @param cache where its row is; must evict nothing
   * @param key the key of its row
   */
  public RLock(Cache<Object, Object> cache, Object key) {
    this(cache, key, LeaseOptions.DEFAULT);
  }

  /**
   * Names a lock. Nothing is locked or written yet.
   *
   * @param cache where its row is; must evict nothing
   * @param key the key of its row
   * @param options length of the lease, and tag of the row
   */
  public RLock(Cache<Object, Object> cache, Object key, LeaseOptions options) {
    this.mutex = new Mutex(cache, key, options, LockRow.COUNTED, STATES);
  }

  /**
   * Acquires the lock, waiting as long as it takes. An interrupt does not end the wait; the flag is
   * set when this returns.
   */
  @Override
  public void lock() {
    mutex.lock();
  }

  /**
   * Acquires the lock, waiting as long as it takes.
   *
   * @throws InterruptedException when the thread is or becomes interrupted; the lock is not held
   *     then
   */
  @Override
  public void lockInterruptibly() throws InterruptedException {
    mutex.lockInterruptibly();
  }

  /**
   * Acquires the lock if it is free now. Waits for a busy database only, up to the cache's busy
   * timeout.
   *
   * @return whether it is held now
   */
  @Override
  public boolean tryLock() {
    return mutex.tryLock();
  }

  /**
   * Acquires the lock if it becomes free within a time.
   *
   * @param time how long to wait at most; a busy database may add the cache's busy timeout
   * @param unit the unit of the time
   * @return whether it is held now
   * @throws InterruptedException when the thread is or becomes interrupted; the lock is not held
   *     then
   */
  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return mutex.tryLock(Duration.ofNanos(unit.toNanos(time)));
  }

  /**
   * Releases the lock once. An interrupt does not keep it from doing so.
   *
   * @throws IllegalMonitorStateException when this thread does not hold the lock, or its lease has
   *     run out; a lock that another has by now stays his
   */
  @Override
  public void unlock() {
    mutex.unlock();
  }

  /**
   * Not supported: nothing could wake the waiting threads of other processes.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public Condition newCondition() {
    throw new UnsupportedOperationException("A lock between processes has no conditions");
  }

  /**
   * Tells whether any thread of any process holds the lock.
   *
   * @return whether it is held
   */
  public boolean isLocked() {
    return mutex.isLocked();
  }

  /**
   * Tells whether this thread holds the lock and its lease has not run out.
   *
   * @return whether it is held by this thread
   */
  public boolean isHeldByCurrentThread() {
    return mutex.isHeldByCurrentThread();
  }

  @Override
  public String toString() {
    return "RLock" + mutex;
  }
}
