// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.CacheClosedException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Renews the leases that this process holds at a third of their length, in one daemon thread that
 * ends when there are none. Thread-safe.
 */
final class Renewer {
  private static final System.Logger LOG = System.getLogger(Renewer.class.getName());
  private static final int RENEWALS_PER_LEASE = 3;
  private static final int RETRIES_PER_RENEWAL = 10;
  private static final ScheduledThreadPoolExecutor EXECUTOR = executor();

  private Renewer() {}

  private static ScheduledThreadPoolExecutor executor() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "diskcache-lease-renewer");
              thread.setDaemon(true);
              // The first lease may be taken by an application that is undeployed later.
              thread.setContextClassLoader(null);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setKeepAliveTime(1, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /**
   * Renews a lease until told to stop.
   *
   * @param lease its length
   * @param renew answers false when it is no longer held
   * @param lost run when it was found lost, at most once
   */
  static Renewal keep(Duration lease, BooleanSupplier renew, Runnable lost) {
    Renewal renewal = new Renewal(lease.toNanos(), renew, lost);
    renewal.schedule(renewal.interval());
    return renewal;
  }

  /** The renewal of one lease. Thread-safe. */
  static final class Renewal implements Runnable {
    private final long leaseNanos;
    private final BooleanSupplier renew;
    private final Runnable lost;
    private volatile long renewed = System.nanoTime();
    private volatile boolean stopped;
    private volatile @Nullable Future<?> next;

    private Renewal(long leaseNanos, BooleanSupplier renew, Runnable lost) {
      this.leaseNanos = leaseNanos;
      this.renew = renew;
      this.lost = lost;
    }

    private long interval() {
      return leaseNanos / RENEWALS_PER_LEASE;
    }

    private void schedule(long delayNanos) {
      Future<?> scheduled = EXECUTOR.schedule(this, delayNanos, TimeUnit.NANOSECONDS);
      next = scheduled;
      if (stopped) {
        scheduled.cancel(false);
      }
    }

    void stop() {
      stopped = true;
      Future<?> scheduled = next;
      if (scheduled != null) {
        scheduled.cancel(false);
      }
    }

    @Override
    public void run() {
      if (stopped) {
        return;
      }
      long now = System.nanoTime();
      try {
        if (renew.getAsBoolean()) {
          renewed = now;
          schedule(interval());
        } else {
          lose();
        }
      } catch (CacheClosedException e) {
        lose();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.DEBUG, "A lease could not be renewed yet", e);
        if (System.nanoTime() - renewed > leaseNanos) {
          lose();
        } else {
          schedule(interval() / RETRIES_PER_RENEWAL);
        }
      }
    }

    private void lose() {
      if (!stopped) {
        stopped = true;
        lost.run();
      }
    }
  }
}
