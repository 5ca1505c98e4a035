// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes room after a write has found the disk full: gives up the {@link Ballast}, has the log begin
 * anew, and evicts by the policy until a share of the cache is free. The write that failed stays
 * failed; later ones find room. One thread of a process does it at a time, and others whose writes
 * have failed wait for it. Thread-safe.
 *
 * <p>Where nothing may be evicted, only the log is begun anew, and writes fail until somebody else
 * makes room.
 */
final class FullDisk {
  private static final System.Logger LOG = System.getLogger(FullDisk.class.getName());

  /**
   * How long a caller whose write has failed works on the share, or waits for another that does.
   * What the next ballast takes is evicted however long that takes: without it nothing could be.
   */
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The share of the cache that is evicted. */
  private static final int SHARE = 16;

  /** Entries evicted at a time: little enough for what the ballast has kept. */
  private static final int BATCH = 8;

  /** One for all databases of this class loader: they are likely to be on the same disk. */
  private static final ReentrantLock RELIEVING = new ReentrantLock();

  private final Ballast ballast;
  private final AtomicBoolean told = new AtomicBoolean();

  FullDisk(Ballast ballast) {
    this.ballast = ballast;
  }

  /** Whether somebody makes room just now, and may need what the ballast has given up. */
  static boolean isRelieving() {
    return RELIEVING.isLocked();
  }

  /**
   * Makes room, if a failure was for want of it, and unless this thread is inside a transaction.
   *
   * @param wanted bytes at least that are to be free
   */
  void after(Throwable failure, Shard shard, long wanted) {
    if (failure instanceof CacheFullException
        && failure.getCause() != null
        && !shard.database().isHeldByThisThread()
        && !RELIEVING.isHeldByCurrentThread()
        && lock()) {
      try {
        if (ballast.usableBytes() < ballast.wantedBytes() + 2 * wanted) {
          tell(shard, relieve(shard, wanted));
        }
      } catch (CacheException e) {
        failure.addSuppressed(e);
      } finally {
        RELIEVING.unlock();
      }
    }
  }

  private static boolean lock() {
    try {
      return RELIEVING.tryLock(LONGEST_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Returns how many entries were evicted. */
  private int relieve(Shard shard, long wanted) {
    Database database = shard.database();
    long until = System.nanoTime() + LONGEST_NANOS;
    ballast.drop();
    database.beginLogAnew(shard.patience());
    long volume = shard.readNow(shard::volume);
    long least = 2 * ballast.wantedBytes() + 2 * wanted;
    long goal = least + volume / SHARE;
    int evicted = 0;
    int last = BATCH;
    while (last > 0 && ballast.usableBytes() < (System.nanoTime() - until < 0 ? goal : least)) {
      last = shard.writeNow(shard.patience(), transaction -> evict(shard, transaction));
      evicted += last;
      database.beginLogAnew(shard.patience());
    }
    database.keepBallast();
    return evicted;
  }

  private static int evict(Shard shard, WriteTransaction transaction) throws SQLException {
    int expired = Culler.removeExpired(shard, transaction, shard.now(), 0, BATCH);
    return expired > 0
        ? expired
        : Culler.evict(shard, transaction, BATCH, Culler.Search.ALL).size();
  }

  private void tell(Shard shard, int evicted) {
    LOG.log(
        told.getAndSet(true) ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
        () ->
            "The disk of cache [%s] is full; %d entries were evicted; free some space or lower the size limit"
                .formatted(shard.directory(), evicted));
  }
}
