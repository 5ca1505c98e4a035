// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import org.jspecify.annotations.Nullable;

/**
 * An entry that a cache removed on its own account. Told after the transaction that removed it, and
 * by the instance that did; what another process removes is not told here.
 *
 * @param key the key; null where null is the key
 * @param cause why it went
 */
public record Eviction(@Nullable Object key, Cause cause) {

  /** Why an entry went. */
  public enum Cause {
    /** Its time was over. */
    EXPIRED,

    /** The cache was over its size limit, and the eviction policy chose it. */
    SIZE
  }
}
