// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;

/** A cache was used after it was closed. */
public final class CacheClosedException extends CacheException {
  private static final long serialVersionUID = 1;

  CacheClosedException(Path directory) {
    super(message("use cache", directory, "it is closed", "open it again"), null);
  }
}
