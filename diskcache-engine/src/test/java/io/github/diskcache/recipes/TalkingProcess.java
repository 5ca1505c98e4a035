// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A child process that a test talks with by lines, and ends by its own handle. */
final class TalkingProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;
  private static final String END = "end of output";

  private static final String PYTHON_PROGRAM =
      """
      import sys
      from diskcache import *
      cache = Cache(sys.argv[1])
      print('ready')
      for line in sys.stdin:
          exec(compile(line, '<test>', 'single'), globals())
          print('done')
      """;

  private final Process process;
  private final BufferedWriter requests;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private TalkingProcess(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    requests = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
    Thread reader = new Thread(this::readLines, "lines of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  private void readLines() {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add(e.toString());
    }
    lines.add(END);
  }

  /** A JVM that runs {@link RecipeProcess}. */
  static TalkingProcess java(String command, Path directory) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx64m"));
    if (Runtime.version().feature() >= 24) {
      line.add("--enable-native-access=ALL-UNNAMED");
    }
    line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    line.addAll(List.of(RecipeProcess.class.getName(), command, directory.toString()));
    return new TalkingProcess(line);
  }

  /** A Python with python-diskcache and a cache in the directory, where the machine has one. */
  static Optional<TalkingProcess> python(Path directory) throws Exception {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      try {
        TalkingProcess process =
            new TalkingProcess(List.of(python, "-u", "-c", PYTHON_PROGRAM, directory.toString()));
        if (process.line().equals("ready")) {
          return Optional.of(process);
        }
        process.close();
      } catch (IOException e) {
        // There is no such command.
      }
    }
    return Optional.empty();
  }

  /** The next line that it writes. */
  String line() throws InterruptedException {
    String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("Process " + process.pid() + " said nothing in time");
    }
    return line;
  }

  void expect(String expected) throws InterruptedException {
    String line = line();
    if (!line.equals(expected)) {
      List<String> more = new ArrayList<>(List.of(line));
      lines.drainTo(more);
      throw new AssertionError("Expected [" + expected + "], got " + String.join("\n", more));
    }
  }

  boolean isSilent() {
    return lines.isEmpty();
  }

  void send(String line) {
    try {
      requests.write(line);
      requests.newLine();
      requests.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a line of Python and returns what it evaluates to, or nothing. */
  String run(String statement) throws InterruptedException {
    send(statement);
    return answer();
  }

  /** What a line of Python that was sent evaluates to. */
  String answer() throws InterruptedException {
    List<String> answer = new ArrayList<>();
    for (String line = line(); !line.equals("done"); line = line()) {
      answer.add(line);
      if (line.equals(END)) {
        throw new AssertionError(String.join("\n", answer));
      }
    }
    return String.join("\n", answer);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it as a power cut would, and waits until it is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
