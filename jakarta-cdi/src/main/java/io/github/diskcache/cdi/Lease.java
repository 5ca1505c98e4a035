// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

/**
 * What lies beside a result while somebody computes it.
 *
 * @param token of the one who does
 */
record Lease(String token) {
  private static final String SUFFIX = "computing";

  /** The key of the lease of a result; begins as the result's. */
  static String key(String resultKey) {
    return resultKey + SUFFIX;
  }
}
