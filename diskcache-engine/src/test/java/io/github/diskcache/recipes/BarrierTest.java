// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diskcache.Cache;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BarrierTest {
  @RegisterExtension final Caches caches = new Caches();

  @Test
  void run_lock_isHeldMeanwhileAndReleasedAfter() {
    Lock lock = new Lock(caches.open(), "rebuild");

    new Barrier(lock).run(() -> assertThat(lock.isHeldByCurrentThread()).isTrue());

    assertThat(lock.isLocked()).isFalse();
  }

  @Test
  void wrap_semaphore_isTakenMeanwhile() throws Exception {
    BoundedSemaphore semaphore = new BoundedSemaphore(caches.open(), "rebuild", 2);

    Callable<Long> guarded = new Barrier(semaphore).wrap(semaphore::availablePermits);

    assertThat(guarded.call()).isEqualTo(1);
    assertThat(semaphore.availablePermits()).isEqualTo(2);
  }

  @Test
  void call_taskThrows_releasesAndPassesItOn() {
    RLock lock = new RLock(caches.open(), "rebuild");

    assertThatThrownBy(
            () ->
                new Barrier(lock)
                    .call(
                        () -> {
                          throw new IOException("no space");
                        }))
        .isInstanceOf(IOException.class)
        .hasMessage("no space")
        .hasNoSuppressedExceptions();
    assertThat(lock.isLocked()).isFalse();
  }

  @Test
  void get_leaseLostMeanwhile_withholdsTheResult() {
    Cache<Object, Object> cache = caches.open();
    Barrier barrier = new Barrier(new Lock(cache, "rebuild"));

    assertThatThrownBy(() -> barrier.get(() -> cache.delete("rebuild")))
        .isInstanceOf(IllegalMonitorStateException.class);
    assertThatThrownBy(
            () ->
                barrier.run(
                    () -> {
                      cache.delete("rebuild");
                      throw new IllegalStateException("stop");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("stop")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
  }
}
