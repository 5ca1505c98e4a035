// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.Cache;

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
public final class RLock extends LeasedLock {
  private static final KeyedStates<Mutex.State> STATES = new KeyedStates<>(Mutex.State::new);

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
    super(new Mutex(cache, key, options, LockRow.COUNTED, STATES));
  }
}
