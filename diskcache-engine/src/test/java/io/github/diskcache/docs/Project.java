// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folders and files of this project, from which the pages and their tests are read. */
final class Project {
  private static final Path MODULE =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().normalize();

  private Project() {}

  /** The folder of all modules. */
  static Path root() {
    return MODULE.getParent();
  }

  /** A folder of this module. */
  static Path directory(String first, String... more) {
    return MODULE.resolve(Path.of(first, more));
  }

  /** The files below a folder that must be there, in order. */
  static List<Path> files(Path folder, String suffix) {
    if (!Files.isDirectory(folder)) {
      throw new AssertionError("There is no folder " + folder + "; run the tests in the project");
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
