// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

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

  private final FileChannel channel;

  private DirectoryGuard(FileChannel channel) {
    this.channel = channel;
  }

  static DirectoryGuard acquire(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      if (channel.tryLock(0, Long.MAX_VALUE, true) == null) {
        throw new CacheOpenException(
            directory,
            "another process holds its " + FILE + " for itself alone",
            "end that process");
      }
      return new DirectoryGuard(channel);
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
    channel.close();
  }
}
