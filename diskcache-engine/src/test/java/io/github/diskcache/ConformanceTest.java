// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Every one of the 120 conformance cases has a test of its name, {@code C<number>_…}. The numbers
 * have gaps, and go to 150.
 */
class ConformanceTest {
  private static final Pattern CASE = Pattern.compile("C([0-9]+)_.+");

  private static final Set<Integer> GAPS =
      Set.of(
          6, 10, 11, 15, 17, 20, 26, 29, 38, 46, 56, 59, 64, 67, 73, 74, 82, 90, 91, 101, 118, 121,
          122, 123, 127, 133, 136, 143, 148, 149);

  @Test
  void everyCase_hasATestOfItsName() throws Exception {
    List<Integer> cases =
        IntStream.rangeClosed(1, 150).boxed().filter(number -> !GAPS.contains(number)).toList();
    Map<Integer, Set<String>> tests = tests();

    assertThat(cases).hasSize(120);
    assertThat(tests.keySet()).containsExactlyElementsOf(cases);
  }

  /** The names of the tests that run, by number. */
  private static Map<Integer, Set<String>> tests() throws Exception {
    Map<Integer, Set<String>> tests = new TreeMap<>();
    Path root = Path.of(ConformanceTest.class.getResource("/").toURI());
    for (Path file : classFiles(root)) {
      String name = root.relativize(file).toString().replaceAll("\\.class$", "");
      Class<?> type =
          Class.forName(
              name.replaceAll("[/\\\\]", "."), false, ConformanceTest.class.getClassLoader());
      if (!type.isAnnotationPresent(Disabled.class)) {
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
            .filter(method -> !method.isAnnotationPresent(Disabled.class))
            .map(method -> CASE.matcher(method.getName()))
            .filter(Matcher::matches)
            .forEach(
                match ->
                    tests
                        .computeIfAbsent(Integer.valueOf(match.group(1)), n -> new TreeSet<>())
                        .add(type.getSimpleName() + "." + match.group()));
      }
    }
    return tests;
  }

  private static List<Path> classFiles(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".class")).toList();
    }
  }
}
