// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that does, for all open databases, what no caller should wait for: checkpoints,
 * and writing down what reads have left. It is there while a database is open, and ends with the
 * last one, so that it keeps no class loader alive. Thread-safe.
 */
final class Upkeep {
  /** What is to be done for one database, now and then. */
  interface Chore {
    /** Does what is due. Waits for nobody, since other databases wait meanwhile. */
    void run();

    /** How soon it is to run again, in nanoseconds. */
    default long intervalNanos() {
      return INTERVAL_NANOS;
    }
  }

  static final String THREAD = "diskcache-upkeep";

  private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Set<Chore> CHORES = new LinkedHashSet<>();
  private static final Set<Chore> FAILING = ConcurrentHashMap.newKeySet();
  private static volatile @Nullable Thread thread;

  private Upkeep() {}

  /** Has a chore run once a second, and whenever somebody asks for it. */
  static void add(Chore chore) {
    LOCK.lock();
    try {
      CHORES.add(chore);
      if (thread == null) {
        Thread started = new Thread(null, Upkeep::work, THREAD, 0, false);
        started.setDaemon(true);
        started.setContextClassLoader(null);
        thread = started;
        started.start();
      }
    } finally {
      LOCK.unlock();
    }
  }

  /** Has a chore run no more, except that a run may be under way. */
  static void remove(Chore chore) {
    LOCK.lock();
    try {
      CHORES.remove(chore);
      FAILING.remove(chore);
    } finally {
      LOCK.unlock();
    }
    wake();
  }

  /** Has the chores run soon. */
  static void wake() {
    LockSupport.unpark(thread);
  }

  private static void work() {
    while (true) {
      long wait = INTERVAL_NANOS;
      for (Chore chore : remaining()) {
        run(chore);
        wait = Math.min(wait, chore.intervalNanos());
      }
      LOCK.lock();
      try {
        if (CHORES.isEmpty()) {
          thread = null;
          return;
        }
      } finally {
        LOCK.unlock();
      }
      LockSupport.parkNanos(Upkeep.class, wait);
    }
  }

  private static void run(Chore chore) {
    try {
      chore.run();
      FAILING.remove(chore);
    } catch (RuntimeException | Error e) {
      if (FAILING.add(chore)) {
        LOG.log(System.Logger.Level.WARNING, "Upkeep of a cache failed; it is tried again", e);
      }
    }
  }

  private static List<Chore> remaining() {
    LOCK.lock();
    try {
      return List.copyOf(CHORES);
    } finally {
      LOCK.unlock();
    }
  }
}
