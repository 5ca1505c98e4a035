// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diskcache.Cache;
import io.github.diskcache.CacheClosedException;
import io.github.diskcache.Tuple;
import io.github.diskcache.WriteOptions;
import io.github.diskcache.recipes.Workers.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@SuppressWarnings("LockNotBeforeTry") // a test that fails leaves nothing worth unlocking
class LockTest {
  @RegisterExtension final Caches caches = new Caches();

  @Test
  void lock_free_writesARowThatExpires() {
    Cache<Object, Object> cache = caches.open();
    Lock lock = new Lock(cache, "report", LeaseOptions.DEFAULT.tag("locks"));

    lock.lock();

    assertThat(lock.isLocked()).isTrue();
    assertThat(lock.isHeldByCurrentThread()).isTrue();
    assertThat(cache.entry("report").orElseThrow().expiry())
        .isEqualTo(caches.instant().plusSeconds(30));
    assertThat(cache.entry("report").orElseThrow().tag()).isEqualTo("locks");
    lock.unlock();
    assertThat(lock.isLocked()).isFalse();
    assertThat(cache.size()).isZero();
  }

  @Test
  void tryLock_heldThroughAnotherObject_isFalse() throws Exception {
    Cache<Object, Object> cache = caches.open();
    Lock lock = new Lock(cache, "report");
    lock.lock();

    boolean taken = Workers.start(() -> new Lock(cache, "report").tryLock()).result();

    assertThat(taken).isFalse();
    lock.unlock();
  }

  @Test
  void tryLock_heldByPython_isFalseUntilDeleted() throws Exception {
    Cache<Object, Object> cache = caches.open();
    Lock lock = new Lock(cache, "report");
    cache.set("report", null);

    assertThat(lock.tryLock()).isFalse();
    assertThat(lock.tryLock(5, TimeUnit.MILLISECONDS)).isFalse();
    cache.delete("report");
    assertThat(lock.tryLock()).isTrue();
    lock.unlock();
  }

  @Test
  void tryLock_holdersLeaseRanOut_takesOver() {
    Cache<Object, Object> cache = caches.open();
    Lock lock = new Lock(cache, "report");
    cache.set("report", "a killed process", WriteOptions.ttl(Duration.ofSeconds(30)));

    assertThat(lock.tryLock()).isFalse();
    caches.advance(Duration.ofSeconds(30));

    assertThat(lock.tryLock()).isTrue();
    lock.unlock();
  }

  @Test
  void unlock_notHeld_throws() throws Exception {
    Cache<Object, Object> cache = caches.open();
    Lock lock = new Lock(cache, "report");
    Workers.start(
            () -> {
              lock.lock();
              return null;
            })
        .result();

    assertThatThrownBy(lock::unlock)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessage(
            "Cannot release lock [report]: this thread does not hold it, or its lease has run out; "
                + "give it a longer lease or check first");
    assertThat(lock.isLocked()).isTrue();
  }

  @Test
  void unlock_othersHoldItSince_leavesTheirRow() {
    Cache<Object, Object> cache = caches.open();
    Lock lock = new Lock(cache, "report");
    lock.lock();
    caches.advance(Duration.ofSeconds(31));
    cache.add("report", "the next holder");

    assertThat(lock.isHeldByCurrentThread()).isFalse();
    assertThatThrownBy(lock::unlock)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessageContaining("its lease has run out, and others may have held it since");
    assertThat(cache.get("report")).isEqualTo("the next holder");
    cache.delete("report");
    assertThat(lock.tryLock()).as("the thread may lock again").isTrue();
    lock.unlock();
  }

  @Test
  void lock_heldByThisThread_isRefused() throws Exception {
    Lock lock = new Lock(caches.open(), "report");
    lock.lock();

    assertThatThrownBy(lock::lock)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Cannot acquire lock [report]: this thread holds it already; use a re-entrant RLock");
    assertThat(lock.tryLock()).isFalse();
    assertThat(lock.tryLock(1, TimeUnit.MILLISECONDS)).isFalse();
    lock.unlock();
  }

  @Test
  void lock_interruptedThread_holdsAndKeepsTheFlag() throws Exception {
    Lock lock = new Lock(caches.open(), "report");

    boolean flag =
        Workers.start(
                () -> {
                  Thread.currentThread().interrupt();
                  lock.lock();
                  lock.unlock();
                  return Thread.currentThread().isInterrupted();
                })
            .result();

    assertThat(flag).isTrue();
    assertThat(lock.isLocked()).isFalse();
  }

  @Test
  void lock_interruptedWhileWaiting_waitsOnAndKeepsTheFlag() throws Exception {
    Cache<Object, Object> cache = caches.open();
    Lock lock = new Lock(cache, "report");
    cache.set("report", null);
    Worker<Boolean> waiting =
        Workers.start(
            () -> {
              lock.lock();
              lock.unlock();
              return Thread.currentThread().isInterrupted();
            });
    Workers.awaitBlocked(waiting.thread());

    waiting.thread().interrupt();
    Workers.awaitBlocked(waiting.thread());

    assertThat(waiting.isDone()).isFalse();
    cache.delete("report");
    assertThat(waiting.result()).isTrue();
  }

  @Test
  void lockInterruptibly_interruptedWhileWaiting_throwsAndHoldsNothing() throws Exception {
    Cache<Object, Object> cache = caches.open();
    Lock lock = new Lock(cache, "report");
    cache.set("report", null);
    Worker<Void> first = Workers.start(() -> lockInterruptibly(lock));
    Workers.awaitBlocked(first.thread());
    Worker<Void> second = Workers.start(() -> lockInterruptibly(lock));
    Workers.awaitBlocked(second.thread());

    second.thread().interrupt();
    first.thread().interrupt();

    assertThatThrownBy(first::result).isInstanceOf(InterruptedException.class);
    assertThatThrownBy(second::result).isInstanceOf(InterruptedException.class);
    cache.delete("report");
    assertThat(lock.tryLock()).isTrue();
    lock.unlock();
  }

  private static Void lockInterruptibly(Lock lock) throws InterruptedException {
    lock.lockInterruptibly();
    return null;
  }

  @Test
  void lock_severalThreads_getItInOrderOfArrival() throws Exception {
    Lock lock = new Lock(caches.open(), "report");
    List<Integer> order = new CopyOnWriteArrayList<>();
    lock.lock();
    List<Worker<Void>> waiting = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      Worker<Void> worker =
          Workers.start(
              () -> {
                lock.lock();
                order.add(number);
                lock.unlock();
                return null;
              });
      Workers.awaitBlocked(worker.thread());
      waiting.add(worker);
    }

    lock.unlock();

    for (Worker<Void> worker : waiting) {
      worker.result();
    }
    assertThat(order).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void lock_manyThreads_letsInOneAtATime() throws Exception {
    Cache<Object, Object> cache = caches.openFanout();
    AtomicInteger inside = new AtomicInteger();
    Set<Integer> seen = new ConcurrentSkipListSet<>();

    Workers.run(
        4,
        () -> {
          Lock lock = new Lock(cache, "report");
          for (int i = 0; i < 25; i++) {
            lock.lock();
            seen.add(inside.incrementAndGet());
            cache.set("counter", (long) cache.get("counter", 0L) + 1);
            inside.decrementAndGet();
            lock.unlock();
          }
          return null;
        });

    assertThat(seen).containsExactly(1);
    assertThat(cache.get("counter")).isEqualTo(100L);
  }

  @Test
  void lock_heldForLong_isRenewed() throws Exception {
    Cache<Object, Object> cache = caches.openReal();
    Lock lock = new Lock(cache, "report", LeaseOptions.lease(Duration.ofSeconds(3)));
    lock.lock();
    Instant first = cache.entry("report").orElseThrow().expiry();

    Workers.await(() -> cache.entry("report").orElseThrow().expiry().isAfter(first));

    assertThat(lock.isHeldByCurrentThread()).isTrue();
    lock.unlock();
    assertThat(cache.size()).isZero();
  }

  @Test
  void lock_holdersThreadEnded_isTakenOverWhenTheLeaseRunsOut() throws Exception {
    Lock lock = new Lock(caches.openReal(), "report", LeaseOptions.lease(Duration.ofMillis(300)));
    Workers.start(
            () -> {
              lock.lock();
              return null;
            })
        .result();

    lock.lock();

    assertThat(lock.isHeldByCurrentThread()).isTrue();
    lock.unlock();
  }

  @Test
  void unlock_cacheWasClosed_throwsAndLeavesTheRowToItsLease() {
    Cache<Object, Object> cache = Cache.builder(caches.directory()).clock(caches).open();
    Lock lock = new Lock(cache, "report");
    lock.lock();
    cache.close();

    assertThatThrownBy(lock::unlock).isInstanceOf(CacheClosedException.class);

    Lock again = new Lock(caches.open(), "report");
    assertThat(again.tryLock()).isFalse();
    caches.advance(Duration.ofSeconds(30));
    assertThat(again.tryLock()).isTrue();
    again.unlock();
  }

  @Test
  void newCondition_always_isUnsupported() {
    Lock lock = new Lock(caches.open(), "report");

    assertThatThrownBy(lock::newCondition).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void leaseOptions_tooShort_areRefused() {
    assertThatThrownBy(() -> LeaseOptions.lease(Duration.ofMillis(99)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lease must be 100 ms to 100 years, was [PT0.099S]");
  }

  @Test
  void lock_insideATransaction_isHadAtOnceOrRefused() throws Exception {
    Cache<Object, Object> cache = caches.open();
    Lock lock = new Lock(cache, "report");

    cache.transact((Runnable) lock::lock);
    assertThat(lock.isHeldByCurrentThread()).isTrue();
    lock.unlock();

    // Held by another process, which could not delete its row while this thread is inside.
    cache.set("report", "another process");
    for (Callable<Object> waiting :
        List.<Callable<Object>>of(
            () -> {
              lock.lock();
              return true;
            },
            () -> lock.tryLock(1, TimeUnit.HOURS),
            () -> new RLock(cache, "other").tryLock(1, TimeUnit.HOURS))) {
      cache.set("other", Tuple.of("1-1", 1L));
      assertThatThrownBy(() -> cache.transact(() -> unchecked(waiting)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("inside a transaction");
    }
    assertThat(cache.<Boolean>transact(() -> lock.tryLock())).isFalse();
  }

  private static Object unchecked(Callable<Object> call) {
    try {
      return call.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void tryLock_databaseBusyForLonger_givesUpInItsTime() throws Exception {
    Cache<Object, Object> cache = caches.open();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch tried = new CountDownLatch(1);
    Worker<Boolean> writer =
        Workers.start(
            () ->
                cache.transact(
                    () -> {
                      inside.countDown();
                      return (Boolean) unchecked(() -> tried.await(50, TimeUnit.SECONDS));
                    }));
    inside.await();

    // Far below the busy timeout of a minute, after which the writer would have given up.
    assertThat(new Lock(cache, "report").tryLock(50, TimeUnit.MILLISECONDS)).isFalse();

    tried.countDown();
    assertThat(writer.result()).isTrue();
  }
}
