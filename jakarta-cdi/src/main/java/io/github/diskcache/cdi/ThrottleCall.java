// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.CacheException;
import io.github.diskcache.recipes.Throttle;
import jakarta.interceptor.InvocationContext;
import java.util.function.Supplier;

/**
 * A {@link DiskThrottled} of a method. Immutable.
 *
 * @param throttle what lets calls pass
 * @param account counts where it fails
 */
record ThrottleCall(Supplier<Throttle> throttle, Account account) {

  void await(InvocationContext call) {
    try {
      throttle.get().acquire();
    } catch (InterruptedException e) {
      throw BarrierCall.interrupted(call);
    } catch (CacheException | IllegalStateException e) {
      account.fault(e);
    }
  }
}
