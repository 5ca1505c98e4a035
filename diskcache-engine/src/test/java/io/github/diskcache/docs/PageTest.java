// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diskcache.Cache;
import io.github.diskcache.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * A test whose regions, from a comment {@code snippet: name} to a comment {@code end}, are the
 * blocks of a page in {@code docs}. Each test has a directory of its own and a clock that stands
 * still. Every cache that it leaves there must pass its check, and every call of {@link #print}
 * must be reached.
 */
abstract class PageTest {
  private static final Path SOURCES = Project.directory("src", "test", "java");
  private static final String COMMENT = "; // ";

  @TempDir Path directory;
  final StillClock clock = new StillClock();

  /** The disk of the caches that are left. */
  Disk disk = Disk.plain();

  /** Numbers of lines whose call of print was reached, from 1. */
  private final Set<Integer> printed = ConcurrentHashMap.newKeySet();

  /** What the pages call printing: the text of a value must be the comment behind the call. */
  void print(Object value) {
    int number =
        StackWalker.getInstance()
            .walk(frames -> frames.skip(1).findFirst().orElseThrow().getLineNumber());
    printed.add(number);
    String line =
        source().stream().skip(number - 1L).filter(l -> l.contains(";")).findFirst().orElseThrow();
    assertThat(line).as("what is printed stands in a comment behind it").contains(COMMENT);
    assertThat(String.valueOf(value))
        .as("line %d of %s", number, getClass().getSimpleName())
        .isEqualTo(line.substring(line.lastIndexOf(COMMENT) + COMMENT.length()));
  }

  private List<String> source() {
    return Project.lines(SOURCES.resolve(getClass().getName().replace('.', '/') + ".java"));
  }

  @AfterEach
  void everyPrint_isReached(TestInfo test) {
    List<String> lines = source();
    String method = " " + test.getTestMethod().orElseThrow().getName() + "(";
    boolean inside = false;
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1);
      inside = inside ? !line.equals("  }") : line.startsWith("  void") && line.contains(method);
      if (inside && line.strip().startsWith("print(")) {
        assertThat(printed).as("reached in %s", method).contains(number);
      }
    }
  }

  @AfterEach
  void everyCache_passesItsCheck() throws IOException {
    for (Path database : databases()) {
      try (Cache<?, ?> cache = Cache.builder(database.getParent()).disk(disk).open()) {
        assertThat(cache.maintenance().check().problems()).as(database.toString()).isEmpty();
      }
    }
  }

  private List<Path> databases() throws IOException {
    try (Stream<Path> files = Files.exists(directory) ? Files.walk(directory) : Stream.empty()) {
      return files.filter(file -> file.endsWith("cache.db")).toList();
    }
  }
}
