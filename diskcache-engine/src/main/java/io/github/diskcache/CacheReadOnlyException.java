// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;

/** A cache that was opened for reading only was asked to write. */
public final class CacheReadOnlyException extends CacheException {
  private static final long serialVersionUID = 1;

  CacheReadOnlyException(Path directory) {
    super(
        message("write to cache", directory, "it is open for reading only", "open it for writing"),
        null);
  }
}
