// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;

/**
 * The thread was interrupted while it waited for a busy database. Its interrupt flag is set again,
 * and nothing was changed.
 */
public final class CacheInterruptedException extends CacheException {
  private static final long serialVersionUID = 1;

  CacheInterruptedException(Path directory) {
    super(
        message(
            "write to cache", directory, "the waiting thread was interrupted", "nothing to mend"),
        null);
  }
}
