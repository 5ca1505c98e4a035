// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.recipes.BoundedSemaphore;
import io.github.diskcache.recipes.RLock;
import jakarta.interceptor.InvocationContext;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A {@link DiskBarrier} of a method. Implementations are thread-safe. */
interface BarrierCall {
  @Nullable Object invoke(InvocationContext call) throws Exception;

  /** What an interrupted wait throws, since the method declares nothing of the kind. */
  static CancellationException interrupted(InvocationContext call) {
    Thread.currentThread().interrupt();
    return new CancellationException(
        "Cannot enter [" + call.getMethod() + "]: the thread was interrupted; nothing to mend");
  }

  /** One at a time. */
  record ByLock(Supplier<RLock> lock) implements BarrierCall {
    @Override
    public @Nullable Object invoke(InvocationContext call) throws Exception {
      RLock held = lock.get();
      try {
        held.lockInterruptibly();
      } catch (InterruptedException e) {
        throw interrupted(call);
      }
      Object result;
      try {
        result = call.proceed();
      } catch (Exception | Error e) {
        try {
          held.unlock();
        } catch (RuntimeException late) {
          e.addSuppressed(late);
        }
        throw e;
      }
      held.unlock();
      return result;
    }
  }

  /** As many as there are permits. */
  record BySemaphore(Supplier<BoundedSemaphore> semaphore) implements BarrierCall {
    @Override
    public @Nullable Object invoke(InvocationContext call) throws Exception {
      BoundedSemaphore taken = semaphore.get();
      try {
        taken.acquire();
      } catch (InterruptedException e) {
        throw interrupted(call);
      }
      Object result;
      try {
        result = call.proceed();
      } catch (Exception | Error e) {
        try {
          taken.release();
        } catch (RuntimeException late) {
          e.addSuppressed(late);
        }
        throw e;
      }
      if (result instanceof CompletionStage<?> stage) {
        return stage.whenComplete((value, failure) -> taken.release());
      }
      taken.release();
      return result;
    }
  }
}
