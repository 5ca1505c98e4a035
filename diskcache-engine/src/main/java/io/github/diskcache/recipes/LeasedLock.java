// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** What {@link Lock} and {@link RLock} have in common. Thread-safe. */
abstract sealed class LeasedLock implements java.util.concurrent.locks.Lock permits Lock, RLock {
  private final Mutex mutex;

  LeasedLock(Mutex mutex) {
    this.mutex = mutex;
  }

  /**
   * Acquires the lock, waiting as long as it takes. An interrupt does not end the wait; the flag is
   * set when this returns.
   *
   * @throws IllegalStateException when it would wait for this thread itself: for a {@link Lock}
   *     that it holds already, or inside a transaction on the cache, which keeps the holder from
   *     releasing
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
   * @throws IllegalStateException when it would wait for this thread itself, as {@link #lock} says
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
   * @param time how long to wait at most, for a busy database too
   * @param unit the unit of the time
   * @return whether it is held now
   * @throws InterruptedException when the thread is or becomes interrupted; the lock is not held
   *     then
   * @throws IllegalStateException when it would wait inside a transaction on the cache
   */
  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return mutex.tryLock(Duration.ofNanos(unit.toNanos(time)));
  }

  /**
   * Releases the lock, of a re-entrant one one hold. An interrupt does not keep it from doing so.
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
    return getClass().getSimpleName() + mutex;
  }
}
