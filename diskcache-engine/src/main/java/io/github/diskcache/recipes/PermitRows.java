// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.Cache;
import io.github.diskcache.Tuple;
import io.github.diskcache.WriteOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The two rows of a semaphore: the permits left, a number that python-diskcache counts down and up
 * too, and beside it the leases of those permits that Java holds. Whoever looks for a permit gives
 * those back first whose lease has run out. Immutable.
 *
 * <p>The leases are one row and not a row a permit, because an expired row cannot be told from one
 * that never was, and only a permit that was taken may be given back.
 */
final class PermitRows {
  private final Cache<Object, Object> cache;
  private final Object key;
  private final Object leasesKey;
  private final long most;
  private final Duration lease;
  private final WriteOptions options;
  private final InstantSource clock;

  PermitRows(
      Cache<Object, Object> cache,
      Object key,
      long most,
      LeaseOptions options,
      InstantSource clock) {
    this.cache = cache;
    this.key = key;
    this.leasesKey = Tuple.of(key, "diskcache.leases");
    this.most = most;
    this.lease = options.lease();
    Object tag = options.tag();
    this.options = tag == null ? WriteOptions.NONE : WriteOptions.tagged(tag);
    this.clock = clock;
  }

  /** Permits that could be taken now. */
  long available() {
    Map<String, Double> leases = leases();
    long left = left(leases);
    return Math.min(most, left + removeExpired(leases));
  }

  /**
   * Takes a permit under a new token, if there is one.
   *
   * @param view the cache, waiting no longer than the caller may
   */
  boolean take(Cache<Object, Object> view, String token) {
    // Most attempts of those who wait find nothing, and need no write lock to see it.
    return available() > 0 && view.transact(() -> takeInside(token));
  }

  private boolean takeInside(String token) {
    Map<String, Double> leases = leases();
    long left = Math.min(most, left(leases) + removeExpired(leases));
    if (left <= 0) {
      return false;
    }
    leases.put(token, expiry());
    Rows.write(cache, key, left - 1, options);
    Rows.write(cache, leasesKey, leases, options);
    return true;
  }

  /** Gives a permit back; false when its lease has run out and another has given it back. */
  boolean giveBack(String token) {
    Cache<Object, Object> waiting = cache.retrying();
    return waiting.transact(
        () -> {
          Map<String, Double> leases = leases();
          long left = left(leases);
          if (leases.remove(token) == null) {
            return false;
          }
          Rows.write(cache, key, Math.min(most, left + 1), options);
          if (leases.isEmpty()) {
            cache.delete(leasesKey);
          } else {
            Rows.write(cache, leasesKey, leases, options);
          }
          return true;
        });
  }

  /** Begins the time of a permit's lease anew; false when the permit is lost. */
  boolean renew(String token) {
    return cache.transactOn(
        leasesKey,
        () -> {
          Map<String, Double> leases = leases();
          boolean held = leases.replace(token, expiry()) != null;
          if (held) {
            Rows.write(cache, leasesKey, leases, options);
          }
          return held;
        });
  }

  /** The permits left as stored; where nothing is stored, those that are not leased. */
  private long left(Map<String, Double> leases) {
    Object left = cache.get(key);
    if (left == null) {
      return most - leases.size();
    }
    if (left instanceof Long number) {
      return number;
    }
    throw new IllegalStateException(
        Messages.message(
            "acquire semaphore", key, "its entry holds no number", "keep other values elsewhere"));
  }

  private Map<String, Double> leases() {
    Map<String, Double> leases = new LinkedHashMap<>();
    if (cache.get(leasesKey) instanceof Map<?, ?> stored) {
      stored.forEach(
          (token, expiry) -> leases.put((String) token, ((Number) expiry).doubleValue()));
    }
    return leases;
  }

  private int removeExpired(Map<String, Double> leases) {
    double now = Seconds.of(clock.instant());
    int before = leases.size();
    leases.values().removeIf(expiry -> expiry <= now);
    return before - leases.size();
  }

  private double expiry() {
    return Seconds.of(clock.instant().plus(lease));
  }
}
