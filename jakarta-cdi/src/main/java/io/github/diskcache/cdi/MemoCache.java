// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.Cache;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What all memoized methods of one cache share in this process: flights, counters, and evictions
 * that could not be written. Thread-safe.
 *
 * <p>An eviction that fails is tried again before the next lookup; until it is through, no lookup
 * of this process is answered from the cache, since the entry may be there still.
 */
final class MemoCache {
  private final String name;
  private final boolean enabled;
  private final Supplier<Cache<Object, Object>> raw;
  private final Account account;
  private final ConcurrentMap<String, Flight> flights = new ConcurrentHashMap<>();
  private final ReentrantLock settling = new ReentrantLock();
  private final Deque<Eviction> pending = new ArrayDeque<>();
  private volatile boolean unsettled;

  /**
   * Opens nothing yet.
   *
   * @param enabled whether results are looked up and kept; they are evicted in any case, lest they
   *     be wrong when this is switched on again
   */
  MemoCache(String name, boolean enabled, Supplier<Cache<Object, Object>> raw) {
    this.name = name;
    this.enabled = enabled;
    this.raw = raw;
    this.account = new Account(name);
  }

  String name() {
    return name;
  }

  boolean isEnabled() {
    return enabled;
  }

  Account account() {
    return account;
  }

  ConcurrentMap<String, Flight> flights() {
    return flights;
  }

  /** Evicts, now or before the next lookup. Returns the number of entries that went now. */
  long evict(Eviction eviction) {
    try {
      return eviction.on(raw.get());
    } catch (RuntimeException e) {
      account.fault(e);
      postpone(eviction);
      return 0;
    } finally {
      // Who comes from now on does not wait for what was computed before.
      String key = eviction.onlyKey();
      if (key == null) {
        flights.clear();
      } else {
        flights.remove(key);
      }
    }
  }

  private void postpone(Eviction eviction) {
    settling.lock();
    try {
      pending.add(eviction);
      unsettled = true;
    } finally {
      settling.unlock();
    }
  }

  /** Whether some eviction is not through. */
  boolean isUnsettled() {
    return unsettled;
  }

  /** Tries to write the evictions that failed, and tells whether none is left. */
  boolean settle() {
    if (!settling.tryLock()) {
      return false;
    }
    try {
      while (!pending.isEmpty()) {
        pending.element().on(raw.get());
        pending.remove();
      }
      unsettled = false;
      return true;
    } catch (RuntimeException e) {
      account.fault(e);
      return false;
    } finally {
      settling.unlock();
    }
  }
}
