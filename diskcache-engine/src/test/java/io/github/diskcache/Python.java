// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A Python process with python-diskcache, which runs one line after another. Confined to one
 * thread.
 */
final class Python implements AutoCloseable {
  private static final List<String> CANDIDATES = List.of("python3", "/usr/bin/python3");

  /** The candidate that was found. */
  private static String command;

  private final ChildProcess process;

  private Python(ChildProcess process) {
    this.process = process;
  }

  /** Starts the first Python that has python-diskcache; where there is none, skips the test. */
  static Python start(Path work) throws IOException, InterruptedException {
    if (command == null) {
      for (String candidate : CANDIDATES) {
        if (command == null && hasDiskcache(candidate)) {
          command = candidate;
        }
      }
    }
    assumeTrue(
        command != null,
        "python-diskcache is missing: none of "
            + CANDIDATES
            + " can import it; install the package python3-diskcache");
    return new Python(ChildProcess.start(work, List.of(command, script().toString())));
  }

  private static boolean hasDiskcache(String candidate) throws InterruptedException {
    Process importing;
    try {
      importing =
          new ProcessBuilder(candidate, "-c", "import diskcache")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return false;
    }
    try {
      return importing.waitFor(ChildProcess.LONGEST_SECONDS, TimeUnit.SECONDS)
          && importing.exitValue() == 0;
    } finally {
      importing.destroyForcibly();
    }
  }

  private static Path script() {
    try {
      return Path.of(Objects.requireNonNull(Python.class.getResource("interop.py")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a line that is to run while the test does something else. */
  void send(String line) {
    process.send(line);
  }

  /** Waits for the answer to the oldest line that has none yet. */
  String receive() throws InterruptedException {
    return process.receive();
  }

  /** The representation of an expression's value, or {@code raised} and that of the exception. */
  String eval(String expression) throws InterruptedException {
    send(expression);
    return receive();
  }

  /** Runs a statement, or an expression whose value does not matter. */
  void run(String statement) throws InterruptedException {
    assertThat(eval(statement)).as(statement).doesNotStartWith("raised ");
  }

  /** Asserts that an expression is true. */
  void assertTrue(String expression) throws InterruptedException {
    assertThat(eval(expression)).as(expression).isEqualTo("True");
  }

  @Override
  public void close() {
    process.close();
  }
}
