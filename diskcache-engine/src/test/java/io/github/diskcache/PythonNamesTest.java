// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of docs/python-names.md: what it names is there, and it names all that is there. */
class PythonNamesTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "")).resolve(Path.of("..", "docs", "python-names.md"));
  private static final List<String> PACKAGES =
      List.of("io.github.diskcache.", "io.github.diskcache.recipes.");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern JAVA = Pattern.compile("(\\w+(?:\\.\\w+)?)(?:#(\\w+))?");
  private static final Pattern PYTHON = Pattern.compile("\\w+(?:\\.\\w+)?");
  private static final String NONE = "none";

  /** The public names of python-diskcache, those of classes with a point. */
  private static final String NAMES =
      """
      [name for name in diskcache.__all__] \
      + [c.__name__ + '.' + name for c in vars(diskcache).values() \
      if isinstance(c, type) and not issubclass(c, Exception) \
      for name in dir(c) if not name.startswith('_')] \
      + list(diskcache.DEFAULT_SETTINGS)""";

  @TempDir Path work;

  private record Row(String python, String java) {}

  private static List<Row> rows() throws IOException {
    assertThat(PAGE).as("the page, beside the folder of this module").isRegularFile();
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(PAGE)) {
      String[] cells = line.split("\\|", -1);
      if (cells.length == 5 && !cells[1].startsWith("--") && !cells[1].isBlank()) {
        rows.add(new Row(cells[1].strip(), cells[2].strip()));
      } else {
        assertThat(line).as("a row has three cells").doesNotStartWith("| `");
      }
    }
    return rows.stream().filter(row -> !row.python.equals("Python")).toList();
  }

  private static Stream<String> code(String cell) {
    return CODE.matcher(cell).results().map(found -> found.group(1));
  }

  @Test
  void javaColumn_anyName_exists() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Row row : rows()) {
      List<String> names = code(row.java).toList();
      String text = row.java.replaceAll("`[^`]+`(, )?", "");
      if (!text.isEmpty() && !(text.equals(NONE) && names.isEmpty())) {
        wrong.add(row.python + ": neither names nor " + NONE + ": " + row.java);
      }
      names.stream().filter(n -> !exists(n)).forEach(n -> wrong.add(row.python + ": " + n));
    }

    assertThat(wrong).as("of docs/python-names.md").isEmpty();
  }

  private static boolean exists(String name) {
    Matcher java = JAVA.matcher(name);
    if (!java.matches()) {
      return false;
    }
    Optional<Class<?>> type = type(java.group(1));
    String member = java.group(2);
    return type.isPresent()
        && Modifier.isPublic(type.get().getModifiers())
        && (member == null || members(type.get()).anyMatch(m -> m.getName().equals(member)));
  }

  private static Stream<Member> members(Class<?> type) {
    return Stream.concat(Arrays.stream(type.getMethods()), Arrays.stream(type.getFields()));
  }

  private static Optional<Class<?>> type(String name) {
    for (String prefix : PACKAGES) {
      try {
        return Optional.of(
            Class.forName(
                prefix + name.replace('.', '$'), false, PythonNamesTest.class.getClassLoader()));
      } catch (ClassNotFoundException e) {
        // perhaps in the other package
      }
    }
    return Optional.empty();
  }

  @Test
  void exists_wrongNames_doNot() {
    assertThat(List.of("Cache", "Cache#popEntry", "CheckReport.UnknownFile", "Lock#lock"))
        .allMatch(PythonNamesTest::exists);
    assertThat(List.of("Cash", "Cache#popAll", "Shard", "Setting#defaultValue", "Cache()"))
        .noneMatch(PythonNamesTest::exists);
  }

  @Test
  void pythonColumn_everyPublicName_isThere() throws Exception {
    TreeSet<String> documented = new TreeSet<>();
    for (Row row : rows()) {
      code(row.python)
          .map(PYTHON::matcher)
          .filter(Matcher::lookingAt)
          .forEach(name -> documented.add(name.group()));
    }
    TreeSet<String> missing;
    try (Python python = Python.start(work)) {
      python.run("import diskcache");
      missing = new TreeSet<>(List.of(python.eval("' '.join(" + NAMES + ")").split("[ ']+")));
    }
    assertThat(missing).contains("Cache", "Cache.get", "size_limit");
    missing.removeIf(name -> isDocumented(name, documented));

    assertThat(missing).as("not in docs/python-names.md").isEmpty();
  }

  /** What a fan-out cache has of Cache, and JSONDisk of Disk, stands there once. */
  private static boolean isDocumented(String name, Set<String> documented) {
    return documented.contains(name)
        || documented.contains(name.replace("FanoutCache.", "Cache."))
        || documented.contains(name.replace("JSONDisk.", "Disk."))
        || name.isEmpty();
  }
}
