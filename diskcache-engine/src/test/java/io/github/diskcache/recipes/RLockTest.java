// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diskcache.Cache;
import io.github.diskcache.Tuple;
import io.github.diskcache.WriteOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@SuppressWarnings("LockNotBeforeTry") // a test that fails leaves nothing worth unlocking
class RLockTest {
  @RegisterExtension final Caches caches = new Caches();

  private static String me() {
    return ProcessHandle.current().pid() + "-" + Thread.currentThread().getId();
  }

  @Test
  void lock_again_countsInTheRow() {
    Cache<Object, Object> cache = caches.open();
    RLock lock = new RLock(cache, "user");

    lock.lock();
    new RLock(cache, "user").lock();
    assertThat(cache.get("user")).isEqualTo(Tuple.of(me(), 2L));
    lock.unlock();
    assertThat(cache.get("user")).isEqualTo(Tuple.of(me(), 1L));
    assertThat(lock.isHeldByCurrentThread()).isTrue();
    lock.unlock();

    assertThat(cache.get("user")).isEqualTo(Tuple.of(me(), 0L));
    assertThat(lock.isLocked()).isFalse();
    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void unlock_tooOften_throws() {
    RLock lock = new RLock(caches.open(), "user");
    lock.lock();
    lock.unlock();

    assertThatThrownBy(lock::unlock)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessageContaining("Cannot release lock [user]: this thread does not hold it");
  }

  @Test
  void tryLock_otherThreadHolds_isFalseUntilReleasedAsOften() throws Exception {
    Cache<Object, Object> cache = caches.openFanout();
    RLock lock = new RLock(cache, "user");
    lock.lock();
    lock.lock();

    assertThat(tryElsewhere(lock)).isFalse();
    lock.unlock();
    assertThat(tryElsewhere(lock)).isFalse();
    lock.unlock();
    assertThat(tryElsewhere(lock)).isTrue();
  }

  private static boolean tryElsewhere(RLock lock) throws Exception {
    return Workers.start(
            () -> {
              boolean taken = lock.tryLock();
              if (taken) {
                lock.unlock();
              }
              return taken;
            })
        .result();
  }

  @Test
  void tryLock_rowOfAnEarlierProcessWithOurIds_isNotOurs() {
    Cache<Object, Object> cache = caches.open();
    cache.set("user", Tuple.of(me(), 1), WriteOptions.ttl(Duration.ofSeconds(30)));
    RLock lock = new RLock(cache, "user");

    assertThat(lock.tryLock()).isFalse();
    caches.advance(Duration.ofSeconds(30));
    assertThat(lock.tryLock()).isTrue();
    lock.unlock();
  }

  @Test
  void lock_leaseRanOutMeanwhile_beginsAnew() {
    Cache<Object, Object> cache = caches.open();
    RLock lock = new RLock(cache, "user");
    lock.lock();
    caches.advance(Duration.ofSeconds(31));

    lock.lock();

    assertThat(cache.get("user")).isEqualTo(Tuple.of(me(), 1L));
    lock.unlock();
    assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
  }

  @Test
  void unlock_othersHoldItSince_leavesTheirRow() {
    Cache<Object, Object> cache = caches.open();
    RLock lock = new RLock(cache, "user");
    lock.lock();
    lock.lock();
    cache.set("user", Tuple.of("1-1", 1));

    assertThatThrownBy(lock::unlock)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessageContaining("its lease has run out, and others may have held it since");
    assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
    assertThat(cache.get("user")).isEqualTo(Tuple.of("1-1", 1L));
  }

  @Test
  void unlock_rowWrittenByAProcessWithOurIds_leavesItsRow() {
    Cache<Object, Object> cache = caches.open();
    RLock lock = new RLock(cache, "user");
    lock.lock();
    cache.set("user", Tuple.of(me(), 1), WriteOptions.ttl(Duration.ofSeconds(60)));

    assertThat(lock.isHeldByCurrentThread()).isFalse();
    assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
    assertThat(cache.get("user")).isEqualTo(Tuple.of(me(), 1L));
  }

  @Test
  void lock_rowOfAnotherKind_isRefused() {
    Cache<Object, Object> cache = caches.open();
    cache.set("user", "Ada");
    RLock lock = new RLock(cache, "user");

    assertThatThrownBy(lock::lock)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Cannot lock [user]: its entry holds no owner and count; keep other values elsewhere");
    cache.delete("user");
    assertThat(lock.tryLock()).as("nobody holds the turn").isTrue();
    lock.unlock();
  }
}
