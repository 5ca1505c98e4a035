// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import io.github.diskcache.CacheException;
import io.github.diskcache.FanoutCache;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Removes the rows that a raised floor has made misses, a little later, in small transactions and
 * by a thread of its own, which ends when it has nothing to do. Nothing waits for it, and nothing
 * is wrong where it does not come to it: such rows are misses, and expire. Thread-safe.
 */
final class Sweeper implements AutoCloseable {
  private static final Duration DELAY = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final FanoutCache<Object, Object> rows;
  private final Map<String, Instant> waiting = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor thread;

  Sweeper(FanoutCache<Object, Object> rows) {
    this.rows = rows;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread made = new Thread(task, "diskcache-l2-sweep");
              made.setDaemon(true);
              return made;
            });
    thread.setKeepAliveTime(IDLE.toSeconds(), TimeUnit.SECONDS);
    thread.allowCoreThreadTimeOut(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Lets the rows with a tag go that were stored up to an instant. */
  void later(String tag, Instant storedUntil) {
    // one task for many calls: regions may be cleared with each change of a row
    if (waiting.put(tag, storedUntil) == null) {
      try {
        Future<?> unused = thread.schedule(this::sweep, DELAY.toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        // closed meanwhile: the rows expire
      }
    }
  }

  /** Sweeps what waits, at once; what a thread is sweeping is done when this returns. */
  synchronized void sweep() {
    for (Iterator<String> tags = waiting.keySet().iterator(); tags.hasNext(); ) {
      String tag = tags.next();
      Instant until = waiting.remove(tag);
      if (until != null) {
        try {
          rows.evict(tag, until);
        } catch (CacheException e) {
          // busy or closed: the rows expire
        }
      }
    }
  }

  /**
   * Ends the thread. It is not interrupted, as that would close files; closing the rows ends it.
   */
  @Override
  public void close() {
    thread.shutdown();
  }
}
