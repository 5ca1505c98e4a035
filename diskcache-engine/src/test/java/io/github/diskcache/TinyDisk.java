// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A file system of a few megabytes, so that a disk can be full for real. Only root may mount one;
 * for others the test is skipped.
 */
final class TinyDisk implements AutoCloseable {
  private static final int BLOCK = 64 << 10;

  private final Path directory;

  private TinyDisk(Path directory) {
    this.directory = directory;
  }

  static TinyDisk mount(int mebibytes) {
    try {
      Path directory = Files.createTempDirectory("diskcache-tiny-");
      if (run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", "" + directory)
          != 0) {
        Files.delete(directory);
        assumeTrue(false, "this user may not mount a file system");
      }
      return new TinyDisk(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path directory() {
    return directory;
  }

  long freeBytes() {
    try {
      FileStore store = Files.getFileStore(directory);
      return store.getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fills the disk with a file of somebody else's, but for some bytes. */
  Path fillBut(long bytes) {
    Path file = directory.resolve("somebody-else");
    try (var out = Files.newOutputStream(file)) {
      byte[] block = new byte[BLOCK];
      for (long left = freeBytes() - bytes; left > 0; left -= BLOCK) {
        out.write(block, 0, (int) Math.min(left, BLOCK));
      }
    } catch (IOException e) {
      if (freeBytes() > 0) {
        throw new UncheckedIOException(e);
      }
    }
    return file;
  }

  @Override
  public void close() throws IOException {
    if (run("umount", "-l", directory.toString()) != 0) {
      throw new IOException("cannot unmount " + directory);
    }
    Files.delete(directory);
  }

  private static int run(String... command) throws IOException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return -1;
      }
      return process.exitValue();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
