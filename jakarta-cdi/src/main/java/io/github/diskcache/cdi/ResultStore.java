// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.Cache;
import io.github.diskcache.Entry;
import io.github.diskcache.FanoutCache;
import io.github.diskcache.WriteOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The results of one type in a cache. What fails here is counted, and never thrown. Thread-safe.
 *
 * <p>Who computes a result holds a lease beside it, a row of its own. Whoever evicts or replaces
 * the result removes the lease first, and a result is stored only while its lease is there.
 */
final class ResultStore {
  /** Stands for a result that is not there. */
  static final Object MISSING = new Object();

  static final Duration LEASE = Duration.ofSeconds(30);

  private static final long RETRY_NANOS = Duration.ofSeconds(10).toNanos();

  private final MemoCache area;
  private final Supplier<Cache<String, Object>> opener;
  private volatile @Nullable Cache<String, Object> opened;
  private volatile long failedAt;
  private volatile boolean failed;

  /** What came of asking for a lease. */
  enum Claim {
    TAKEN,
    OTHERS,
    UNAVAILABLE
  }

  ResultStore(MemoCache area, Supplier<Cache<String, Object>> opener) {
    this.area = area;
    this.opener = opener;
  }

  /** The result of a key, {@link Timed} when it was stored so, or {@link #MISSING}. */
  @Nullable Object find(String key) {
    Cache<String, Object> cache = ready();
    if (cache == null) {
      return MISSING;
    }
    try {
      // The quickest answer there is, but for null, which may mean either.
      Object found = cache.get(key);
      return found == null ? cache.get(key, MISSING) : found;
    } catch (RuntimeException e) {
      area.account().failedLookup(e);
      return MISSING;
    }
  }

  /** The entry of a key. */
  Optional<Entry<Object>> entry(String key) {
    Cache<String, Object> cache = ready();
    if (cache == null) {
      return Optional.empty();
    }
    try {
      return cache.entry(key);
    } catch (RuntimeException e) {
      area.account().failedLookup(e);
      return Optional.empty();
    }
  }

  /** The cache, or null when it cannot answer now. */
  private @Nullable Cache<String, Object> ready() {
    Cache<String, Object> cache = opened;
    if (cache == null) {
      cache = open();
    }
    return cache == null || (area.isUnsettled() && !area.settle()) ? null : cache;
  }

  private synchronized @Nullable Cache<String, Object> open() {
    if (opened == null && !(failed && System.nanoTime() - failedAt < RETRY_NANOS)) {
      try {
        opened = opener.get();
        failed = false;
      } catch (RuntimeException | LinkageError e) {
        failed = true;
        failedAt = System.nanoTime();
        area.account().fault(e);
      }
    }
    return opened;
  }

  /** Whether this thread is inside a transaction, where nobody may wait for others. */
  boolean inTransaction() {
    Cache<String, Object> cache = opened;
    return cache != null && attempt(cache::inTransaction, false);
  }

  /** Whether somebody computes the result of a key; also when that cannot be told. */
  boolean isBeingComputed(String key) {
    Cache<String, Object> cache = opened;
    return cache == null || attempt(() -> cache.contains(Lease.key(key)), true);
  }

  /** Asks for the lease of a key. */
  Claim claim(String key, Lease lease, @Nullable Object tag) {
    Cache<String, Object> cache = ready();
    if (cache == null) {
      return Claim.UNAVAILABLE;
    }
    String leaseKey = Lease.key(key);
    try {
      if (cache.contains(leaseKey)) {
        return Claim.OTHERS;
      }
      if (cache.add(leaseKey, lease, new WriteOptions(LEASE, tag, LEASE))) {
        return Claim.TAKEN;
      }
      return cache.contains(leaseKey) ? Claim.OTHERS : Claim.UNAVAILABLE;
    } catch (RuntimeException e) {
      area.account().fault(e);
      return Claim.UNAVAILABLE;
    }
  }

  /** Keeps a lease for longer. */
  void renew(String key) {
    Cache<String, Object> cache = opened;
    if (cache != null) {
      attempt(() -> cache.touch(Lease.key(key), LEASE), false);
    }
  }

  /** Gives a lease up. */
  void release(String key, Lease lease) {
    Cache<String, Object> cache = opened;
    String leaseKey = Lease.key(key);
    if (cache != null) {
      attempt(
          () ->
              cache.<Boolean>transactOn(
                  leaseKey, () -> holds(cache, key, lease) && cache.delete(leaseKey)),
          false);
    }
  }

  /** Stores a result and gives its lease up, unless that is gone. */
  void store(String key, @Nullable Object result, WriteOptions options, Lease lease) {
    Cache<String, Object> cache = opened;
    if (cache == null) {
      return;
    }
    try {
      boolean stored =
          cache instanceof FanoutCache<String, Object>
              ? cache.<Boolean>transactOn(key, () -> storeHeld(cache, key, result, options, lease))
              : cache.<Boolean>transact(
                  () -> {
                    boolean held = storeHeld(cache, key, result, options, lease);
                    return held && cache.delete(Lease.key(key));
                  });
      if (stored && cache instanceof FanoutCache) {
        cache.delete(Lease.key(key));
      }
      area.account().count(stored ? Account.Event.STORED : Account.Event.REFUSED);
    } catch (RuntimeException e) {
      area.account().fault(e);
      release(key, lease);
    }
  }

  @SuppressWarnings("NullAway") // a cache takes null for every type
  private static boolean storeHeld(
      Cache<String, Object> cache,
      String key,
      @Nullable Object result,
      WriteOptions options,
      Lease lease) {
    if (!holds(cache, key, lease)) {
      return false;
    }
    cache.set(key, result, options);
    return true;
  }

  private static boolean holds(Cache<String, Object> cache, String key, Lease lease) {
    return lease.equals(cache.get(Lease.key(key)));
  }

  /** Stores a result whatever is being computed, which is not stored then. */
  @SuppressWarnings("NullAway") // a cache takes null for every type
  boolean put(String key, @Nullable Object result, WriteOptions options) {
    Cache<String, Object> cache = ready();
    if (cache == null) {
      return false;
    }
    try {
      cache.delete(Lease.key(key));
      cache.set(key, result, options);
      area.account().count(Account.Event.STORED);
      return true;
    } catch (RuntimeException e) {
      area.account().fault(e);
      return false;
    }
  }

  private boolean attempt(BooleanSupplier act, boolean otherwise) {
    try {
      return act.getAsBoolean();
    } catch (RuntimeException e) {
      area.account().fault(e);
      return otherwise;
    }
  }
}
