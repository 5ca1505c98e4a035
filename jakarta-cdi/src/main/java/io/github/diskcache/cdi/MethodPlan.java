// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the interceptors do on one method of a bean. Immutable.
 *
 * @param memoized for {@link DiskMemoized}; null: nothing
 * @param evictions for {@link DiskEvict}
 * @param put for {@link DiskPut}; null: nothing
 * @param throttle for {@link DiskThrottled}; null: nothing
 * @param barrier for {@link DiskBarrier}; null: nothing
 */
record MethodPlan(
    @Nullable MemoizedMethod memoized,
    List<EvictCall> evictions,
    @Nullable PutCall put,
    @Nullable ThrottleCall throttle,
    @Nullable BarrierCall barrier) {}
