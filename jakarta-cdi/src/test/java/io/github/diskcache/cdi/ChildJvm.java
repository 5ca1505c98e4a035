// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Another process on the class path of the tests. It ends when its input does. */
final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private ChildJvm(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static ChildJvm start(Class<?> main, Path directory, String... arguments) throws IOException {
    return start(classPath(), main, directory, arguments);
  }

  /** A process whose class path lacks the jars with names of a pattern. */
  static ChildJvm startWithout(String jars, Class<?> main, Path directory) throws IOException {
    String rest =
        Arrays.stream(classPath().split(File.pathSeparator))
            .filter(entry -> !String.valueOf(Path.of(entry).getFileName()).matches(jars))
            .collect(Collectors.joining(File.pathSeparator));
    return start(rest, main, directory);
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static ChildJvm start(
      String classPath, Class<?> main, Path directory, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-Ddiskcache.directory=" + directory, "-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    return new ChildJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
  }

  void send(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** The next line that begins with a word, without it. */
  String await(String word) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(word)) {
        return line.substring(word.length()).strip();
      }
    }
    throw new AssertionError("the process has ended without a line [" + word + "]");
  }

  void kill() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
  }

  @Override
  public void close() throws IOException {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
