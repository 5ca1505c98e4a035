// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files beside a database that hold large values, {@code ab/cd/…28 hex digits….val}. Immutable.
 *
 * <p>A value is written to a temporary file before the transaction, and renamed into place inside
 * it, before its row is written. So the write lock is held for a rename only, whoever checks under
 * the write lock meets no file whose row is still to come, and a process killed in between leaves a
 * file without a row, never a row without its file. Files are not forced to the disk: after a power
 * loss a short one is a miss.
 */
final class ValueFiles {
  /** A name that a row may hold; whatever else stands there is damage, and never opened. */
  private static final Pattern NAME =
      Pattern.compile("[0-9a-f]{2}[/\\\\][0-9a-f]{2}[/\\\\][0-9a-f]{28}\\.val");

  private static final Pattern DIRECTORY = Pattern.compile("[0-9a-f]{2}([/\\\\][0-9a-f]{2})?");

  /** How far below the cache's directory value files are. */
  static final int DEPTH = 3;

  /** Less room than any file takes is none. */
  private static final long NO_ROOM = 4096;

  private static final String TEMPORARY = "cache.db-new-";
  private static final int ATTEMPTS = 10;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path directory;

  ValueFiles(Path directory) {
    this.directory = directory;
  }

  /** Whether a file is one that is being written, or was when its process was killed. */
  static boolean isTemporary(Path file) {
    return file.getFileName().toString().startsWith(TEMPORARY);
  }

  /** Whether a relative name is that of a directory of value files. */
  static boolean isDirectoryName(String name) {
    return DIRECTORY.matcher(name).matches();
  }

  /** A value file written but not yet in place. Confined to one thread. */
  record Pending(Path temporary, String name, long sizeBytes) {}

  Pending write(byte[] bytes) {
    return write(file -> file.write(bytes));
  }

  /** Writes all of a stream; on any failure, the stream's own included, no file remains. */
  Pending write(InputStream source) {
    return write(source::transferTo);
  }

  private interface Content {
    void writeTo(OutputStream file) throws IOException;
  }

  private Pending write(Content content) {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    String hex = HexFormat.of().formatHex(random);
    String name = hex.substring(0, 2) + '/' + hex.substring(2, 4) + '/' + hex.substring(4) + ".val";
    Path temporary = directory.resolve(TEMPORARY + hex);
    try {
      try (OutputStream file =
          Files.newOutputStream(
              temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(file);
      }
      return new Pending(temporary, name, Files.size(temporary));
    } catch (IOException e) {
      CacheStorageException failure = failed("write value file", temporary, e);
      discard(temporary, failure);
      throw failure;
    } catch (RuntimeException | Error e) {
      discard(temporary, e);
      throw e;
    }
  }

  private static void discard(Path temporary, Throwable cause) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException suppressed) {
      cause.addSuppressed(suppressed);
    }
  }

  /** Forgets a file that was not put in place. */
  void discard(Pending pending) {
    try {
      Files.deleteIfExists(pending.temporary());
    } catch (IOException ignored) {
      // It has no row, and mending removes it.
    }
  }

  /** Renames a pending file into place. Another process may remove the directory meanwhile. */
  void place(Pending pending) {
    Path file = directory.resolve(pending.name());
    for (int attempt = 1; ; attempt++) {
      try {
        Files.createDirectories(file.getParent());
        Files.move(pending.temporary(), file, StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        // The latter when a directory was there to createDirectory, and gone a moment later.
        if (attempt == ATTEMPTS || !Files.exists(pending.temporary())) {
          throw failed("place value file", file, e);
        }
      } catch (IOException e) {
        throw failed("place value file", file, e);
      }
    }
  }

  /**
   * Reads a value file.
   *
   * @return its bytes, or null when it is missing, of another length than its row says, or the row
   *     names no value file
   */
  byte @Nullable [] read(String name, long sizeBytes) {
    // Looks before it opens: opening a pipe would wait for a writer.
    try (ValueStream file = open(name, sizeBytes)) {
      if (file == null) {
        return null;
      }
      byte[] bytes = file.stream().readAllBytes();
      return bytes.length == sizeBytes ? bytes : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** Opens a value file, or returns null where {@link #read} would. */
  @Nullable ValueStream open(String name, long sizeBytes) {
    Path file = file(name);
    try {
      if (file == null || !isWhole(file, sizeBytes)) {
        return null;
      }
      return new ValueStream(
          Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), file, sizeBytes);
    } catch (IOException e) {
      return null;
    }
  }

  private static boolean isWhole(Path file, long sizeBytes) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) == sizeBytes;
  }

  /** The path that a row names; null when it is none that a cache would have written. */
  @Nullable Path file(String name) {
    return NAME.matcher(name).matches() ? directory.resolve(name.replace('\\', '/')) : null;
  }

  /** Removes a value file and the directories that it leaves empty. What fails, mending removes. */
  void remove(String name) {
    Path file = file(name);
    if (file == null) {
      return;
    }
    try {
      Files.deleteIfExists(file);
      Path outer = directory.resolve(name.substring(0, 2));
      Files.deleteIfExists(outer.resolve(name.substring(3, 5)));
      Files.deleteIfExists(outer);
    } catch (DirectoryNotEmptyException e) {
      // Other values live there.
    } catch (IOException ignored) {
      // The row is gone already.
    }
  }

  /**
   * Whether a failure is for want of room: by the room that is left, for the system says it in the
   * language of its user, or by what it says of a quota.
   */
  static boolean isFull(IOException cause, Path directory) {
    String reason =
        cause instanceof FileSystemException failure
            ? String.valueOf(failure.getReason())
            : String.valueOf(cause.getMessage());
    return reason.contains("No space left")
        || reason.contains("quota exceeded")
        || usableBytes(directory) < NO_ROOM;
  }

  private static long usableBytes(Path directory) {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }

  private CacheStorageException failed(String act, Path file, IOException cause) {
    if (isFull(cause, directory)) {
      return new CacheFullException(act, file, cause);
    }
    return new CacheStorageException(act, file, String.valueOf(cause), "look at the cause", cause);
  }
}
