// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The regions of tests that are blocks of pages, by {@code Class#name}: in every module, in each
 * test whose package ends in {@code docs}.
 *
 * @param byName code by name
 */
record Snippets(Map<String, String> byName) {
  private static final Pattern BEGIN = Pattern.compile("\\s*// snippet: (\\w+)");
  private static final Pattern END = Pattern.compile("\\s*// end");

  /** Reads the regions of all modules. */
  static Snippets ofProject() {
    Map<String, String> byName = new TreeMap<>();
    for (Path test : tests()) {
      String name = test.getFileName().toString().replace(".java", "");
      read(name, Project.lines(test), byName);
    }
    return new Snippets(byName);
  }

  private static List<Path> tests() {
    try (Stream<Path> modules = Files.list(Project.root())) {
      return modules
          .map(module -> module.resolve(Path.of("src", "test", "java")))
          .filter(Files::isDirectory)
          .flatMap(sources -> Project.files(sources, "Test.java").stream())
          .filter(test -> test.getParent().endsWith("docs"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds the regions in the lines of a class. */
  static void read(String className, List<String> lines, Map<String, String> byName) {
    String name = null;
    List<String> code = new ArrayList<>();
    for (String line : lines) {
      Matcher begin = BEGIN.matcher(line);
      if (begin.matches()) {
        require(name == null, className, name, "it has no end before the next one begins");
        name = begin.group(1);
        code.clear();
      } else if (name != null && END.matcher(line).matches()) {
        String region = String.join("\n", code).stripTrailing().stripIndent();
        String before = byName.put(className + "#" + name, region);
        require(before == null, className, name, "there are two of that name");
        name = null;
      } else {
        code.add(line);
      }
    }
    require(name == null, className, name, "it has no end");
  }

  private static void require(boolean condition, String className, String name, String fault) {
    if (!condition) {
      throw new AssertionError("Region " + className + "#" + name + ": " + fault);
    }
  }
}
