// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to do.
 *
 * @param mode how much is measured
 * @param only names of the questions to ask; empty: all
 * @param arms the arms that take part
 * @param target where data and results go
 * @param docs where the report is written into, or null
 */
record Options(Mode mode, List<String> only, Set<Arm> arms, Path target, @Nullable Path docs) {

  /** Reads arguments such as {@code --mode=quick}; an empty value is as none. */
  static Options parse(String... arguments) {
    Map<String, String> given = new HashMap<>();
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      if (!parts[0].startsWith("--") || parts.length < 2) {
        throw new BenchmarkException(
            "Cannot understand [" + argument + "]; options are --name=value");
      }
      if (!parts[1].isEmpty()) {
        given.put(parts[0].substring(2), parts[1]);
      }
    }
    String docs = given.remove("docs");
    Options options =
        new Options(
            mode(given.getOrDefault("mode", "quick")),
            words(given.remove("only")),
            arms(words(given.remove("arms"))),
            Path.of(given.getOrDefault("target", "target")).toAbsolutePath(),
            docs == null ? null : Path.of(docs).toAbsolutePath());
    given.keySet().removeAll(Set.of("mode", "target"));
    if (!given.isEmpty()) {
      throw new BenchmarkException(
          "Cannot understand "
              + given.keySet()
              + "; known are --mode --only --arms --target --docs, each as --name=value");
    }
    return options;
  }

  private static Mode mode(String name) {
    return Arrays.stream(Mode.values())
        .filter(mode -> mode.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () -> new BenchmarkException("-Dbench takes quick, full or smoke, was [" + name + "]"));
  }

  private static List<String> words(@Nullable String list) {
    return list == null ? List.of() : List.of(list.split(","));
  }

  private static Set<Arm> arms(List<String> names) {
    Set<Arm> arms = EnumSet.noneOf(Arm.class);
    for (String name : names) {
      try {
        arms.add(Arm.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')));
      } catch (IllegalArgumentException e) {
        throw new BenchmarkException(
            "-Dbench.arms takes some of " + Arrays.toString(Arm.values()) + ", was " + name, e);
      }
    }
    return arms.isEmpty() ? EnumSet.allOf(Arm.class) : arms;
  }
}
