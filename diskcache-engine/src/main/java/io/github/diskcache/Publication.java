// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Shows a cache in JMX while it is open. The upkeep does it, a second after opening: making the
 * platform's server may take longer than opening the cache, and a process that ends before that has
 * no use for it. Thread-safe.
 */
final class Publication implements Upkeep.Chore, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Publication.class.getName());
  private static final long DELAY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final RoutedCache<?, ?> cache;
  private final long opened = System.nanoTime();
  private final ReentrantLock lock = new ReentrantLock();
  private boolean done;
  private @Nullable Object name;

  private Publication(RoutedCache<?, ?> cache) {
    this.cache = cache;
  }

  /** Shows a cache soon. */
  static Publication of(RoutedCache<?, ?> cache) {
    Publication publication = new Publication(cache);
    Upkeep.add(publication);
    return publication;
  }

  @Override
  public void run() {
    if (System.nanoTime() - opened >= DELAY_NANOS) {
      publish();
    }
  }

  /** Shows the cache now, if it is open and the process has JMX. */
  void publish() {
    lock.lock();
    try {
      if (!done) {
        done = true;
        name = Jmx.register(cache);
      }
    } catch (LinkageError e) {
      LOG.log(
          System.Logger.Level.DEBUG, "No cache is shown in JMX: module java.management is missing");
    } finally {
      lock.unlock();
    }
    Upkeep.remove(this);
  }

  @Override
  public void close() {
    Object shown;
    lock.lock();
    try {
      done = true;
      shown = name;
      name = null;
    } finally {
      lock.unlock();
    }
    Upkeep.remove(this);
    if (shown != null) {
      Jmx.unregister(shown);
    }
  }
}
