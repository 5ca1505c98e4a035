// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/** Answers calls of {@link DiskMemoized} methods. */
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE + 30)
class MemoizedInterceptor extends DiskInterceptor {
  private static final long serialVersionUID = 1;

  @AroundInvoke
  @Nullable Object around(InvocationContext call) throws Exception {
    MemoizedMethod method = plan(call).memoized();
    return method == null ? call.proceed() : method.invoke(call);
  }
}
