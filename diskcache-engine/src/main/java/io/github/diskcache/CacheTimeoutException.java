// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The database's lock was not had within the busy timeout, since another thread or process held it.
 */
public final class CacheTimeoutException extends CacheException {
  private static final long serialVersionUID = 1;

  private final long partialCount;

  CacheTimeoutException(Path directory, Duration waited) {
    this(
        message(
            "lock cache",
            directory,
            "another writer kept it for " + waited.toMillis() + " ms",
            "raise the busy timeout, keep transactions short or use more shards"),
        0);
  }

  private CacheTimeoutException(String message, long partialCount) {
    super(message, null);
    this.partialCount = partialCount;
  }

  CacheTimeoutException after(long count) {
    CacheTimeoutException counted =
        new CacheTimeoutException(
            getMessage() + "; " + count + " entries were removed before", count);
    counted.initCause(this);
    return counted;
  }

  /**
   * Returns how many entries evict, expire, cull or clear had removed before; those stay removed.
   *
   * @return entries; 0 for other operations
   */
  public long partialCount() {
    return partialCount;
  }
}
