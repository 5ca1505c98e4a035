// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps a second copy of SQLite in this JVM away from a directory.
 *
 * <p>POSIX gives file locks to processes, and each class loader that loads the driver loads a
 * SQLite of its own. Two of them in one JVM do not see each other's locks and destroy the database
 * within seconds. Java's table of file locks, however, is one for the whole JVM: a shared lock on a
 * side file is refused to the second loader and granted to other processes. The side file is opened
 * once and for nothing else, since closing any channel on a file drops the process's locks on it.
 */
final class DirectoryGuard implements AutoCloseable {
  /** python-diskcache's check passes over names that contain {@code cache.db}. */
  static final String FILE = "cache.db-lock";

  private static final Map<Path, DirectoryGuard> HELD = new HashMap<>();

  private final Path directory;
  private final FileChannel channel;
  private int holders = 1;

  private DirectoryGuard(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /** Takes the lock, or shares the one that this class loader has. */
  static DirectoryGuard acquire(Path directory) throws IOException {
    synchronized (HELD) {
      DirectoryGuard held = HELD.get(directory);
      if (held == null) {
        held = lock(directory);
        HELD.put(directory, held);
      } else {
        held.holders++;
      }
      return held;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    // A directory that may only be read has the file from its writers.
    return Files.isWritable(file.getParent()) || !Files.exists(file)
        ? FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)
        : FileChannel.open(file, StandardOpenOption.READ);
  }

  private static DirectoryGuard lock(Path directory) throws IOException {
    FileChannel channel = open(directory.resolve(FILE));
    try {
      if (channel.tryLock(0, Long.MAX_VALUE, true) == null) {
        throw new CacheOpenException(
            directory,
            "another process holds its " + FILE + " for itself alone",
            "end that process");
      }
      return new DirectoryGuard(directory, channel);
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new CacheOpenException(
          directory,
          "another class loader of this JVM has it open, with a SQLite of its own, and the two"
              + " would not see each other's locks",
          "load the engine and sqlite-jdbc once, from a class loader that both applications share"
              + " (in WildFly: the module, and no copy in WEB-INF/lib)",
          e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      if (--holders == 0) {
        HELD.remove(directory);
        channel.close();
      }
    }
  }
}
