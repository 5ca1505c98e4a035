// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

/** What a write does when the database lock is not had within the busy timeout. */
enum OnBusy {
  /** Throw {@link CacheTimeoutException}. */
  FAIL,
  /** Change nothing and answer so. */
  SKIP,
  /** Go on waiting. */
  WAIT
}
