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
    super(message(act, subject, reason, remedy), null);
  }
}
