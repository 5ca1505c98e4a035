// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import org.jspecify.annotations.Nullable;

/** SQLite or the file system failed. What the failed call had written was rolled back. */
public class CacheStorageException extends CacheException {
  private static final long serialVersionUID = 1;

  CacheStorageException(
      String act,
      @Nullable Object subject,
      String reason,
      String remedy,
      @Nullable Throwable cause) {
    super(message(act, subject, reason, remedy), cause);
  }
}
