// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

/** How a value is encoded: the number in a row's column {@code mode}. */
enum Mode {
  /** SQLite's own integer, real, text or blob, in the row. */
  RAW(1),
  /** Bytes in a value file. */
  BINARY(2),
  /** UTF-8 text in a value file. */
  TEXT(3),
  /** A pickle, in the row or in a value file. */
  PICKLE(4);

  private final int number;

  Mode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
