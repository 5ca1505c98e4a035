// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValueFilesTest {
  @TempDir Path directory;

  /** As when another process removes its last file of a directory just then. */
  @Test
  void place_directoryRemovedMeanwhile_makesItAgain() throws Exception {
    ValueFiles files = new ValueFiles(directory);
    CyclicBarrier together = new CyclicBarrier(2);
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      for (int i = 0; i < 200; i++) {
        ValueFiles.Pending pending = files.write(new byte[] {1});
        Path file = directory.resolve(pending.name());
        Files.createDirectories(file.getParent());
        Future<?> removing =
            other.submit(
                () -> {
                  together.await(120, TimeUnit.SECONDS);
                  remove(file.getParent());
                  remove(file.getParent().getParent());
                  return true;
                });

        together.await(120, TimeUnit.SECONDS);
        files.place(pending);

        removing.get(120, TimeUnit.SECONDS);
        assertThat(file).hasBinaryContent(new byte[] {1});
      }
    } finally {
      other.shutdownNow();
    }
  }

  /** Python on Windows stores names so; the directory may have been copied from there. */
  @Test
  void remove_nameWithBackslashes_removesFileAndParents() throws Exception {
    ValueFiles files = new ValueFiles(directory);
    ValueFiles.Pending pending = files.write(new byte[] {1});
    files.place(pending);
    String name = pending.name().replace('/', '\\');
    assertThat(files.read(name, 1)).containsExactly(1);

    files.remove(name);

    assertThat(directory).isEmptyDirectory();
  }

  private static void remove(Path empty) throws IOException {
    try {
      Files.deleteIfExists(empty);
    } catch (DirectoryNotEmptyException e) {
      // The file got there first.
    }
  }
}
