// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a deployment: a timer, and an executor that is the container's where it has one.
 * Made when first needed. Thread-safe.
 */
final class Background {
  private static final String MANAGED = "java:comp/DefaultManagedExecutorService";

  private final @Nullable ClassLoader application = Thread.currentThread().getContextClassLoader();
  private final AtomicLong count = new AtomicLong();
  private @Nullable ScheduledThreadPoolExecutor timer;
  private @Nullable Executor executor;
  private boolean closed;

  /** Runs a task again and again until it is cancelled. */
  ScheduledFuture<?> repeat(Duration every, Runnable task) {
    return timer()
        .scheduleWithFixedDelay(task, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Runs a task on a thread that may block, after a time. */
  ScheduledFuture<?> after(Duration time, Runnable task) {
    Executor runs = executor();
    return timer().schedule(() -> runs.execute(task), time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private synchronized ScheduledExecutorService timer() {
    if (timer == null) {
      timer = new ScheduledThreadPoolExecutor(1, this::thread);
      timer.setRemoveOnCancelPolicy(true);
      timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
      if (closed) {
        timer.shutdownNow();
      }
    }
    return timer;
  }

  /** Asked for on a thread of the application, which alone may look names up. */
  private synchronized Executor executor() {
    if (executor == null) {
      Executor managed = managed();
      executor = managed == null ? Executors.newCachedThreadPool(this::thread) : managed;
    }
    return executor;
  }

  @SuppressWarnings("BanJNDI") // a constant name of the container's own
  private static @Nullable Executor managed() {
    try {
      return (Executor) new InitialContext().lookup(MANAGED);
    } catch (NamingException | RuntimeException e) {
      return null;
    }
  }

  private Thread thread(Runnable task) {
    ThreadFactory daemon = Executors.defaultThreadFactory();
    Thread thread = daemon.newThread(task);
    thread.setName("diskcache-cdi-" + count.incrementAndGet());
    thread.setDaemon(true);
    thread.setContextClassLoader(application);
    return thread;
  }

  synchronized void close() {
    closed = true;
    if (timer != null) {
      timer.shutdownNow();
    }
    if (executor instanceof ThreadPoolExecutor own) {
      own.shutdown();
    }
  }
}
