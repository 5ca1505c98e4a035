// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/** Has calls of {@link DiskThrottled} methods wait. */
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE + 40)
class ThrottledInterceptor extends DiskInterceptor {
  private static final long serialVersionUID = 1;

  @AroundInvoke
  @Nullable Object around(InvocationContext call) throws Exception {
    ThrottleCall throttle = plan(call).throttle();
    if (throttle != null) {
      throttle.await(call);
    }
    return call.proceed();
  }
}
