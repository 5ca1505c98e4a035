// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import org.jspecify.annotations.Nullable;

/**
 * What the row of a key says. Soft locks keep no value: an old one must not come back, since an
 * update may be committed and still unlock without a new value.
 *
 * <p>Arrays of bytes are never changed after they came here, and compared by identity: a row that a
 * decision hands back as it was is not written again.
 */
@SuppressWarnings("ArrayRecordComponent")
sealed interface Row {

  /** There is no row. */
  record Absent() implements Row {}

  /** The bytes are none that this version wrote whole, or belong to another key or era. */
  record Unreadable(boolean damaged) implements Row {}

  /**
   * A value.
   *
   * @param stamp when it was right: the loading session's stamp, or that of the update's end
   * @param fingerprint of the role that wrote it
   * @param version encoded; null: the role has none
   * @param payload the encoded value
   */
  record Value(long stamp, long fingerprint, byte @Nullable [] version, byte[] payload)
      implements Row {

    Value stamped(long later) {
      return new Value(later, fingerprint, version, payload);
    }
  }

  /**
   * A soft lock: transactions that changed the entity have not ended.
   *
   * @param lock which lock, as its holders know it
   * @param since when it was first taken
   * @param timeout the stamp after which it does not count
   * @param holders how many transactions have it
   * @param concurrent whether more than one had it, so that none knows the last state
   */
  record Locked(LockMark lock, long since, long timeout, int holders, boolean concurrent)
      implements Row {

    Locked joined(long laterTimeout) {
      return new Locked(lock, since, Math.max(timeout, laterTimeout), holders + 1, true);
    }

    Locked withoutOne() {
      return new Locked(lock, since, timeout, holders - 1, concurrent);
    }

    Locked doubtful() {
      return new Locked(lock, since, timeout, holders, true);
    }
  }
}
