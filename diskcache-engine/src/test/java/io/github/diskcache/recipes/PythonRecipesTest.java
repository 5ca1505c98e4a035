// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.diskcache.Cache;
import io.github.diskcache.Tuple;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Recipes between this JVM and python-diskcache, where the machine has it. */
@SuppressWarnings("LockNotBeforeTry") // a test that fails leaves nothing worth unlocking
class PythonRecipesTest {
  @RegisterExtension final Caches caches = new Caches();
  private Cache<Object, Object> cache;
  private TalkingProcess python;

  @BeforeEach
  void start() throws Exception {
    cache = caches.openReal();
    python = TalkingProcess.python(caches.directory()).orElse(null);
    assumeTrue(python != null, "Not shared with Python: python3 here has no module diskcache");
  }

  @AfterEach
  void stop() throws Exception {
    if (python != null) {
      python.close();
    }
  }

  @Test
  void averager_bothAdd_isOfAll() throws Exception {
    python.run("averager = Averager(cache, 'latency')");
    python.run("averager.add(1)");
    Averager averager = new Averager(cache, "latency");

    averager.add(2);
    python.run("averager.add(6.0)");

    assertThat(averager.get()).hasValue(3);
    assertThat(python.run("cache['latency']")).isEqualTo("(9.0, 3)");
    assertThat(python.run("averager.pop()")).isEqualTo("3.0");
    assertThat(averager.pop()).isEmpty();
  }

  @Test
  void lock_heldByPython_isWaitedFor() throws Exception {
    python.run("lock = Lock(cache, 'report')");
    python.run("lock.acquire()");
    Lock lock = new Lock(cache, "report");
    assertThat(lock.isLocked()).isTrue();
    assertThat(lock.tryLock()).isFalse();

    python.run("lock.release()");

    lock.lock();
    assertThat(python.run("lock.locked()")).isEqualTo("True");
    python.send("lock.acquire()");
    assertThat(python.isSilent()).isTrue();
    lock.unlock();
    assertThat(python.answer()).isEmpty();
    assertThat(lock.tryLock()).isFalse();
    assertThat(python.run("lock.release()")).isEmpty();
    assertThat(lock.isLocked()).isFalse();
  }

  @Test
  void rlock_heldTwiceByEither_isWaitedFor() throws Exception {
    python.run("lock = RLock(cache, 'user')");
    python.run("lock.acquire(); lock.acquire()");
    RLock lock = new RLock(cache, "user");
    assertThat(lock.tryLock()).isFalse();
    python.run("lock.release()");
    assertThat(lock.tryLock()).isFalse();
    python.run("lock.release()");

    lock.lock();
    lock.lock();

    assertThat(python.run("cache['user'][1]")).isEqualTo("2");
    python.send("lock.acquire()");
    lock.unlock();
    assertThat(python.isSilent()).isTrue();
    lock.unlock();
    assertThat(python.answer()).isEmpty();
    assertThat(lock.isLocked()).isTrue();
    python.run("lock.release()");
    assertThat(lock.isLocked()).isFalse();
  }

  @Test
  void semaphore_bothTake_sharePermits() throws Exception {
    python.run("semaphore = BoundedSemaphore(cache, 'connections', value=2)");
    BoundedSemaphore semaphore = new BoundedSemaphore(cache, "connections", 2);
    semaphore.acquire();
    python.run("semaphore.acquire()");
    assertThat(semaphore.tryAcquire()).isFalse();

    python.send("semaphore.acquire()");
    assertThat(python.isSilent()).isTrue();
    semaphore.release();

    assertThat(python.answer()).isEmpty();
    python.run("semaphore.release(); semaphore.release()");
    assertThat(semaphore.availablePermits()).isEqualTo(2);
    assertThat(python.run("cache['connections']")).isEqualTo("2");
  }

  @Test
  void throttle_pythonUsedTheTokens_waits() throws Exception {
    python.run("f = throttle(cache, 2, 1, name='requests', time_func=lambda: 1000.0)(int)");
    python.run("f(); f()");
    assertThat(cache.get("requests")).isEqualTo(Tuple.of(1000.0, 0.0));
    Rate rate = Rate.of(2, Duration.ofSeconds(1));
    ThrottleOptions options = ThrottleOptions.DEFAULT.time(caches, caches::advance);
    Throttle throttle = new Throttle(cache, "requests", rate, options);

    assertThat(throttle.tryAcquire()).isFalse();
    throttle.acquire();

    assertThat(python.run("cache['requests']")).isEqualTo("(1000.5, 0.0)");
    caches.advance(Duration.ofSeconds(100));
    throttle.acquire();
    assertThat(python.run("cache['requests']")).isEqualTo("(1100.5, 1)");
  }

  @Test
  void memoize_sameName_sharesResults() throws Exception {
    python.run("f = cache.memoize(name='f', ignore={2})(lambda *a, **k: 'by Python')");
    python.run("f(1, 'x', object, b=2.5, a=None)");
    Memoizer memoizer = new Memoizer(cache);
    Arguments arguments = Arguments.of(1, "x", "ignored").with("b", 2.5).with("a", null);
    MemoizeOptions options = MemoizeOptions.DEFAULT.ignoring(2);

    assertThat(memoizer.<Object>call("f", options, arguments, () -> "by Java"))
        .isEqualTo("by Python");
    assertThat(memoizer.<Object>call("f", options, Arguments.NONE, () -> "by Java"))
        .isEqualTo("by Java");
    assertThat(python.run("f()")).isEqualTo("'by Java'");
  }

  @Test
  void memoizeStampede_sameName_sharesResults() throws Exception {
    python.run("f = memoize_stampede(cache, 60, name='f')(lambda n: [n, None])");
    python.run("f(1)");
    MemoizeOptions options = MemoizeOptions.DEFAULT.ttl(Duration.ofSeconds(60));
    Memoizer memoizer = new Memoizer(cache);
    Supplier<Object> none = memoizer.memoizeStampede("g", options, () -> null);

    assertThat(memoizer.<Object>callStampede("f", options, Arguments.of(1), () -> "not called"))
        .isEqualTo(Arrays.asList(1L, null));
    assertThat(none.get()).isNull();
    python.run("g = memoize_stampede(cache, 60, name='g')(lambda: 'not called')");
    assertThat(python.run("print(g())")).isEqualTo("None");
  }
}
