// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import org.jspecify.annotations.Nullable;

/**
 * The disk, or a cache that evicts nothing, has no room. What the failed call had written was
 * rolled back; reads go on.
 */
public final class CacheFullException extends CacheStorageException {
  private static final long serialVersionUID = 1;

  CacheFullException(String act, Object subject) {
    super(
        act,
        subject,
        "it is at its size limit and evicts nothing",
        "remove something or raise the limit",
        null);
  }

  CacheFullException(String act, @Nullable Object subject, Throwable cause) {
    super(act, subject, "the disk is full", "free some space or lower the size limit", cause);
  }
}
