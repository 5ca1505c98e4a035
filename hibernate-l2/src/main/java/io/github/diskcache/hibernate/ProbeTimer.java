// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Keeps the answer of a probe from time to time, and a last time when it is closed. */
final class ProbeTimer implements AutoCloseable {
  private static final long PERIOD_SECONDS = 10;
  private static final long LONGEST_QUERY_SECONDS = 20;

  private final DatabaseProbe probe;
  private final SharedArea area;
  private final ScheduledExecutorService timer;

  ProbeTimer(DatabaseProbe probe, SharedArea area) {
    this.probe = probe;
    this.area = area;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "diskcache-l2-probe");
              thread.setDaemon(true);
              return thread;
            });
    Future<?> unused =
        timer.scheduleWithFixedDelay(
            () -> probe.keepAtRest(area), PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(LONGEST_QUERY_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    probe.keep(area);
  }
}
