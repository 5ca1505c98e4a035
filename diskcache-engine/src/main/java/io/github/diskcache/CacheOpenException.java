// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import org.jspecify.annotations.Nullable;

/** A directory cannot be opened as a cache. Nothing in it was changed. */
public final class CacheOpenException extends CacheException {
  private static final long serialVersionUID = 1;

  CacheOpenException(Object directory, String reason, String remedy) {
    this(directory, reason, remedy, null);
  }

  CacheOpenException(Object directory, String reason, String remedy, @Nullable Throwable cause) {
    super(message("open cache", directory, reason, remedy), cause);
  }
}
