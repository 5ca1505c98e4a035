// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.server;

import org.jspecify.annotations.Nullable;

/** A server did not do what it was told. */
public final class ServerException extends RuntimeException {

  private static final long serialVersionUID = 1;

  ServerException(String message) {
    super(message);
  }

  ServerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
