// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/**
 * A file that keeps room back on a disk that is nearly full. On a full one SQLite can neither
 * remove an entry nor copy its log back into the database, so that without help a cache there would
 * never take another write; what this file has kept is given up for that ({@link FullDisk}).
 *
 * <p>It has to be larger than the log may grow, so where room is scarce the log is kept short. With
 * plenty of room there is no such file. Shared by all processes; used by one thread of this one at
 * a time.
 */
final class Ballast {
  /** Python's own check leaves files of such a name alone. */
  static final String FILE = DatabaseOpener.FILE + "-ballast";

  /** With less room than that on the disk, some of it is kept back. */
  static final long SCARCE_BYTES = 512L << 20;

  /**
   * How many times as long as the log may grow. When its pages no longer fit into the database, it
   * grows by what is left, up to as much again; and something has to be left to evict with.
   */
  private static final int TIMES_LOG = 3;

  private static final long MOST_BYTES = 8L << 20;

  /** As the shards of a fan-out do not know of each other, none takes much of a small disk. */
  private static final int SHARE = 32;

  private static final int BLOCK = 64 << 10;
  private static final long LEAST_BYTES = 2 * BLOCK;

  private final Path file;
  private final File directory;

  Ballast(Path directory) {
    this.file = directory.resolve(FILE);
    this.directory = directory.toFile();
  }

  /**
   * Keeps room back if room is scarce, and gives it up when there is plenty again.
   *
   * @return bytes that the log may grow to
   */
  long keep() {
    long usable = usableBytes();
    if (usable > 2 * SCARCE_BYTES) {
      drop();
      return Long.MAX_VALUE;
    }
    long size = bytes();
    if (size == 0 && usable > SCARCE_BYTES) {
      return Long.MAX_VALUE;
    }
    if (size == 0) {
      size = make(wantedBytes());
    }
    return Math.max(size, LEAST_BYTES) / TIMES_LOG;
  }

  /** Bytes to be kept back where room is scarce. */
  long wantedBytes() {
    return Math.max(LEAST_BYTES, Math.min(MOST_BYTES, directory.getTotalSpace() / SHARE));
  }

  /** Bytes that are kept back. */
  long bytes() {
    return file.toFile().length();
  }

  /** Gives up what is kept back. */
  void drop() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException ignored) {
      // Then there is as much room as before.
    }
  }

  /** Bytes that may still be written to the disk; very many where the system does not tell. */
  long usableBytes() {
    return directory.getTotalSpace() == 0 ? Long.MAX_VALUE : directory.getUsableSpace();
  }

  private long make(long wanted) {
    if (usableBytes() < 2 * wanted) {
      return 0;
    }
    // Not zeros, which some file systems keep without taking room for them.
    SplittableRandom random = new SplittableRandom();
    byte[] block = new byte[BLOCK];
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long made = 0;
      for (; made < wanted; made += BLOCK) {
        random.nextBytes(block);
        out.write(block);
      }
      return made;
    } catch (FileAlreadyExistsException e) {
      return bytes();
    } catch (IOException e) {
      drop();
      return 0;
    }
  }
}
