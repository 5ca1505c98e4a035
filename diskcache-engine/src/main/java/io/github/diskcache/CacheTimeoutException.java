// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The database's lock was not had within the busy timeout, since another thread or process held it.
 */
public final class CacheTimeoutException extends CacheException {
  private static final long serialVersionUID = 1;

  /** How many entries the operation had removed before. */
  private final long partialCount;

  CacheTimeoutException(Path directory, Duration waited) {
    this(
        message(
            "lock cache",
            directory,
            "another writer kept it for " + waited.toMillis() + " ms",
            "raise the busy timeout, keep transactions short or use more shards"),
        0,
        null);
  }

  /** Two caches on one directory, in one thread: the inner one can only wait for the outer one. */
  static CacheTimeoutException ofOwnLock(Path directory) {
    return new CacheTimeoutException(
        message(
            "lock cache",
            directory,
            "this thread holds it, in a transaction of another cache object on the directory",
            "use one object for both, or end that transaction first"),
        0,
        null);
  }

  private CacheTimeoutException(
      String message, long partialCount, @Nullable CacheTimeoutException cause) {
    super(message, cause);
    this.partialCount = partialCount;
  }

  /** The same, of an operation that had removed entries before. */
  CacheTimeoutException after(long count) {
    return new CacheTimeoutException(
        getMessage() + "; " + count + " entries were removed before", count, this);
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
