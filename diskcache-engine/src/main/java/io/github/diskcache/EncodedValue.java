// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

/** A value in the form it is stored in. Immutable, but shares its bytes with the caller. */
sealed interface EncodedValue {

  /** How the value is encoded. */
  Mode mode();

  /**
   * A value that lives in its row.
   *
   * @param mode RAW or PICKLE
   * @param column a Long, Double, String or byte[]
   */
  record Inline(Mode mode, Object column) implements EncodedValue {}

  /**
   * A value that lives in a file of its own.
   *
   * @param mode BINARY, TEXT or PICKLE
   * @param bytes all bytes of the file
   */
  @SuppressWarnings("ArrayRecordComponent") // handed from the encoder to the file, never compared
  record Large(Mode mode, byte[] bytes) implements EncodedValue {}
}
