// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.util.Comparator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the row of a key: whether its value counts, whether another may take its place,
 * and what locks and unlocks make of it. Reads and writes no row. Thread-safe.
 */
final class EntryRules {
  private final L2Store store;
  private final CachedRole role;
  private final RoleRows rows;
  private final RoleCodec codec;
  private final boolean strict;
  private final long lockSpan;

  EntryRules(
      L2Store store,
      CachedRole role,
      RoleRows rows,
      RoleCodec codec,
      boolean strict,
      long lockSpan) {
    this.store = store;
    this.role = role;
    this.rows = rows;
    this.codec = codec;
    this.strict = strict;
    this.lockSpan = lockSpan;
  }

  /**
   * What a put is asked about.
   *
   * @param session the stamp of the session that has read the value
   * @param version of the value; null: none
   * @param minimal whether an entry as good need not be replaced
   */
  record Put(int stripe, long session, @Nullable Object version, boolean minimal) {}

  /** Why the row gives a session no value; null when it does. */
  @Nullable MissCause missCause(Row row, int stripe, long session) {
    if (row instanceof Row.Value value) {
      if (value.stamp() <= rows.floor(stripe)) {
        return MissCause.INVALIDATED;
      }
      if (!isOfThisMapping(value)) {
        return MissCause.OTHER_MAPPING;
      }
      return strict && session <= value.stamp() ? MissCause.TOO_YOUNG : null;
    }
    if (row instanceof Row.Unreadable unreadable) {
      return unreadable.damaged() ? MissCause.UNREADABLE : MissCause.INVALIDATED;
    }
    return row instanceof Row.Absent ? MissCause.ABSENT : MissCause.LOCKED;
  }

  /** Why what was loaded may not be stored over a row; null when it may. */
  @Nullable PutRefusal refusal(Row found, Put put) {
    if (put.session <= rows.floor(put.stripe)) {
      return PutRefusal.INVALIDATED;
    }
    Row row = current(found, put.stripe);
    Supplier<Comparator<Object>> versions = role.versions();
    PutRules rules = new PutRules(strict, versions == null ? null : versions.get());
    return rules.refusal(
        new PutRules.Question(
            row,
            version(row),
            put.session,
            put.version,
            store.area().stripes().guard(put.stripe),
            put.minimal));
  }

  /** Why what was inserted may not be stored; null when it may: into nothing only. */
  @Nullable PutRefusal refusalOfInserted(Row found, Put put) {
    return current(found, put.stripe) instanceof Row.Absent
        ? refusal(found, put)
        : PutRefusal.PRESENT;
  }

  Row.Locked locked(Row before, LockMark mark, long now) {
    long timeout = now + lockSpan;
    if (before instanceof Row.Locked held) {
      // holders of a lock that timed out may be dead and never let go: they are not waited for,
      // but may still commit, so that nobody knows the last state
      return now <= held.timeout()
          ? held.joined(timeout)
          : new Row.Locked(mark, now, timeout, 1, true);
    }
    return new Row.Locked(mark, now, timeout, 1, false);
  }

  /**
   * What is left when a holder lets go and has no value to store. Of the last one nothing is: the
   * guard keeps out what was read before.
   */
  Row unlocked(Row row, LockMark mark) {
    if (row instanceof Row.Locked locked) {
      if (!locked.lock().equals(mark)) {
        // the lock was lost, and somebody else's is there: what he stores may lack our change
        return locked.doubtful();
      }
      return locked.holders() > 1 ? locked.withoutOne() : new Row.Absent();
    }
    return new Row.Absent();
  }

  /**
   * Whether the holder of a lock may store what it has committed: not when another held it too, and
   * not when the role was invalidated meanwhile, as a bulk update may have come after the commit.
   */
  boolean mayStore(Row row, LockMark mark, int stripe) {
    return row instanceof Row.Locked locked
        && locked.lock().equals(mark)
        && locked.holders() == 1
        && !locked.concurrent()
        && rows.floor(stripe) < locked.since();
  }

  /** What an eviction leaves: a lock hides nothing that could be read, and stays. */
  Row evicted(Row row, long now) {
    return row instanceof Row.Locked locked && now <= locked.timeout() ? locked : new Row.Absent();
  }

  /** A value that does not count any more is as good as none, a damaged row too. */
  private Row current(Row row, int stripe) {
    boolean dead =
        row instanceof Row.Unreadable
            || (row instanceof Row.Value value
                && (value.stamp() <= rows.floor(stripe) || !isOfThisMapping(value)));
    return dead ? new Row.Absent() : row;
  }

  private boolean isOfThisMapping(Row.Value value) {
    return value.fingerprint() == role.fingerprint().getAsLong();
  }

  private @Nullable Object version(Row row) {
    byte[] version = row instanceof Row.Value value ? value.version() : null;
    return version == null ? null : codec.decoded(version);
  }
}
