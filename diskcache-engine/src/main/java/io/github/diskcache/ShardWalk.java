// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the files of a shard, but not at those of another cache inside it, while other processes
 * make and remove some. Confined to one thread.
 */
abstract class ShardWalk extends SimpleFileVisitor<Path> {
  private final Path top;

  ShardWalk(Path top) {
    this.top = top;
  }

  /** Looks at everything down to a depth. */
  final void run(int depth) {
    try {
      Files.walkFileTree(top, Set.of(), depth, this);
    } catch (IOException e) {
      throw new CacheStorageException("list cache", top, e.toString(), "look at the cause", e);
    }
  }

  /** Looks at a directory after its files. */
  abstract void leave(Path directory) throws IOException;

  @Override
  public final FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    boolean another =
        !directory.equals(top) && Files.exists(directory.resolve(DatabaseOpener.FILE));
    return another ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
  }

  @Override
  public final FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
    if (failure instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw failure;
  }

  @Override
  public final FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
      throws IOException {
    if (failure != null) {
      throw failure;
    }
    leave(directory);
    return FileVisitResult.CONTINUE;
  }
}
