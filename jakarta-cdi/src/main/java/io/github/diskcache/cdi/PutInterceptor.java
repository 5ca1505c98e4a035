// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/** Stores results after calls of {@link DiskPut} methods. */
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE + 20)
class PutInterceptor extends DiskInterceptor {
  private static final long serialVersionUID = 1;

  @AroundInvoke
  @Nullable Object around(InvocationContext call) throws Exception {
    PutCall put = plan(call).put();
    Object returned = call.proceed();
    return put == null
        ? returned
        : AfterSuccess.of(returned, result -> put.put(call.getParameters(), result));
  }
}
