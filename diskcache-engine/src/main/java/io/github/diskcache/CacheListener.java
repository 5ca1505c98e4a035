// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.time.Duration;

/**
 * Is told what an open cache does, and how long it took: what a histogram or an alarm needs.
 * Numbers alone are cheaper had from {@link CacheMaintenance#counts()}, and entries that went from
 * {@link CacheBuilder#onEviction}.
 *
 * <p>The thread that did the work calls it after the work, inside the transaction if it is in one.
 * A method returns quickly, does not use the cache, and is called by many threads at a time. What
 * it throws is logged and changes nothing.
 *
 * <p>A hit that the near tier answers is counted and not told: telling would take longer than the
 * hit.
 */
public interface CacheListener {

  /**
   * A read of the database has found a live entry.
   *
   * @param took from the call to the decoded value
   */
  default void onHit(Duration took) {}

  /**
   * A read of the database has found none.
   *
   * @param took from the call to the answer
   */
  default void onMiss(Duration took) {}

  /**
   * {@link Cache#set set}, {@link Cache#setStream setStream} or {@link Cache#add add} has returned.
   *
   * @param took from the call to the answer, the wait for other writers included
   */
  default void onSet(Duration took) {}

  /**
   * A read or a write has failed: the disk is full or broken, the database damaged, or it stayed
   * busy for too long, which a fan-out cache may answer by doing nothing.
   *
   * @param failure what the caller is told, if it is
   */
  default void onFailure(CacheException failure) {}
}
