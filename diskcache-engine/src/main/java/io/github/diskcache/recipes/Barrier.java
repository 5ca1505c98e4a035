// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Runs tasks while holding a lock or a permit, so that of all threads and processes one, or some,
 * do so at a time. Thread-safe.
 *
 * <p>Where a lease has run out while the task ran, so that others may have run theirs at the same
 * time, the task's result is withheld and {@link IllegalMonitorStateException} says so.
 *
 * <pre>{@code
 * Barrier barrier = new Barrier(new Lock(cache, "rebuild"));
 * barrier.run(this::rebuild);
 * }</pre>
 */
public final class Barrier {
  private final Gate gate;

  /** What is held while a task runs. */
  private interface Gate {
    void enter();

    void enterInterruptibly() throws InterruptedException;

    void leave();
  }

  /**
   * Makes a barrier of a lock.
   *
   * @param lock a {@link Lock}, a {@link RLock} or any other one
   */
  public Barrier(java.util.concurrent.locks.Lock lock) {
    Objects.requireNonNull(lock, "lock");
    this.gate =
        new Gate() {
          @Override
          public void enter() {
            lock.lock();
          }

          @Override
          public void enterInterruptibly() throws InterruptedException {
            lock.lockInterruptibly();
          }

          @Override
          public void leave() {
            lock.unlock();
          }
        };
  }

  /**
   * Makes a barrier of a semaphore.
   *
   * @param semaphore the semaphore whose permits are taken
   */
  public Barrier(BoundedSemaphore semaphore) {
    Objects.requireNonNull(semaphore, "semaphore");
    this.gate =
        new Gate() {
          @Override
          public void enter() {
            semaphore.acquireUninterruptibly();
          }

          @Override
          public void enterInterruptibly() throws InterruptedException {
            semaphore.acquire();
          }

          @Override
          public void leave() {
            semaphore.release();
          }
        };
  }

  /**
   * Runs a task. An interrupt does not end the wait before it.
   *
   * @param task the task
   */
  public void run(Runnable task) {
    get(
        () -> {
          task.run();
          return Boolean.TRUE;
        });
  }

  /**
   * Runs a task. An interrupt does not end the wait before it.
   *
   * @param <T> the type of the result
   * @param task the task
   * @return its result
   */
  public <T> T get(Supplier<T> task) {
    gate.enter();
    try {
      return inside(task::get);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Runs a task.
   *
   * @param <T> the type of the result
   * @param task the task
   * @return its result
   * @throws InterruptedException when the thread is or becomes interrupted while it waits
   * @throws Exception what the task throws
   */
  public <T> T call(Callable<T> task) throws Exception {
    gate.enterInterruptibly();
    return inside(task);
  }

  /**
   * Returns a task that runs behind this barrier each time it is called.
   *
   * @param <T> the type of the result
   * @param task the task
   * @return the guarded task
   */
  public <T> Callable<T> wrap(Callable<T> task) {
    return () -> call(task);
  }

  private <T> T inside(Callable<T> task) throws Exception {
    T result;
    try {
      result = task.call();
    } catch (Throwable e) {
      leaveAfter(e);
      throw e;
    }
    gate.leave();
    return result;
  }

  private void leaveAfter(Throwable failure) {
    try {
      gate.leave();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
