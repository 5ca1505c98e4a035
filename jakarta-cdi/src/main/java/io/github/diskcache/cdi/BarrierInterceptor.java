// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/** Lets calls into {@link DiskBarrier} methods. */
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE + 50)
class BarrierInterceptor extends DiskInterceptor {
  private static final long serialVersionUID = 1;

  @AroundInvoke
  @Nullable Object around(InvocationContext call) throws Exception {
    BarrierCall barrier = plan(call).barrier();
    return barrier == null ? call.proceed() : barrier.invoke(call);
  }
}
