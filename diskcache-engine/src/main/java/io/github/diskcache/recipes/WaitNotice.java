// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.Cache;
import io.github.diskcache.CacheException;
import io.github.diskcache.Tuple;
import io.github.diskcache.WriteOptions;
import java.time.Duration;

/**
 * The row by which a process says that it waits for a key that others hold, so that they make room.
 * It is a hint: it expires soon, several processes overwrite each other's, and no failure to write
 * it matters. Confined to one thread.
 */
final class WaitNotice {
  private static final int FIRST_ATTEMPT = 3;
  private static final Duration TTL = Duration.ofMillis(500);
  private static final long REFRESH_NANOS = TTL.dividedBy(2).toNanos();

  private final Cache<Object, Object> cache;
  private final Object key;
  private boolean posted;
  private long postedAt;

  WaitNotice(Cache<Object, Object> cache, Object key) {
    this.cache = cache;
    this.key = Tuple.of(key, "diskcache.waiting");
  }

  /** Whether another process waits. */
  boolean othersWait() {
    Object waiting = cache.get(key);
    return waiting != null && !waiting.equals(ThisProcess.NAME);
  }

  /**
   * Says that this process waits, once it has looked in vain for some milliseconds.
   *
   * @param view the cache, waiting no longer than the caller may
   */
  void post(Cache<Object, Object> view, int attempts) {
    if (attempts >= FIRST_ATTEMPT && (!posted || System.nanoTime() - postedAt > REFRESH_NANOS)) {
      posted = true;
      postedAt = System.nanoTime();
      try {
        view.set(key, ThisProcess.NAME, WriteOptions.ttl(TTL));
      } catch (CacheException e) {
        // The next round tries again, and the wait heeds an interrupt.
      }
    }
  }

  void withdraw(Cache<Object, Object> view) {
    if (posted) {
      posted = false;
      try {
        if (ThisProcess.NAME.equals(cache.get(key))) {
          view.delete(key);
        }
      } catch (CacheException e) {
        // It expires by itself.
      }
    }
  }
}
