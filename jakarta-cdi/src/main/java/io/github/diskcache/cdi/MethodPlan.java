// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import org.jspecify.annotations.Nullable;

/**
 * What the interceptors do on one method of a bean. Immutable.
 *
 * @param memoized for {@link DiskMemoized}; null: nothing
 */
record MethodPlan(@Nullable MemoizedMethod memoized) {
  static final MethodPlan NONE = new MethodPlan(null);
}
