// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/** Evicts after calls of methods with one {@link DiskEvict}. */
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE + 10)
class EvictInterceptor extends DiskInterceptor {
  private static final long serialVersionUID = 1;

  @AroundInvoke
  @Nullable Object around(InvocationContext call) throws Exception {
    MethodPlan plan = plan(call);
    return AfterSuccess.of(
        call.proceed(),
        result -> plan.evictions().forEach(eviction -> eviction.evict(call.getParameters())));
  }
}
