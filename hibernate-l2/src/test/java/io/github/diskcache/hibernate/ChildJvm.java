// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another process on the class path of the tests, which answers in lines and may be killed. */
final class ChildJvm implements Closeable {
  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter requests;

  private ChildJvm(Process process) {
    this.process = process;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.requests =
        new PrintWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
  }

  static ChildJvm start(Class<?> main, Object... arguments) throws IOException {
    return start(List.of(), main, arguments);
  }

  /** Starts a process that finds classes in some directories first. */
  static ChildJvm start(List<Path> first, Class<?> main, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    StringBuilder classPath = new StringBuilder();
    first.forEach(path -> classPath.append(path).append(java.io.File.pathSeparatorChar));
    classPath.append(System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", classPath.toString(), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new ChildJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Sends a line and waits for the answer to it. */
  String ask(String line) throws IOException {
    requests.println(line);
    return answer();
  }

  /** The next line; the process must not have ended before. */
  String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new AssertionError("the process has ended: " + process);
    }
    return line;
  }

  /** Whether there is a line that has not been taken yet. */
  boolean hasAnswered() throws IOException {
    return answers.ready();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends the process at once, wherever it is, and waits for its end. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(2, TimeUnit.MINUTES);
  }

  /** Waits for the process to end by itself. */
  int exit() throws InterruptedException {
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      throw new AssertionError("the process does not end: " + process);
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    requests.close();
    answers.close();
  }
}
