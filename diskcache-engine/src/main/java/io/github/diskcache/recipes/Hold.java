// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import org.jspecify.annotations.Nullable;

/** A lock as one thread of this process holds it. The count is confined to that thread. */
final class Hold {
  private final Thread owner = Thread.currentThread();
  private final Lease lease;
  private long count = 1;
  private volatile Renewer.@Nullable Renewal renewal;

  Hold(Lease lease) {
    this.lease = lease;
  }

  Lease lease() {
    return lease;
  }

  boolean isMine() {
    return owner == Thread.currentThread();
  }

  long count() {
    return count;
  }

  void count(long newCount) {
    count = newCount;
  }

  void keep(LeaseOptions options, Runnable lost) {
    renewal = Renewer.keep(options.lease(), this::renew, lost);
  }

  /** A thread that ended without releasing never will. */
  private boolean renew() {
    return owner.isAlive() && lease.renew();
  }

  void stopRenewal() {
    Renewer.Renewal running = renewal;
    if (running != null) {
      running.stop();
    }
  }
}
