// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Every known race has tests of its name, {@code R<number>_…}. */
class RacesTest {
  private static final Pattern RACE = Pattern.compile("R([0-9]+)_.+");

  @Test
  void everyRace_hasATestOfItsName() throws Exception {
    Map<Integer, Integer> tests = new TreeMap<>();
    Path root = Path.of(RacesTest.class.getResource("/").toURI());
    for (Path file : classFiles(root)) {
      String name = root.relativize(file).toString().replaceAll("\\.class$", "");
      Class<?> type =
          Class.forName(name.replaceAll("[/\\\\]", "."), false, RacesTest.class.getClassLoader());
      if (!type.isAnnotationPresent(Disabled.class)) {
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
            .filter(method -> !method.isAnnotationPresent(Disabled.class))
            .map(method -> RACE.matcher(method.getName()))
            .filter(Matcher::matches)
            .forEach(match -> tests.merge(Integer.valueOf(match.group(1)), 1, Integer::sum));
      }
    }

    assertThat(tests.keySet()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  private static List<Path> classFiles(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".class")).toList();
    }
  }
}
