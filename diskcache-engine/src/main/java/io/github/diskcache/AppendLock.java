// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock between threads of all processes with a directory, which takes two writes of memory where
 * a lock of the system takes two calls. For moments only: who waits tries again.
 *
 * <p>A word of shared memory holds the number of the process that has it, and counts its takers. A
 * process keeps a lock of the system on the byte of a file that its number names, which the system
 * drops when the process ends, and not before its last thread has. So a holder that was killed is
 * told from one that is only slow, and its lock is taken over: whoever has taken the lock must look
 * what the last one has left. Thread-safe.
 */
final class AppendLock {
  /** python-diskcache's check passes over names that contain {@code cache.db}. */
  static final String FILE = "cache.db-intents-lock";

  private static final long NUMBER = 0xffff;
  private static final int SPINS = 200;

  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final Path directory;
  private final ByteBuffer memory;
  private final int at;
  private final FileChannel channel;
  // Kept, as a lock of the system goes unseen once this is collected.
  private final FileLock alive;
  private final long number;
  private final ReentrantLock mine = new ReentrantLock();
  private boolean closed;

  /**
   * Opens it. The file is opened once, since closing any channel on it drops what this process has.
   *
   * @param at where the word is
   */
  AppendLock(Path directory, ByteBuffer memory, int at) throws IOException {
    this.directory = directory;
    this.memory = memory;
    this.at = at;
    this.channel =
        FileChannel.open(
            directory.resolve(FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      this.alive = firstFree();
      this.number = alive.position();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    // A killed process had this number and the lock: nobody else could tell it from this one.
    long held = word();
    if ((held & NUMBER) == number) {
      WORD.compareAndSet(memory, at, held, next(held) & ~NUMBER);
    }
  }

  private FileLock firstFree() throws IOException {
    for (long free = 1; free <= NUMBER; free++) {
      FileLock lock = channel.tryLock(free, 1, false);
      if (lock != null) {
        return lock;
      }
    }
    throw new IOException("too many processes have it open");
  }

  private long word() {
    return (long) WORD.getVolatile(memory, at);
  }

  private long next(long word) {
    return ((word & ~NUMBER) + NUMBER + 1) | number;
  }

  /**
   * Takes it.
   *
   * @throws CacheTimeoutException when another process has been stopped while it had it
   */
  void lock(Deadline deadline) {
    mine.lock();
    try {
      if (closed) {
        throw new CacheClosedException(directory);
      }
      for (int attempt = 0; ; attempt++) {
        long seen = word();
        boolean free = (seen & NUMBER) == 0;
        if (free || (attempt > SPINS && isDead(seen & NUMBER))) {
          if (WORD.compareAndSet(memory, at, seen, next(seen))) {
            return;
          }
        } else if (attempt <= SPINS) {
          Thread.onSpinWait();
        } else {
          deadline.pause(attempt - SPINS, directory);
        }
      }
    } catch (RuntimeException | Error e) {
      mine.unlock();
      throw e;
    }
  }

  void unlock() {
    WORD.setRelease(memory, at, word() & ~NUMBER);
    mine.unlock();
  }

  /** Whether the process that had a number has ended. */
  private boolean isDead(long other) {
    if (other == number) {
      // No other thread of this process is here.
      return true;
    }
    try (FileLock lock = channel.tryLock(other, 1, false)) {
      return lock != null;
    } catch (IOException e) {
      return false;
    }
  }

  /** Waits for this process's last user and lets go of its number. */
  void close() throws IOException {
    mine.lock();
    try {
      closed = true;
      channel.close();
    } finally {
      mine.unlock();
    }
  }
}
