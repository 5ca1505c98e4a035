// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Who loads SQLite's library, and what is left of it. The driver's own way leaves a file. */
class NativeLibraryTest {
  @RegisterExtension final Stores stores = new Stores();
  @TempDir Path temporary;

  private String left(String... options) throws Exception {
    List<String> all =
        Stream.concat(Stream.of("-Djava.io.tmpdir=" + temporary), Stream.of(options)).toList();
    String output = ChildJvm.start(all, Opening.class, stores.directory(), temporary).output();
    return output.substring(output.lastIndexOf('\n') + 1);
  }

  private static void assumeKnownSystem() {
    assumeTrue(System.getProperty("os.name").equals("Linux"));
    assumeTrue(Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2")));
    assumeTrue(Files.notExists(Path.of("/lib/ld-musl-x86_64.so.1")));
  }

  @Test
  void load_knownSystem_leavesNothing() throws Exception {
    assumeKnownSystem();
    assertThat(left()).isEqualTo("0 files, properties null null");
  }

  @Test
  void load_directoryChosenByTheUser_isLeftToTheDriver() throws Exception {
    assertThat(left("-Dorg.sqlite.tmpdir=" + temporary)).doesNotStartWith("0 files");
  }

  @Test
  void load_libraryChosenByTheUser_isKept() throws Exception {
    assertThat(left("-Dorg.sqlite.lib.path=/nowhere"))
        .doesNotStartWith("0 files")
        .endsWith("properties /nowhere null");
  }

  @Test
  void load_directoryThatCannotBeMade_isLeftToTheDriver() throws Exception {
    assertThat(left("-Djava.io.tmpdir=/nowhere", "-Dorg.sqlite.tmpdir=" + temporary))
        .doesNotStartWith("0 files");
  }

  /** Opens a cache, and tells what is in the directory of temporary files meanwhile. */
  static final class Opening {
    public static void main(String[] args) throws Exception {
      try (Cache<Object, Object> cache = Cache.open(Path.of(args[0]));
          Stream<Path> files = Files.list(Path.of(args[1]))) {
        cache.set("k", "value");
        System.out.println(
            files.filter(file -> !file.toString().contains("hsperfdata")).count()
                + " files, properties "
                + System.getProperty("org.sqlite.lib.path")
                + " "
                + System.getProperty("org.sqlite.lib.name"));
      }
    }
  }
}
