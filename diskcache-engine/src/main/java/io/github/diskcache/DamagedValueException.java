// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

/**
 * A stored key or value cannot have been written as it now stands. Never reaches a caller of the
 * cache, to whom damage is a miss; without a stack trace, because the place in the data is what
 * matters.
 */
final class DamagedValueException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DamagedValueException(String message) {
    super(message, null, false, false);
  }
}
