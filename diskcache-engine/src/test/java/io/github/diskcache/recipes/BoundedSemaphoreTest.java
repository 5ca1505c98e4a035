// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diskcache.Cache;
import io.github.diskcache.Tuple;
import io.github.diskcache.recipes.Workers.Worker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BoundedSemaphoreTest {
  @RegisterExtension final Caches caches = new Caches();

  private BoundedSemaphore semaphore(Cache<Object, Object> cache, int permits) {
    return new BoundedSemaphore(cache, "connections", permits, LeaseOptions.DEFAULT, caches);
  }

  @Test
  void acquire_permits_areCountedDownAndUp() throws Exception {
    Cache<Object, Object> cache = caches.open();
    BoundedSemaphore semaphore = semaphore(cache, 2);

    semaphore.acquire();
    assertThat(cache.get("connections")).isEqualTo(1L);
    semaphore.acquire();
    assertThat(cache.get("connections")).isEqualTo(0L);
    assertThat(semaphore.tryAcquire()).isFalse();
    assertThat(semaphore.tryAcquire(Duration.ofMillis(5))).isFalse();
    semaphore.release();
    semaphore.release();

    assertThat(cache.get("connections")).isEqualTo(2L);
    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void release_nothingTaken_throws() {
    BoundedSemaphore semaphore = semaphore(caches.open(), 2);

    assertThatThrownBy(semaphore::release)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessage(
            "Cannot release semaphore [connections]: this process holds no permit, or its lease has"
                + " run out; release once for each permit, within its lease");
  }

  @Test
  void tryAcquire_holderWasKilled_getsItsPermitBack() {
    Cache<Object, Object> cache = caches.open();
    PermitRows killed = new PermitRows(cache, "connections", 2, LeaseOptions.DEFAULT, caches);
    assertThat(killed.take(cache, "one")).isTrue();
    assertThat(killed.take(cache, "two")).isTrue();
    BoundedSemaphore semaphore = semaphore(cache, 2);
    caches.advance(Duration.ofSeconds(20));
    assertThat(killed.renew("two")).isTrue();
    caches.advance(Duration.ofSeconds(10));

    assertThat(semaphore.availablePermits()).isEqualTo(1);
    assertThat(semaphore.tryAcquire()).isTrue();
    assertThat(semaphore.tryAcquire()).isFalse();
    assertThat(killed.giveBack("one")).isFalse();
    assertThat(killed.giveBack("two")).isTrue();
    assertThat(cache.get("connections")).isEqualTo(1L);
    semaphore.release();
    assertThat(cache.get("connections")).isEqualTo(2L);
  }

  @Test
  void release_leaseRanOutAndOthersTookIt_throwsAndLeavesTheirs() throws Exception {
    Cache<Object, Object> cache = caches.open();
    BoundedSemaphore semaphore = semaphore(cache, 1);
    semaphore.acquire();
    caches.advance(Duration.ofSeconds(31));
    PermitRows other = new PermitRows(cache, "connections", 1, LeaseOptions.DEFAULT, caches);
    assertThat(other.take(cache, "other")).isTrue();

    assertThatThrownBy(semaphore::release)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessageContaining("the permit's lease has run out");
    assertThat(cache.get("connections")).isEqualTo(0L);
    assertThat(other.giveBack("other")).isTrue();
  }

  @Test
  void acquire_pythonTakesAndGivesBack_sharesTheNumber() {
    Cache<Object, Object> cache = caches.open();
    BoundedSemaphore semaphore = semaphore(cache, 3);
    cache.set("connections", 1);

    assertThat(semaphore.tryAcquire()).isTrue();
    assertThat(semaphore.tryAcquire()).isFalse();
    cache.increment("connections");
    assertThat(semaphore.tryAcquire()).isTrue();
    semaphore.release();
    semaphore.release();
    assertThat(cache.get("connections")).isEqualTo(2L);
  }

  @Test
  void acquire_rowWasDeleted_countsTheLeases() throws Exception {
    Cache<Object, Object> cache = caches.openFanout();
    BoundedSemaphore semaphore = semaphore(cache, 2);
    semaphore.acquire();
    cache.delete("connections");

    assertThat(semaphore.tryAcquire()).isTrue();
    assertThat(semaphore.tryAcquire()).isFalse();
    semaphore.release();
    semaphore.release();
    assertThat(semaphore.availablePermits()).isEqualTo(2);
  }

  @Test
  void release_fromAnotherThread_isAllowed() throws Exception {
    Cache<Object, Object> cache = caches.open();
    Workers.start(() -> semaphore(cache, 1).tryAcquire()).result();
    BoundedSemaphore semaphore = semaphore(cache, 1);
    assertThat(semaphore.tryAcquire()).isFalse();

    semaphore.release();

    assertThat(semaphore.tryAcquire()).isTrue();
    semaphore.release();
  }

  @Test
  void release_interruptedThread_givesBackAndKeepsTheFlag() throws Exception {
    BoundedSemaphore semaphore = semaphore(caches.open(), 1);

    boolean flag =
        Workers.start(
                () -> {
                  Thread.currentThread().interrupt();
                  semaphore.acquireUninterruptibly();
                  semaphore.release();
                  return Thread.currentThread().isInterrupted();
                })
            .result();

    assertThat(flag).isTrue();
    assertThat(semaphore.availablePermits()).isEqualTo(1);
  }

  @Test
  void acquire_interruptedWhileWaiting_throwsAndTakesNothing() throws Exception {
    BoundedSemaphore semaphore = semaphore(caches.open(), 1);
    semaphore.acquire();
    Worker<Void> waiting =
        Workers.start(
            () -> {
              semaphore.acquire();
              return null;
            });
    Workers.awaitBlocked(waiting.thread());

    waiting.thread().interrupt();

    assertThatThrownBy(waiting::result).isInstanceOf(InterruptedException.class);
    semaphore.release();
    assertThat(semaphore.availablePermits()).isEqualTo(1);
  }

  @Test
  void acquire_severalThreads_getPermitsInOrderOfArrival() throws Exception {
    BoundedSemaphore semaphore = semaphore(caches.open(), 1);
    List<Integer> order = new CopyOnWriteArrayList<>();
    semaphore.acquire();
    List<Worker<Void>> waiting = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 4; i++) {
      int number = i;
      Worker<Void> worker =
          Workers.start(
              () -> {
                semaphore.acquire();
                order.add(number);
                semaphore.release();
                return null;
              });
      Workers.awaitBlocked(worker.thread());
      waiting.add(worker);
    }

    semaphore.release();

    for (Worker<Void> worker : waiting) {
      worker.result();
    }
    assertThat(order).containsExactly(0, 1, 2, 3);
  }

  @Test
  void acquire_manyThreads_letsInAsManyAsThereArePermits() throws Exception {
    Cache<Object, Object> cache = caches.open();
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();

    Workers.run(
        6,
        () -> {
          BoundedSemaphore semaphore = semaphore(cache, 2);
          for (int i = 0; i < 15; i++) {
            semaphore.acquire();
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            semaphore.availablePermits();
            inside.decrementAndGet();
            semaphore.release();
          }
          return null;
        });

    assertThat(most).hasValueLessThanOrEqualTo(2);
    assertThat(cache.get("connections")).isEqualTo(2L);
    assertThat(cache.contains(Tuple.of("connections", "diskcache.leases"))).isFalse();
  }

  @Test
  void new_noPermits_isRefused() {
    assertThatThrownBy(() -> semaphore(caches.open(), 0))
        .hasMessage("permits must be 1 or more, was [0]");
  }
}
