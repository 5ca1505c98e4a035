// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

/** A value is of a type that is not cached. Never leaves this package. */
final class UnstorableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String type;

  UnstorableException(String type, String reason) {
    super("Values of type [" + type + "] are not cached: " + reason);
    this.type = type;
  }

  String type() {
    return type;
  }
}
