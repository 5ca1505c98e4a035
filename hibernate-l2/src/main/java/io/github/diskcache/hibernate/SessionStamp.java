// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import org.hibernate.cache.spi.CacheTransactionSynchronization;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * When a session's transaction began, before its first statement: what it reads is at least as new.
 * Belongs to one session, as that does to one thread at a time.
 */
final class SessionStamp implements CacheTransactionSynchronization {
  private final SharedClock clock;
  private volatile long stamp;

  SessionStamp(SharedClock clock) {
    this.clock = clock;
    this.stamp = clock.next();
  }

  /** The stamp of a session; without one, nothing can be known of it. */
  static long of(@Nullable SharedSessionContractImplementor session) {
    return session == null ? 0 : session.getCacheTransactionSynchronization().getCachingTimestamp();
  }

  @Override
  public long getCachingTimestamp() {
    return stamp;
  }

  @Override
  public void transactionJoined() {
    stamp = clock.next();
  }

  @Override
  public void transactionCompleting() {}

  @Override
  public void transactionCompleted(boolean successful) {}
}
