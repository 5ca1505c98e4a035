// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

/** An end of a queue or deque. */
public enum Side {
  /** Where the first element is. */
  FRONT,

  /** Where the last element is. */
  BACK
}
