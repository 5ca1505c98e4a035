// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.Cache;
import io.github.diskcache.Tuple;
import io.github.diskcache.recipes.Workers.Worker;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Recipes between this JVM and another one. */
@SuppressWarnings("LockNotBeforeTry") // a test that fails leaves nothing worth unlocking
class ProcessesTest {
  @RegisterExtension final Caches caches = new Caches();

  @Test
  void lockRlockAndSemaphore_twoProcesses_keepOthersOut() throws Exception {
    Cache<Object, Object> cache = caches.openReal();
    try (TalkingProcess child = TalkingProcess.java("count", caches.directory())) {
      child.expect("ready");
      child.send("go");

      RecipeProcess.count(cache);

      child.expect("counted");
    }
    long all = 2L * RecipeProcess.THREADS * RecipeProcess.ROUNDS;
    assertThat(cache.get("counted by lock")).isEqualTo(all);
    assertThat(cache.get("counted by rlock")).isEqualTo(all);
    assertThat(cache.get("too many")).isNull();
    assertThat(cache.get("semaphore")).isEqualTo(2L);
    assertThat(cache.contains("lock")).isFalse();
  }

  @Test
  void allKinds_holderIsKilled_othersTakeOver() throws Exception {
    Cache<Object, Object> cache = caches.openReal();
    Lock lock = new Lock(cache, "lock", RecipeProcess.LEASE);
    RLock rlock = new RLock(cache, "rlock", RecipeProcess.LEASE);
    BoundedSemaphore semaphore = new BoundedSemaphore(cache, "semaphore", 1, RecipeProcess.LEASE);
    Worker<Object> memoized;
    try (TalkingProcess child = TalkingProcess.java("hold", caches.directory())) {
      child.expect("holding");
      assertThat(lock.tryLock()).isFalse();
      assertThat(rlock.tryLock()).isFalse();
      assertThat(semaphore.tryAcquire()).isFalse();
      memoized =
          Workers.start(
              () ->
                  new Memoizer(cache, RecipeProcess.MEMOIZER)
                      .call("f", MemoizeOptions.DEFAULT, Arguments.NONE, () -> "computed here"));
      Workers.awaitBlocked(memoized.thread());
      child.kill();
    }

    lock.lock();
    rlock.lock();
    semaphore.acquire();

    assertThat(memoized.result()).isEqualTo("computed here");
    assertThat(lock.isHeldByCurrentThread()).isTrue();
    assertThat(rlock.isHeldByCurrentThread()).isTrue();
    assertThat(semaphore.availablePermits()).isZero();
    lock.unlock();
    rlock.unlock();
    semaphore.release();
    assertThat(cache.get("semaphore")).isEqualTo(1L);
  }

  @Test
  void memoize_twoProcessesMiss_computeEachResultOnce() throws Exception {
    Cache<Object, Object> cache = caches.openReal();
    String results;
    List<String> ours;
    try (TalkingProcess child = TalkingProcess.java("memoize", caches.directory())) {
      child.expect("ready");
      child.send("go");
      ours = RecipeProcess.memoize(cache);
      results = child.line();
    }

    assertThat(ours).containsExactly("result1 result1 result1 result1 result1");
    assertThat(results).isEqualTo(ours.get(0));
    for (int i = 0; i < RecipeProcess.RESULTS; i++) {
      assertThat(cache.get("computed " + i)).isEqualTo(1L);
      assertThat(cache.contains(Tuple.of(Tuple.of("f", i, null), "diskcache.computing"))).isFalse();
    }
  }

  @Test
  void lock_otherProcessNeverPauses_getsItsShare() throws Exception {
    Cache<Object, Object> cache = caches.openReal();
    Lock lock = new Lock(cache, "lock", RecipeProcess.LEASE);
    try (TalkingProcess child = TalkingProcess.java("hog", caches.directory())) {
      child.expect("hogging");
      long before = (long) cache.get("hogged");

      for (int i = 0; i < 10; i++) {
        lock.lock();
        lock.unlock();
        long seen = (long) cache.get("hogged");
        Workers.await(() -> (long) cache.get("hogged") > seen);
      }

      // Some 20 when it makes room, some 200 when the lock is had by chance.
      assertThat((long) cache.get("hogged") - before).isLessThan(100);
      assertThat(child.isAlive()).isTrue();
    }
  }
}
