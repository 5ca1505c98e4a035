// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web;

import io.github.diskcache.Deque;
import io.github.diskcache.Index;
import io.github.diskcache.cdi.CacheName;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait on disk until one of the servers has time. A message that was accepted is
 * worked off by some server, also when the one that accepted it is killed.
 */
@ApplicationScoped
public class Inbox {

  private static final System.Logger LOG = System.getLogger(Inbox.class.getName());
  private static final int MILLIS_BETWEEN_LOOKS = 200;

  @Inject
  @CacheName("inbox")
  private Deque<String> waiting;

  @Inject
  @CacheName("worked-off")
  private Index<String, String> workedOff;

  @Resource private ManagedScheduledExecutorService executor;
  private @Nullable ScheduledFuture<?> task;

  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    task =
        executor.scheduleWithFixedDelay(
            this::workOff, MILLIS_BETWEEN_LOOKS, MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    if (task != null) {
      task.cancel(true);
    }
  }

  /** Accepts a message. */
  public void accept(String message) {
    waiting.addLast(message);
  }

  /** How many messages wait. */
  public int size() {
    return waiting.size();
  }

  /** The server that worked off each message, by message, in the order it was done. */
  public Map<String, String> workedOff() {
    return workedOff;
  }

  private void workOff() {
    try {
      for (String message = waiting.poll(); message != null; message = waiting.poll()) {
        workedOff.put(message, System.getProperty("jboss.node.name", "this server"));
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "The inbox could not be worked off now", e);
    }
  }
}
