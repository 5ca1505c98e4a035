// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Seeds faults in the protections, each in a copy of one source file, and sees that the test that
 * is named for it fails. {@code mvn -Psoak test -Dtest=MutantTest} tries all of them, a build one.
 */
class MutantTest {
  static final List<Mutant> MUTANTS = Mutant.ALL;

  @TempDir Path work;

  @ParameterizedTest
  @FieldSource("MUTANTS")
  void mutant_changesOnePlaceAndHasATest(Mutant mutant) throws Exception {
    String source = source(mutant);
    int first = source.indexOf(mutant.from());
    assertThat(first).as("[%s] is in the source", mutant.from()).isNotNegative();
    assertThat(source.indexOf(mutant.from(), first + 1)).as("is there once").isNegative();
    String[] test = mutant.caughtBy().split("#", -1);
    Class<?> type = Class.forName(MutantTest.class.getPackageName() + "." + test[0]);
    assertThat(type.getDeclaredMethod(test[1])).isNotNull();
  }

  @Test
  void oneMutant_isCaught() throws Exception {
    assertThat(verdict(MUTANTS.get(0))).isEqualTo("MUTANT 0 1");
  }

  @ParameterizedTest
  @FieldSource("MUTANTS")
  @Tag("soak")
  void mutant_isCaught(Mutant mutant) throws Exception {
    String verdict = verdict(mutant);
    System.out.printf(
        "L2MUTANT race=%s class=%s caughtBy=%s caught=%s%n",
        mutant.race(),
        mutant.type().getSimpleName(),
        mutant.caughtBy(),
        verdict.equals("MUTANT 0 1"));
    assertThat(verdict).isEqualTo("MUTANT 0 1");
  }

  private String verdict(Mutant mutant) throws Exception {
    Path classes = compiled(mutant, work.resolve("mutant"));
    try (ChildJvm child = ChildJvm.start(List.of(classes), MutantChild.class, mutant.caughtBy())) {
      String line = child.answer();
      while (!line.startsWith("MUTANT ")) {
        line = child.answer();
      }
      return line;
    }
  }

  /** Compiles the source with the fault; the directory has its classes only. */
  static Path compiled(Mutant mutant, Path directory) throws IOException {
    Path classes = Files.createDirectories(directory.resolve("classes"));
    Path source = directory.resolve(mutant.type().getSimpleName() + ".java");
    Files.writeString(source, source(mutant).replace(mutant.from(), mutant.to()));
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-nowarn",
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertThat(failed).as("the mutant compiles").isZero();
    return classes;
  }

  private static String source(Mutant mutant) throws IOException {
    Path module = Path.of(System.getProperty("basedir", ""));
    return Files.readString(
        module.resolve("src/main/java/" + mutant.type().getName().replace('.', '/') + ".java"));
  }
}
