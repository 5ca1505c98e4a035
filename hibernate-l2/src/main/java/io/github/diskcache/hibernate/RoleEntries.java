// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one role: every decision about one of them is taken here, as one step of reading,
 * deciding and writing in all processes. Nothing is ever thrown. Thread-safe.
 *
 * <p><b>When the store fails</b>, a read is a miss and a value is not stored. An invalidation may
 * not be lost, though: then the key's stripe is poisoned in shared memory, so that the row, which
 * still says what it said, does not count. If it was a lock that could not be written, nothing of
 * the stripe counts until the lock would have timed out, since nothing will tell when the
 * transaction ends.
 *
 * <p><b>Order.</b> An invalidation moves the guard before it takes the row. A value put before that
 * is in the row that the invalidation then finds; one put after sees the guard.
 */
final class RoleEntries {
  private final L2Store store;
  private final CachedRole role;
  private final RoleRows rows;
  private final ValueCodec codec;
  private final LiveReferences references = new LiveReferences();
  private final OnceLog log;
  private final boolean softLocks;
  private final long lockSpan;

  RoleEntries(
      L2Store store,
      CachedRole role,
      ValueCodec codec,
      OnceLog log,
      boolean softLocks,
      Duration lockTimeout) {
    this.store = store;
    this.role = role;
    this.rows = new RoleRows(store, role, lockTimeout);
    this.codec = codec;
    this.log = log;
    this.softLocks = softLocks;
    this.lockSpan = SharedClock.span(lockTimeout);
  }

  /** The value that counts for a session; with soft locks, only one older than it. */
  @Nullable Object get(CacheKey key, long session) {
    if (!key.isStorable()) {
      role.counters().miss(MissCause.UNSTORABLE);
      return null;
    }
    int stripe = Stripes.of(key.bytes());
    Object reference = references.get(key, floorAndGuard(stripe));
    if (reference != null) {
      role.counters().hit();
      return reference;
    }
    try {
      Object bytes = rows.bytes(key.bytes());
      Row row = rows.parsed(key.bytes(), bytes);
      MissCause cause = missCause(row, stripe, session);
      if (cause == null) {
        Object value = decoded(((Row.Value) row).payload());
        if (value != null) {
          role.counters().hit();
          return value;
        }
        cause = MissCause.UNREADABLE;
      }
      role.counters().miss(cause);
      if (cause == MissCause.UNREADABLE) {
        unreadable(key, bytes);
      }
    } catch (RuntimeException e) {
      failed("read", e);
      role.counters().miss(MissCause.FAILED);
    }
    return null;
  }

  boolean contains(CacheKey key) {
    int stripe = Stripes.of(key.bytes());
    if (!key.isStorable()) {
      return false;
    }
    if (references.get(key, floorAndGuard(stripe)) != null) {
      return true;
    }
    try {
      return missCause(rows.read(key.bytes()), stripe, Long.MAX_VALUE) == null;
    } catch (RuntimeException e) {
      failed("read", e);
      return false;
    }
  }

  /** Stores what a session has loaded, unless a newer state may be known. */
  boolean putLoaded(
      CacheKey key, Object value, @Nullable Object version, long session, boolean minimal) {
    if (LiveReferences.isReference(value)) {
      int stripe = Stripes.of(key.bytes());
      return counted(
          session > floorAndGuard(stripe) ? null : PutRefusal.LATE,
          () -> references.put(key, value, session));
    }
    return put(
        key,
        value,
        version,
        (row, stripe) -> refusal(row, stripe, session, version, minimal),
        session,
        true);
  }

  /** Stores what a session has inserted and committed. */
  boolean putInserted(CacheKey key, Object value, @Nullable Object version, long session) {
    PutDecision onlyIntoNothing =
        (row, stripe) ->
            row instanceof Row.Absent
                ? refusal(row, stripe, session, version, true)
                : PutRefusal.PRESENT;
    return put(key, value, version, onlyIntoNothing, store.clock().next(), false);
  }

  /** Locks an entry before it is changed: it is a miss until {@link #unlock}, or the timeout. */
  LockMark lock(CacheKey key, @Nullable Object version) {
    LockMark mark = store.nextLock();
    if (!key.isStorable()) {
      return mark;
    }
    long now = store.clock().next();
    int stripe = Stripes.of(key.bytes());
    store.area().stripes().guard(stripe, now);
    references.remove(key);
    try {
      byte[] encoded = encodedVersion(version);
      return rows.atomically(
          key.bytes(),
          step -> {
            Row before = step.read();
            Row.Locked locked = locked(before, mark, now, encoded);
            step.write(before, locked);
            return locked.lock();
          });
    } catch (RuntimeException e) {
      store.area().stripes().poison(stripe, now + lockSpan);
      failed("lock", e);
      return mark;
    }
  }

  /** Ends a lock without a new value. */
  void unlock(CacheKey key, LockMark mark) {
    invalidate(key, "unlock", (row, now) -> unlocked(row, mark, now));
  }

  /**
   * Ends a lock with the value that was committed; without it where another transaction had the
   * lock too, or the role was invalidated since.
   */
  boolean putUpdated(CacheKey key, Object value, @Nullable Object version, LockMark mark) {
    byte[] payload = key.isStorable() ? encoded(value) : null;
    if (payload == null) {
      unlock(key, mark);
      return false;
    }
    int stripe = Stripes.of(key.bytes());
    boolean[] stored = new boolean[1];
    boolean done =
        invalidate(
            key,
            "update",
            (row, now) -> {
              if (row instanceof Row.Locked locked
                  && locked.lock().equals(mark)
                  && locked.holders() == 1
                  && !locked.concurrent()
                  && rows.floor(stripe) < locked.since()) {
                stored[0] = true;
                return new Row.Value(
                    now, role.fingerprint().getAsLong(), encodedVersion(version), payload);
              }
              stored[0] = false;
              return unlocked(row, mark, now);
            });
    boolean put = done && stored[0];
    return counted(put ? null : PutRefusal.LOCKED, () -> {});
  }

  /** Removes a value. A lock stays: it hides nothing that could be read. */
  void evict(CacheKey key) {
    invalidate(
        key,
        "evict",
        (row, now) ->
            row instanceof Row.Locked locked && now <= locked.timeout()
                ? locked
                : new Row.Absent());
  }

  /** Makes all entries of the role misses. */
  void evictAll() {
    role.roleFloor().raise(store.clock().next());
    references.clear();
  }

  /** Makes all entries of the role misses, and keeps it empty, before a bulk update. */
  LockMark openRole() {
    LockMark mark = store.nextLock();
    role.roleFloor().open(mark, store.clock().next() + lockSpan);
    references.clear();
    return mark;
  }

  /** Ends a bulk update. */
  void closeRole(@Nullable Object mark) {
    long now = store.clock().next();
    if (mark == null) {
      role.roleFloor().raise(now);
    } else {
      role.roleFloor().close(mark, now);
    }
    references.clear();
  }

  void forgetReferences() {
    references.clear();
  }

  int referenceCount() {
    return references.size();
  }

  // -- decisions

  private interface PutDecision {
    @Nullable PutRefusal refusal(Row row, int stripe);
  }

  private interface Change {
    Row after(Row row, long now);
  }

  private @Nullable MissCause missCause(Row row, int stripe, long session) {
    if (row instanceof Row.Value value) {
      if (value.stamp() <= rows.floor(stripe)) {
        return MissCause.INVALIDATED;
      }
      if (!rows.isOfThisMapping(value)) {
        return MissCause.OTHER_MAPPING;
      }
      return softLocks && session <= value.stamp() ? MissCause.TOO_YOUNG : null;
    }
    if (row instanceof Row.Unreadable unreadable) {
      return unreadable.damaged() ? MissCause.UNREADABLE : MissCause.INVALIDATED;
    }
    return row instanceof Row.Absent ? MissCause.ABSENT : MissCause.LOCKED;
  }

  private @Nullable PutRefusal refusal(
      Row row, int stripe, long session, @Nullable Object version, boolean minimal) {
    if (session <= rows.floor(stripe)) {
      return PutRefusal.INVALIDATED;
    }
    Supplier<Comparator<Object>> versions = role.versions();
    PutRules rules = new PutRules(softLocks, versions == null ? null : versions.get());
    return rules.refusal(
        new PutRules.Question(
            row, rowVersion(row), session, version, store.area().stripes().guard(stripe), minimal));
  }

  private Row.Locked locked(Row before, LockMark mark, long now, byte @Nullable [] version) {
    long timeout = now + lockSpan;
    if (before instanceof Row.Locked held) {
      // holders of a lock that timed out may be dead and never let go: they are not waited for,
      // but may still commit, so that nobody knows the last state
      return now <= held.timeout()
          ? held.joined(timeout)
          : new Row.Locked(mark, now, timeout, 1, true, version);
    }
    byte[] known = version;
    if (known == null && before instanceof Row.Value value && rows.isOfThisMapping(value)) {
      known = value.version();
    } else if (known == null && before instanceof Row.Unlocked unlocked) {
      known = unlocked.version();
    }
    return new Row.Locked(mark, now, timeout, 1, false, known);
  }

  private Row unlocked(Row row, LockMark mark, long now) {
    if (row instanceof Row.Locked locked) {
      if (!locked.lock().equals(mark)) {
        // the lock was lost, and somebody else's is there: what he stores may lack our change
        return locked.doubtful();
      }
      return locked.holders() > 1
          ? locked.withoutOne()
          : new Row.Unlocked(now, now + lockSpan, locked.version());
    }
    if (row instanceof Row.Unlocked earlier) {
      return new Row.Unlocked(now, now + lockSpan, earlier.version());
    }
    return new Row.Absent();
  }

  // -- steps

  private boolean put(
      CacheKey key,
      Object value,
      @Nullable Object version,
      PutDecision decision,
      long stamp,
      boolean maybeLate) {
    if (!key.isStorable()) {
      return counted(PutRefusal.UNSTORABLE, () -> {});
    }
    int stripe = Stripes.of(key.bytes());
    try {
      if (maybeLate) {
        // most refusals are seen without taking the write lock
        PutRefusal early = decision.refusal(current(rows.read(key.bytes()), stripe), stripe);
        if (early != null) {
          return counted(early, () -> {});
        }
      }
      byte[] payload = encoded(value);
      if (payload == null) {
        return counted(PutRefusal.UNSTORABLE, () -> {});
      }
      Row.Value row =
          new Row.Value(stamp, role.fingerprint().getAsLong(), encodedVersion(version), payload);
      PutRefusal refusal =
          rows.ifFree(
              key.bytes(),
              step -> {
                Row before = step.read();
                PutRefusal refused = decision.refusal(current(before, stripe), stripe);
                if (refused == null) {
                  step.write(before, row);
                }
                return refused;
              });
      return counted(refusal, () -> {});
    } catch (RuntimeException e) {
      failed("store", e);
      return counted(PutRefusal.FAILED, () -> {});
    }
  }

  /** Applies a change that must not be lost; answers whether it reached the disk. */
  private boolean invalidate(CacheKey key, String act, Change change) {
    if (!key.isStorable()) {
      return false;
    }
    long now = store.clock().next();
    int stripe = Stripes.of(key.bytes());
    store.area().stripes().guard(stripe, now);
    references.remove(key);
    try {
      rows.atomically(
          key.bytes(),
          step -> {
            Row before = step.read();
            Row after = change.after(before, now);
            if (after instanceof Row.Absent) {
              step.delete(before);
            } else if (!after.equals(before)) {
              step.write(before, after);
            }
            return Boolean.TRUE;
          });
      return true;
    } catch (RuntimeException e) {
      store.area().stripes().poison(stripe, now);
      failed(act, e);
      return false;
    }
  }

  /** A value that does not count any more is as good as none, a damaged row too. */
  private Row current(Row row, int stripe) {
    boolean dead =
        row instanceof Row.Unreadable
            || (row instanceof Row.Value value
                && (value.stamp() <= rows.floor(stripe) || !rows.isOfThisMapping(value)));
    return dead ? new Row.Absent() : row;
  }

  private long floorAndGuard(int stripe) {
    return Math.max(rows.floor(stripe), store.area().stripes().guard(stripe));
  }

  private @Nullable Object rowVersion(Row row) {
    byte[] version = null;
    if (row instanceof Row.Value value) {
      version = value.version();
    } else if (row instanceof Row.Unlocked unlocked) {
      version = unlocked.version();
    }
    return version == null ? null : decoded(version);
  }

  private byte @Nullable [] encodedVersion(@Nullable Object version) {
    return version == null ? null : encoded(version);
  }

  private byte @Nullable [] encoded(Object value) {
    try {
      return codec.encode(value);
    } catch (UnstorableException e) {
      log.warn("type " + e.type(), "[" + role.label() + "]: " + e.getMessage());
      return null;
    }
  }

  private @Nullable Object decoded(byte[] bytes) {
    try {
      return codec.decode(bytes);
    } catch (UnreadableException e) {
      log.warn(
          "unreadable " + role.label(),
          "An entry of [" + role.label() + "] is not readable and is dropped: " + e.getMessage());
      return null;
    }
  }

  private void unreadable(CacheKey key, @Nullable Object bytes) {
    role.counters().unreadable();
    log.warn(
        "unreadable " + role.label(),
        "An entry of [" + role.label() + "] is damaged and is dropped");
    try {
      rows.deleteIfUnchanged(key.bytes(), bytes);
    } catch (RuntimeException e) {
      failed("drop", e);
    }
  }

  private boolean counted(@Nullable PutRefusal refusal, Runnable put) {
    if (refusal == null) {
      put.run();
      role.counters().put();
      return true;
    }
    role.counters().refused(Objects.requireNonNull(refusal));
    return false;
  }

  private void failed(String act, RuntimeException cause) {
    log.warn(
        act + " " + cause.getClass().getName(),
        "Cannot "
            + act
            + " entries of ["
            + role.label()
            + "], the application goes on without: "
            + cause.getMessage(),
        cause);
  }
}
