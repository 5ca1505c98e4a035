// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

/** Why a value was not stored. */
public enum PutRefusal {
  /** An entry as good is there. */
  PRESENT,
  /** A transaction that changed it has not ended. */
  LOCKED,
  /** The value may have been read before the last change of it. */
  LATE,
  /** The region, role or key was invalidated after the value was read. */
  INVALIDATED,
  /** It holds a value, or has an id, of a type that is not cached. */
  UNSTORABLE,
  /** The store failed, was busy or is closed. */
  FAILED
}
