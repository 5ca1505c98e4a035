// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

/** What the database and the value files have of a key. */
sealed interface Lookup {

  /** A live row with all of its value. */
  record Found(EntryTable.Row row, EncodedValue stored) implements Lookup {}

  /** No value to be had. */
  enum Miss implements Lookup {
    /** There is no live row. */
    ABSENT,
    /** There is a row, but its value is lost or damaged. */
    DAMAGED
  }
}
