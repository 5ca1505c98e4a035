// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

/** What a cache does with a new value when it is at its size limit. */
public enum WhenFull {
  /** Store it, and remove others by the eviction policy. The default. */
  EVICT,

  /**
   * Remove nothing that has not expired, and refuse it: {@code set} answers {@link
   * WriteResult#REJECTED}, {@code add} false, and {@code push} and an {@code increment} of a new
   * key throw {@link CacheFullException}. Holds for this instance; another one may evict.
   */
  REJECT
}
