// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

/** Stored bytes cannot be made a value again. Never leaves this package. */
final class UnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnreadableException(String reason, Throwable cause) {
    super(reason, cause);
  }

  UnreadableException(String reason) {
    super(reason);
  }
}
