// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The Python that has python-diskcache, if this machine has one. */
final class Python {
  private static final List<String> CANDIDATES = List.of("python3", "/usr/bin/python3");
  private static final String VERSIONS =
      "import sys, sqlite3, diskcache; print('Python %s, SQLite %s, python-diskcache %s' %"
          + " (sys.version.split()[0], sqlite3.sqlite_version, diskcache.__version__))";
  private static final long SECONDS_TO_ANSWER = 60;

  private final @Nullable String command;
  private final String versions;
  private final Path script;

  private Python(@Nullable String command, String versions, Path script) {
    this.command = command;
    this.versions = versions;
    this.script = script;
  }

  /** Looks for one, and puts the script for it into a directory. */
  static Python find(Path directory) {
    Path script = directory.resolve("worker.py");
    try (InputStream in =
        Objects.requireNonNull(Python.class.getResourceAsStream("worker.py"), "worker.py")) {
      Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String candidate : CANDIDATES) {
      String versions = versions(candidate);
      if (versions != null) {
        return new Python(candidate, versions, script);
      }
    }
    return new Python(null, "no python-diskcache: install python3-diskcache", script);
  }

  private static @Nullable String versions(String candidate) {
    try {
      Process process =
          new ProcessBuilder(candidate, "-c", VERSIONS)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean ended = process.waitFor(SECONDS_TO_ANSWER, TimeUnit.SECONDS);
        return ended && process.exitValue() == 0 ? line.strip() : null;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** What it is, or that there is none. */
  String versions() {
    return versions;
  }

  List<String> command(Job job) {
    if (command == null) {
      throw new BenchmarkException(versions);
    }
    List<String> line = new ArrayList<>(List.of(command, script.toString()));
    line.addAll(job.arguments());
    return line;
  }
}
