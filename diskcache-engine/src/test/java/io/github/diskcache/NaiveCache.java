// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** What a cache without a size limit does, in the simplest way: the twin that it is compared to. */
final class NaiveCache {
  /** An entry, live or not. */
  record Stored(Object key, Object value, Instant expiry, Object tag) {
    boolean isLive(Instant now) {
      return expiry == null || expiry.isAfter(now);
    }

    boolean hasExpired(Instant now) {
      return expiry != null && expiry.isBefore(now);
    }
  }

  private final InstantSource clock;
  private Map<Object, Stored> entries = new LinkedHashMap<>();

  NaiveCache(InstantSource clock) {
    this.clock = clock;
  }

  /** Keys are one when SQLite takes them for one. */
  static Object identity(Object key) {
    if (key instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    boolean whole = key instanceof Double number && number == Math.rint(number);
    return whole ? (Object) ((Double) key).longValue() : key;
  }

  private Instant now() {
    return clock.instant();
  }

  void set(Object key, Object value, Duration ttl, Object tag) {
    Stored old = entries.get(identity(key));
    Instant expiry = ttl == null ? null : now().plus(ttl);
    entries.put(identity(key), new Stored(old == null ? key : old.key, value, expiry, tag));
  }

  boolean add(Object key, Object value, Duration ttl, Object tag) {
    if (get(key) != null) {
      return false;
    }
    set(key, value, ttl, tag);
    return true;
  }

  /** The live entry of a key, or null. */
  Stored get(Object key) {
    Stored stored = entries.get(identity(key));
    return stored != null && stored.isLive(now()) ? stored : null;
  }

  /** Removes the live entry of a key, and returns it. */
  Stored pop(Object key) {
    return get(key) == null ? null : entries.remove(identity(key));
  }

  boolean touch(Object key, Duration ttl) {
    Stored stored = get(key);
    if (stored != null) {
      Instant expiry = ttl == null ? null : now().plus(ttl);
      entries.put(identity(key), new Stored(stored.key, stored.value, expiry, stored.tag));
    }
    return stored != null;
  }

  /** Adds to a number; an entry that expires right now still counts, as in python-diskcache. */
  Object increment(Object key, long delta, long initial) {
    Stored stored = entries.get(identity(key));
    if (stored == null || stored.hasExpired(now())) {
      set(key, initial + delta, null, null);
      return initial + delta;
    }
    if (!(stored.value instanceof Long number)) {
      throw new IllegalStateException("no number");
    }
    Object sum = number + delta;
    entries.put(identity(key), new Stored(stored.key, sum, stored.expiry, stored.tag));
    return sum;
  }

  /** Removes entries, and returns them. */
  private List<Stored> remove(Predicate<Stored> condition) {
    List<Stored> removed = entries.values().stream().filter(condition).toList();
    entries.values().removeAll(removed);
    return removed;
  }

  List<Stored> evict(Object tag) {
    return remove(stored -> Objects.equals(stored.tag, tag));
  }

  List<Stored> expire() {
    return remove(stored -> stored.hasExpired(now()));
  }

  List<Stored> clear() {
    return remove(stored -> true);
  }

  Collection<Stored> entries() {
    return List.copyOf(entries.values());
  }

  /** Takes on the order and the form of keys; they must be the same ones. */
  void reorder(Iterable<Object> keys) {
    Map<Object, Stored> ordered = new LinkedHashMap<>();
    for (Object key : keys) {
      Stored stored = entries.get(identity(key));
      ordered.put(identity(key), new Stored(key, stored.value, stored.expiry, stored.tag));
    }
    entries = ordered;
  }

  /** Runs a body; what it did is undone when it throws. */
  void transact(Runnable body) {
    Map<Object, Stored> before = new LinkedHashMap<>(entries);
    try {
      body.run();
    } catch (RuntimeException e) {
      entries = before;
      throw e;
    }
  }
}
