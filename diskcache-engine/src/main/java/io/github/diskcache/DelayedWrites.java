// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Values that have been set in this process and are not written yet, in the order in which they
 * were, with the thread that writes them. All caches on the directory see them. Thread-safe.
 *
 * <p>A value stays here until its transaction has been committed, so that at any moment either this
 * or the database has it. When it cannot be written, the key's older value must not come back: the
 * entry is missing from then on, and is removed as soon as the database can be written again.
 */
final class DelayedWrites {
  private static final System.Logger LOG = System.getLogger(DelayedWrites.class.getName());

  /**
   * Most values in one transaction: about a turn between processes. With ten times fewer, nearly
   * each value writes a page of its own.
   */
  private static final int BATCH = 1000;

  /** How long the thread waits for others before it lets callers do something. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** What waits to be written; without a row, the key is to be removed. Equal to itself only. */
  private static final class Delayed {
    final Shard shard;
    final EncodedKey key;
    final long since = System.nanoTime();
    volatile EntryTable.@Nullable NewRow row;

    /** Whether a batch has it, so that it changes no more; guarded by the lock. */
    boolean taken;

    Delayed(Shard shard, EncodedKey key, EntryTable.@Nullable NewRow row) {
      this.shard = shard;
      this.key = key;
      this.row = row;
    }
  }

  private final int most;
  private final long delayNanos;
  private final Map<EncodedKey, Delayed> latest = new ConcurrentHashMap<>();
  private final AtomicLong dropped = new AtomicLong();
  private final Semaphore writing = new Semaphore(1, true);

  // Guards the queue, and that the latest of a key is the last of it there.
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Delayed> queue = new ArrayDeque<>();

  private final Thread thread = new Thread(null, this::work, "diskcache-write-behind", 0, false);
  // An eviction listener may use the cache, while its thread writes.
  private volatile @Nullable Thread writer;
  private volatile boolean closed;
  private volatile boolean failing;

  DelayedWrites(WriteBehind bounds) {
    this.most = bounds.entries();
    this.delayNanos = bounds.delay().toNanos();
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
  }

  boolean isEmpty() {
    return latest.isEmpty();
  }

  boolean contains(EncodedKey key) {
    return latest.containsKey(key.asRow());
  }

  /** Values that could not be written. */
  long dropped() {
    return dropped.get();
  }

  /** What a key has here: a row, or none, or null when the database has to be asked. */
  @Nullable Lookup find(EncodedKey key, double now) {
    Delayed delayed = latest.get(key.asRow());
    return delayed == null ? null : lookup(delayed.row, now);
  }

  /** What a reader is told of a row that waits to be written. */
  static Lookup lookup(EntryTable.@Nullable NewRow row, double now) {
    Double expireTime = row == null ? null : row.expireTime();
    if (row == null || (expireTime != null && expireTime <= now)) {
      return Lookup.Miss.ABSENT;
    }
    Object value = row.value() instanceof byte[] bytes ? bytes.clone() : row.value();
    EntryTable.Row found =
        new EntryTable.Row(
            0, row.now(), expireTime, row.tag(), row.size(), row.mode(), null, value);
    try {
      return new Lookup.Found(found, Values.stored(row.mode(), value, null));
    } catch (DamagedValueException e) {
      return Lookup.Miss.DAMAGED;
    }
  }

  /** Takes a value, once there is room for it. */
  void add(Shard shard, EncodedKey key, EntryTable.NewRow row, Deadline deadline) {
    if (size() >= most && writer != Thread.currentThread()) {
      writeSome(shard, deadline);
    }
    boolean wakes;
    lock.lock();
    try {
      // The last look into the queue comes after the cache is closed.
      shard.checkOpen();
      EncodedKey place = key.asRow();
      Delayed before = latest.get(place);
      if (before != null && !before.taken && before.row != null && before.shard == shard) {
        // In the place of the one before, as the row would be.
        before.row = row;
        return;
      }
      Delayed delayed = new Delayed(shard, key, row);
      queue.add(delayed);
      wakes = queue.size() == 1 || queue.size() == most / 2;
      latest.put(place, delayed);
    } finally {
      lock.unlock();
    }
    if (wakes) {
      LockSupport.unpark(thread);
    }
  }

  private int size() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /** Writes what has been taken until now. */
  void write(Deadline deadline) {
    if (latest.isEmpty() || writer == Thread.currentThread()) {
      return;
    }
    Shard any = shard();
    if (any == null) {
      return;
    }
    int left = size();
    do {
      int written = writeSome(any, deadline);
      left = written == 0 ? 0 : left - written;
    } while (left > 0);
  }

  /** Writes one batch, so that who waits for room is next; 0 when there is none. */
  private int writeSome(Shard any, Deadline deadline) {
    deadline.acquire(writing, any.directory());
    writer = Thread.currentThread();
    try {
      List<Delayed> batch = take();
      if (!batch.isEmpty()) {
        write(batch, deadline);
      }
      return batch.size();
    } finally {
      writer = null;
      writing.release();
    }
  }

  private @Nullable Shard shard() {
    for (Delayed delayed : latest.values()) {
      return delayed.shard;
    }
    return null;
  }

  /** The next values that one cache has been given. */
  private List<Delayed> take() {
    lock.lock();
    try {
      List<Delayed> batch = new ArrayList<>();
      Delayed next = queue.peek();
      while (next != null
          && batch.size() < BATCH
          && (batch.isEmpty() || next.shard == batch.get(0).shard)) {
        next.taken = true;
        batch.add(queue.remove());
        next = queue.peek();
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void write(List<Delayed> batch, Deadline deadline) {
    try {
      batch
          .get(0)
          .shard
          .writeNow(
              deadline,
              transaction -> {
                for (Delayed delayed : batch) {
                  // Even where a later value waits behind it: that keeps the place of this one.
                  write(transaction, delayed);
                }
                return Boolean.TRUE;
              });
    } catch (CacheTimeoutException | CacheInterruptedException e) {
      putBack(batch);
      throw e;
    } catch (RuntimeException | Error e) {
      drop(batch, e);
      throw e;
    }
    failing = false;
    batch.forEach(delayed -> latest.remove(delayed.key.asRow(), delayed));
  }

  private void write(WriteTransaction transaction, Delayed delayed) throws SQLException {
    EntryTable.NewRow row = delayed.row;
    // Without a row of its own too, for a near tier may hold what was to be written.
    transaction.changed(delayed.key);
    if (row == null) {
      EntryTable.delete(transaction, delayed.key, Double.NEGATIVE_INFINITY);
    } else if (delayed.shard.refuses(transaction, row)) {
      EntryTable.delete(transaction, delayed.key, Double.NEGATIVE_INFINITY);
      dropped.incrementAndGet();
    } else if (EntryTable.putUnlessOlder(transaction, delayed.key, row)) {
      Culler.cullAfterWrite(delayed.shard, transaction, delayed.key, row);
    }
  }

  private void putBack(List<Delayed> batch) {
    lock.lock();
    try {
      for (int i = batch.size() - 1; i >= 0; i--) {
        batch.get(i).taken = false;
        queue.addFirst(batch.get(i));
      }
    } finally {
      lock.unlock();
    }
  }

  private void drop(List<Delayed> batch, Throwable reason) {
    long lost = 0;
    lock.lock();
    try {
      for (Delayed delayed : batch) {
        Delayed gone = new Delayed(delayed.shard, delayed.key, null);
        if (latest.replace(delayed.key.asRow(), delayed, gone)) {
          queue.add(gone);
          lost += delayed.row == null ? 0 : 1;
        }
      }
    } finally {
      lock.unlock();
    }
    dropped.addAndGet(lost);
    if (!failing) {
      failing = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "Values could not be written behind their set; their entries are missing from now on",
          reason);
    }
  }

  private void work() {
    while (!closed) {
      long wait = untilDue();
      if (wait > 0) {
        LockSupport.parkNanos(this, wait);
        continue;
      }
      try {
        write(Deadline.after(PATIENCE));
      } catch (RuntimeException | Error e) {
        // What failed is dropped and told; what only has to wait is tried again.
        LockSupport.parkNanos(this, delayNanos);
      }
    }
  }

  private long untilDue() {
    lock.lock();
    try {
      Delayed oldest = queue.peek();
      if (oldest == null) {
        return Long.MAX_VALUE;
      }
      return queue.size() >= most / 2 ? 0 : oldest.since + delayNanos - System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread, once nobody adds any more. */
  void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
