// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

/**
 * What a cache promises beside its speed, as its documentation has it; the question {@code restart}
 * tries the first two.
 *
 * @param survivesKill whether a write that returned is there after {@code kill -9}
 * @param shared whether several processes use one directory at the same time
 * @param expiryAndTags what it has of time to live and tags
 */
record Traits(String survivesKill, String shared, String expiryAndTags) {
  static final Traits OURS = new Traits("yes", "yes", "TTL, tags");
  static final Traits L2 = new Traits("yes", "yes", "TTL");
  static final Traits HEAP = new Traits("no", "no", "TTL");
}
