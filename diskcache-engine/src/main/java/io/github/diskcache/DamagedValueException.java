// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

/**
 * A stored key or value cannot have been written as it now stands. Thrown by a {@link Disk} or
 * {@link Codec}, and never by a cache, to whose caller damage is a miss; without a stack trace,
 * because the place in the data is what matters.
 */
public final class DamagedValueException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Says what is damaged.
   *
   * @param message what cannot be so, without the data itself
   */
  public DamagedValueException(String message) {
    super(message, null, false, false);
  }
}
