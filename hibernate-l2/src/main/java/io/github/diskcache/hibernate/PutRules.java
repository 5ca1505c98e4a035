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
 * @param strict whether a value is seen by younger sessions only (read-write access)
 * @param versions compares versions; null: there are none
 */
record PutRules(boolean strict, @Nullable Comparator<Object> versions) {

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
    if (asked.row instanceof Row.Locked locked && asked.session <= locked.timeout()) {
      return PutRefusal.LOCKED;
    }
    if (asked.row instanceof Row.Value value && !replaces(asked, value)) {
      return PutRefusal.PRESENT;
    }
    // a newer version says nothing: an entity deleted and inserted again begins anew
    return asked.session > asked.guard ? null : PutRefusal.LATE;
  }

  private boolean replaces(Question asked, Row.Value value) {
    if (!strict) {
      return !asked.minimal && asked.session >= value.stamp();
    }
    // without versions, an update only replaces: nothing tells which value is newer
    return versions != null
        && asked.version != null
        && asked.rowVersion != null
        && versions.compare(asked.version, asked.rowVersion) > 0;
  }
}
