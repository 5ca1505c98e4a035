// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one role: every change of one of them is a single step of reading, deciding and
 * writing in all processes. Nothing is ever thrown. Thread-safe.
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
  private final RoleCodec codec;
  private final EntryRules rules;
  private final LiveReferences references = new LiveReferences();
  private final OnceLog log;
  private final long lockSpan;

  RoleEntries(
      L2Store store,
      CachedRole role,
      ValueCodec codec,
      OnceLog log,
      boolean strict,
      Duration lockTimeout) {
    this.store = store;
    this.role = role;
    this.rows = new RoleRows(store, role, lockTimeout);
    this.codec = new RoleCodec(codec, role, log);
    this.log = log;
    this.lockSpan = SharedClock.span(lockTimeout);
    this.rules = new EntryRules(store, role, rows, this.codec, strict, lockSpan);
  }

  /** The value that counts for a session; with strict access, only one older than it. */
  @Nullable Object get(CacheKey key, long session) {
    Lookups.Lookup lookup = Lookups.begin();
    Object value = found(key, session);
    if (value == null) {
      lookup.missed();
    } else {
      lookup.hit(role.counters());
    }
    return value;
  }

  private @Nullable Object found(CacheKey key, long session) {
    if (!key.isStorable()) {
      role.counters().miss(MissCause.UNSTORABLE);
      return null;
    }
    int stripe = Stripes.of(key.bytes());
    Object value = references.get(key, floorAndGuard(stripe));
    if (value != null) {
      return value;
    }
    try {
      return stored(key, stripe, session);
    } catch (RuntimeException e) {
      failed("read", e);
      role.counters().miss(MissCause.FAILED);
      return null;
    }
  }

  boolean contains(CacheKey key) {
    if (!key.isStorable()) {
      return false;
    }
    int stripe = Stripes.of(key.bytes());
    if (references.get(key, floorAndGuard(stripe)) != null) {
      return true;
    }
    try {
      return rules.missCause(rows.read(key.bytes()), stripe, Long.MAX_VALUE) == null;
    } catch (RuntimeException e) {
      failed("read", e);
      return false;
    }
  }

  /** Stores what a session has loaded, unless a newer state may be known. */
  boolean putLoaded(
      CacheKey key, Object value, @Nullable Object version, long session, boolean minimal) {
    if (LiveReferences.isReference(value)) {
      return putReference(key, value, session);
    }
    if (!key.isStorable()) {
      return counted(PutRefusal.UNSTORABLE);
    }
    EntryRules.Put put = new EntryRules.Put(Stripes.of(key.bytes()), session, version, minimal);
    try {
      // most refusals are seen here, without the shard's write lock
      PutRefusal early = rules.refusal(rows.read(key.bytes()), put);
      return early == null
          ? put(key, value, version, session, row -> rules.refusal(row, put))
          : counted(early);
    } catch (RuntimeException e) {
      failed("store", e);
      return counted(PutRefusal.FAILED);
    }
  }

  /** Stores what a session has inserted and committed. */
  boolean putInserted(CacheKey key, Object value, @Nullable Object version, long session) {
    if (LiveReferences.isReference(value)) {
      return putReference(key, value, session);
    }
    if (!key.isStorable()) {
      return counted(PutRefusal.UNSTORABLE);
    }
    EntryRules.Put put = new EntryRules.Put(Stripes.of(key.bytes()), session, version, true);
    try {
      long now = store.clock().next();
      store.area().changed(now);
      if (!role.mutable()) {
        store.area().insertedReadOnly(now);
      }
      return put(key, value, version, now, row -> rules.refusalOfInserted(row, put));
    } catch (RuntimeException e) {
      failed("store", e);
      return counted(PutRefusal.FAILED);
    }
  }

  /** Locks an entry before it is changed: it is a miss until {@link #unlock}, or the timeout. */
  LockMark lock(CacheKey key) {
    LockMark mark = store.nextLock();
    if (!key.isStorable()) {
      return mark;
    }
    long now = guarded(key);
    try {
      return rows.atomically(
          key.bytes(),
          step -> {
            Row before = step.read();
            Row.Locked locked = rules.locked(before, mark, now);
            step.write(before, locked);
            return locked.lock();
          });
    } catch (RuntimeException e) {
      store.area().stripes().poison(Stripes.of(key.bytes()), now + lockSpan);
      failed("lock", e);
      return mark;
    }
  }

  /** Ends a lock without a new value. */
  void unlock(CacheKey key, LockMark mark) {
    invalidate(key, "unlock", (row, now) -> rules.unlocked(row, mark));
  }

  /** Ends a lock with the value that was committed, if that is sure to be the last one. */
  boolean putUpdated(CacheKey key, Object value, @Nullable Object version, LockMark mark) {
    Row.Value encoded = key.isStorable() ? encoded(value, version) : null;
    if (encoded == null) {
      unlock(key, mark);
      return counted(PutRefusal.UNSTORABLE);
    }
    int stripe = Stripes.of(key.bytes());
    Row after =
        invalidate(
            key,
            "update",
            (row, now) ->
                rules.mayStore(row, mark, stripe)
                    ? encoded.stamped(now)
                    : rules.unlocked(row, mark));
    if (after == null) {
      return counted(PutRefusal.FAILED);
    }
    return counted(after instanceof Row.Value ? null : PutRefusal.LOCKED);
  }

  /** Removes a value; a lock stays. */
  void evict(CacheKey key) {
    invalidate(key, "evict", rules::evicted);
  }

  /** Makes all entries of the role misses. */
  void evictAll() {
    sweep();
    role.roleFloor().raise(store.clock().next());
    references.clear();
  }

  /** Makes all entries of the role misses, and keeps it empty, before a bulk update. */
  LockMark openRole() {
    LockMark mark = store.nextLock();
    sweep();
    role.roleFloor().open(mark, store.clock().next() + lockSpan);
    references.clear();
    return mark;
  }

  /** Ends a bulk update. */
  void closeRole(@Nullable Object mark) {
    sweep();
    long now = store.clock().next();
    if (mark == null) {
      role.roleFloor().raise(now);
    } else {
      role.roleFloor().close(mark, now);
    }
    references.clear();
  }

  /** Lets the rows go that are there now, as they are about to be misses. */
  void sweep() {
    role.roleFloor().resetEntries();
    store.sweep(role);
  }

  boolean isOf(String label) {
    return role.label().equals(label);
  }

  /** The number of entries on disk, of all processes, as far as it was counted. */
  long entryCount() {
    return role.roleFloor().entries();
  }

  void forgetReferences() {
    references.clear();
  }

  int referenceCount() {
    return references.size();
  }

  private interface Decision {
    @Nullable PutRefusal refusal(Row row);
  }

  private interface Change {
    Row after(Row row, long now);
  }

  private @Nullable Object stored(CacheKey key, int stripe, long session) {
    Object bytes = rows.bytes(key.bytes());
    Row row = rows.parsed(key.bytes(), bytes);
    MissCause cause = rules.missCause(row, stripe, session);
    if (cause == null && row instanceof Row.Value value) {
      Object decoded = codec.decoded(value.payload());
      if (decoded != null) {
        return decoded;
      }
      cause = MissCause.UNREADABLE;
    } else if (cause == MissCause.UNREADABLE) {
      codec.unreadable("it is damaged");
    }
    if (cause == MissCause.UNREADABLE) {
      role.counters().unreadable();
      rows.deleteIfUnchanged(key.bytes(), bytes);
    }
    role.counters().miss(cause == null ? MissCause.ABSENT : cause);
    return null;
  }

  private boolean put(
      CacheKey key, Object value, @Nullable Object version, long stamp, Decision decision) {
    Row.Value encoded = encoded(value, version);
    if (encoded == null) {
      return counted(PutRefusal.UNSTORABLE);
    }
    Row.Value row = encoded.stamped(stamp);
    PutRefusal refusal =
        rows.<@Nullable PutRefusal>ifFree(
            key.bytes(),
            step -> {
              Row before = step.read();
              PutRefusal refused = decision.refusal(before);
              if (refused == null) {
                step.write(before, row);
              }
              return refused;
            });
    return counted(refusal);
  }

  /** A value without its stamp; null: it is not cached. */
  private Row.@Nullable Value encoded(Object value, @Nullable Object version) {
    byte[] payload = codec.encoded(value);
    return payload == null
        ? null
        : new Row.Value(0, role.fingerprint().getAsLong(), codec.encodedVersion(version), payload);
  }

  private boolean putReference(CacheKey key, Object value, long session) {
    if (session <= floorAndGuard(Stripes.of(key.bytes()))) {
      return counted(PutRefusal.LATE);
    }
    references.put(key, value, session);
    return counted(null);
  }

  /** Applies a change that must not be lost; the row it left, or null where it failed. */
  private @Nullable Row invalidate(CacheKey key, String act, Change change) {
    if (!key.isStorable()) {
      return null;
    }
    long now = guarded(key);
    try {
      return rows.atomically(
          key.bytes(),
          step -> {
            Row before = step.read();
            Row after = change.after(before, now);
            if (after instanceof Row.Absent) {
              step.delete(before);
            } else if (!after.equals(before)) {
              step.write(before, after);
            }
            return after;
          });
    } catch (RuntimeException e) {
      store.area().stripes().poison(Stripes.of(key.bytes()), now);
      failed(act, e);
      return null;
    }
  }

  /** Keeps out what was read up to now. */
  private long guarded(CacheKey key) {
    long now = store.clock().next();
    store.area().stripes().guard(Stripes.of(key.bytes()), now);
    references.remove(key);
    return now;
  }

  private long floorAndGuard(int stripe) {
    return Math.max(rows.floor(stripe), store.area().stripes().guard(stripe));
  }

  private boolean counted(@Nullable PutRefusal refusal) {
    if (refusal == null) {
      role.counters().put();
      return true;
    }
    role.counters().refused(refusal);
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
