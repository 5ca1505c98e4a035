// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

/**
 * A value in the form it is stored in, as a {@link Disk} makes it. Immutable, but shares its bytes
 * with the caller. Whether it lives in its row or in a file of its own is not the disk's affair.
 *
 * @param column a {@code Long}, {@code Double}, {@code String} or {@code byte[]}
 * @param raw whether the column is the value itself; else it is bytes that only the disk can read,
 *     for python-diskcache a pickle
 */
public record EncodedValue(Object column, boolean raw) {

  /**
   * Checks the column.
   *
   * @param column a {@code Long}, {@code Double}, {@code String} or {@code byte[]}
   * @param raw whether the column is the value itself
   * @throws IllegalArgumentException when the column is of another type
   */
  public EncodedValue {
    EncodedKey.requireColumn(column, raw);
  }
}
