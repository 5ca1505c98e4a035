// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

/** Why a read of the cache found nothing. */
public enum MissCause {
  /** There is no entry, or it has expired. */
  ABSENT,
  /** A transaction that changed it has not ended, or has just ended. */
  LOCKED,
  /** It is younger than the reading session. */
  TOO_YOUNG,
  /** Its region, role or key was invalidated after it was stored, or the cache started cold. */
  INVALIDATED,
  /** It was stored by another mapping or another line of Hibernate. */
  OTHER_MAPPING,
  /** Its bytes are damaged, or of a class that has changed. */
  UNREADABLE,
  /** The id is of a type that has no canonical form. */
  UNSTORABLE,
  /** The store failed or is closed. */
  FAILED
}
