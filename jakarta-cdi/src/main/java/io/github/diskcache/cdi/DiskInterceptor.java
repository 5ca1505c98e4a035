// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.interceptor.InvocationContext;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the interceptors share: the way to the plan of a method. */
abstract class DiskInterceptor implements Serializable {
  private static final long serialVersionUID = 1;

  @Inject
  @SuppressWarnings("serial") // the container's, which can be passivated
  private @Nullable BeanManager beans;

  private transient @Nullable Plans plans;

  final MethodPlan plan(InvocationContext call) {
    Plans known = plans;
    if (known == null) {
      known = DiskCacheExtension.of(Objects.requireNonNull(beans)).plans();
      plans = known;
    }
    return known.of(call);
  }
}
