// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.hibernate.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Tells which processes have the directory open: each holds the operating system's lock on one byte
 * of a file, which goes with the process, however it ends. A process id would not do: containers
 * that share a directory have the same ones.
 *
 * <p>The file is opened once, and closed when the last session factory of this process closes: on
 * POSIX systems closing any other channel of the file would drop these locks. Confined to the
 * thread that opens or closes the store.
 */
final class ProcessSlots implements AutoCloseable {
  private static final long MUTEX_BYTE = 0;
  private static final long FIRST_SLOT_BYTE = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path path;
  private final RandomAccessFile file;

  ProcessSlots(Path path) throws IOException {
    this.path = path;
    this.file = new RandomAccessFile(path.toFile(), "rw");
  }

  /** Waits to be the only process that opens or closes the directory. */
  FileLock enter() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    FileLock lock = tryLock(MUTEX_BYTE);
    while (lock == null) {
      if (System.nanoTime() - deadline > 0) {
        throw new CacheException(
            "Cannot open the second-level cache ["
                + path.getParent()
                + "]: another process has been opening it for "
                + PATIENCE.toSeconds()
                + " s; end that process");
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      lock = tryLock(MUTEX_BYTE);
    }
    return lock;
  }

  /** Takes a slot if no living process has it. It is kept until {@link #close}. */
  boolean take(int slot) throws IOException {
    return tryLock(FIRST_SLOT_BYTE + slot) != null;
  }

  /** Whether a living process, this one included, has a slot. */
  boolean isTaken(int slot) throws IOException {
    try (FileLock lock = tryLock(FIRST_SLOT_BYTE + slot)) {
      return lock == null;
    }
  }

  private @Nullable FileLock tryLock(long position) throws IOException {
    try {
      return file.getChannel().tryLock(position, 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
