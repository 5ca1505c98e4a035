// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import org.jspecify.annotations.Nullable;

/**
 * A key, value or tag is of a type that the cache does not store, or a stored one is not of the
 * type that was asked for. Nothing was changed.
 */
public final class CacheTypeException extends CacheException {
  private static final long serialVersionUID = 1;

  CacheTypeException(String act, @Nullable Object subject, String reason, String remedy) {
    this(act, subject, reason, remedy, null);
  }

  CacheTypeException(
      String act,
      @Nullable Object subject,
      String reason,
      String remedy,
      @Nullable Throwable cause) {
    super(message(act, subject, reason, remedy), cause);
  }

  /** For what a disk or codec throws; its own message stays in the cause, it may tell the value. */
  static CacheTypeException failed(
      String act, @Nullable Object object, String part, Throwable cause) {
    return new CacheTypeException(
        act,
        object == null ? "null" : object.getClass().getTypeName(),
        "its " + part + " failed with " + cause.getClass().getName(),
        "see the cause",
        cause);
  }
}
