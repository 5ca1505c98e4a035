// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process that a test starts, talks to by lines, and ends whatever happens. Confined to one
 * thread.
 */
final class ChildProcess implements AutoCloseable {
  /** Far longer than anything takes on a busy machine; only a process that hangs waits for it. */
  static final long LONGEST_SECONDS = 120;

  private static final String END = "\0end";

  private final Process process;
  private final Path complaints;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private ChildProcess(Process process, Path complaints) {
    this.process = process;
    this.complaints = complaints;
    Thread reader = new Thread(this::readLines, "lines of process " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a command; {@code work} is a directory of the test's own, which is made. */
  static ChildProcess start(Path work, List<String> command) throws IOException {
    Path complaints = Files.createTempFile(Files.createDirectories(work), "stderr-", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(complaints.toFile()).directory(work.toFile());
    builder.environment().put("PYTHONUTF8", "1");
    return new ChildProcess(builder.start(), complaints);
  }

  /** Starts a main class in a JVM like this one. */
  static ChildProcess startJava(Path work, Class<?> main, Object... arguments) throws IOException {
    return startJava(work, "-Xmx128m", main, arguments);
  }

  /** Starts a main class in a JVM like this one, with an option for its heap. */
  static ChildProcess startJava(Path work, String heap, Class<?> main, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Quick to start; and a killed JVM leaves its copy of SQLite's library in the test's directory.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", heap));
    command.add("-Djava.io.tmpdir=" + work);
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return start(work, command);
  }

  private void readLines() {
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // The process was ended.
    } finally {
      lines.add(END);
    }
  }

  void send(String line) {
    try {
      process.getOutputStream().write((line + '\n').getBytes(UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException("The process has ended; it said: " + complaint(), e);
    }
  }

  /** The next line of output, which must come. */
  String receive() throws InterruptedException {
    String line = next();
    if (line.equals(END)) {
      throw new AssertionError("The process has ended; it said: " + complaint());
    }
    return line;
  }

  private String next() throws InterruptedException {
    String line = lines.poll(LONGEST_SECONDS, TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("The process hangs; it said: " + complaint());
    }
    return line;
  }

  /** Ends the process as {@code kill -9} does, and returns the lines not received yet. */
  List<String> kill() throws InterruptedException {
    // By its handle, since the process object would close the pipe with lines still in it.
    process.toHandle().destroyForcibly();
    process.waitFor();
    List<String> rest = new ArrayList<>();
    for (String line = next(); !line.equals(END); line = next()) {
      rest.add(line);
    }
    return rest;
  }

  private String complaint() {
    try {
      return Files.readString(complaints);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
