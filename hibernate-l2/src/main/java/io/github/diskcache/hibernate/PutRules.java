// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Whether what a session has loaded may be stored over the row that is there. The question in all
 * of these rules is whether the session can have read a state older than the row, or than what was
 * there before it: {@code session} is the stamp taken when its transaction began, before its first
 * statement. Immutable.
 *
 * @param softLocks whether the role's changes lock entries (read-write access)
 * @param versions compares versions; null: there are none
 */
record PutRules(boolean softLocks, @Nullable Comparator<Object> versions) {

  /**
   * What the rules are asked about.
   *
   * @param row what the key's row says; a value that does not count any more is absent
   * @param rowVersion the version in the row, decoded; null: none
   * @param session the stamp of the session that has loaded
   * @param version of what it has loaded; null: none
   * @param guard the stripe's guard
   * @param minimal whether an entry as good need not be replaced
   */
  record Question(
      Row row,
      @Nullable Object rowVersion,
      long session,
      @Nullable Object version,
      long guard,
      boolean minimal) {}

  /** Why not, or null when it may be stored. */
  @Nullable PutRefusal refusal(Question asked) {
    if (asked.row instanceof Row.Value value) {
      return overValue(asked, value);
    }
    if (softLocks && asked.row instanceof Row.Locked locked && asked.session <= locked.timeout()) {
      return PutRefusal.LOCKED;
    }
    if (softLocks
        && asked.row instanceof Row.Unlocked unlocked
        && asked.session <= unlocked.timeout()) {
      return overUnlocked(asked, unlocked);
    }
    return byGuard(asked);
  }

  private @Nullable PutRefusal overValue(Question asked, Row.Value value) {
    if (softLocks) {
      // an unversioned value is replaced by an update only: nothing tells which one is newer
      return isNewer(asked, true) ? null : PutRefusal.PRESENT;
    }
    boolean asGood = asked.minimal || asked.session < value.stamp();
    return asGood ? PutRefusal.PRESENT : byGuard(asked);
  }

  /**
   * The guard need not be asked: this row has seen all changes since. An equal version is as good
   * as a newer one for a session that began after the unlock; without that, a rollback would keep
   * the entity out of the cache until the lock's timeout.
   */
  private @Nullable PutRefusal overUnlocked(Question asked, Row.Unlocked unlocked) {
    boolean after = asked.session > unlocked.stamp();
    if (versions == null || asked.version == null || asked.rowVersion == null) {
      return after ? null : PutRefusal.LATE;
    }
    return isNewer(asked, !after) ? null : PutRefusal.LATE;
  }

  private boolean isNewer(Question asked, boolean strictly) {
    if (versions == null || asked.version == null || asked.rowVersion == null) {
      return false;
    }
    int order = versions.compare(asked.version, asked.rowVersion);
    return strictly ? order > 0 : order >= 0;
  }

  private static @Nullable PutRefusal byGuard(Question asked) {
    return asked.session > asked.guard ? null : PutRefusal.LATE;
  }
}
