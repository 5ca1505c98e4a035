// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process that does a job. It reports on its standard output and logs into a file, and is killed
 * at the latest when this JVM ends or its time is over. Confined to one thread.
 */
final class Child implements AutoCloseable {
  private static final int LOG_LINES_SHOWN = 3;

  private final Path log;
  private final Process process;
  private final BufferedReader reports;
  private final Thread killAtExit;
  private final Map<String, Double> metrics = new LinkedHashMap<>();

  private Child(Path log, Process process, long secondsToLive) {
    this.log = log;
    this.process = process;
    this.reports =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.killAtExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(killAtExit);
    Thread watch = new Thread(() -> killAfter(secondsToLive), "watch " + process.pid());
    watch.setDaemon(true);
    watch.start();
  }

  static Child start(List<String> command, Path log, long secondsToLive) {
    try {
      Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
      return new Child(log, process, secondsToLive);
    } catch (IOException e) {
      throw new BenchmarkException("Cannot start " + command.get(0) + ": " + e.getMessage(), e);
    }
  }

  private void killAfter(long seconds) {
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads what the child measures until it says a word. */
  void await(String word) {
    String line = nextLine();
    while (line != null && !line.equals(word)) {
      note(line);
      line = nextLine();
    }
    if (line == null) {
      throw ended();
    }
  }

  /** Reads what the child measures until it ends, and returns it. */
  Map<String, Double> finish() {
    for (String line = nextLine(); line != null; line = nextLine()) {
      note(line);
    }
    if (exitValue() != 0) {
      throw ended();
    }
    return metrics;
  }

  /** Returns what the child has measured so far under a name. */
  double metric(String name) {
    Double value = metrics.get(name);
    if (value == null) {
      throw new BenchmarkException("A child has not reported [" + name + "]");
    }
    return value;
  }

  private @Nullable String nextLine() {
    try {
      return reports.readLine();
    } catch (IOException e) {
      throw new BenchmarkException("Cannot read what a child reports: " + e.getMessage(), e);
    }
  }

  private void note(String line) {
    String[] parts = line.split(" ", 2);
    if (parts.length == 2) {
      metrics.put(parts[0], Double.parseDouble(parts[1]));
    }
  }

  void go() {
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw ended();
    }
  }

  /** Kills the process as the kernel kills one: nothing of it runs any more. */
  void kill() {
    process.destroyForcibly();
    exitValue();
  }

  private int exitValue() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("Interrupted", e);
    }
  }

  private BenchmarkException ended() {
    return new BenchmarkException("ended with " + exitValue() + ": " + why());
  }

  /** The cause that the log names, or its last lines. */
  private String why() {
    try {
      List<String> lines = Files.readAllLines(log);
      List<String> causes =
          lines.stream()
              .filter(
                  line ->
                      line.startsWith("Exception in")
                          || line.startsWith("Caused by")
                          || line.matches("[A-Za-z.]*(Error|Exception|Timeout)\\b.*"))
              .toList();
      List<String> shown = causes.isEmpty() ? lines : causes;
      return String.join(
          " / ", shown.subList(Math.max(0, shown.size() - LOG_LINES_SHOWN), shown.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Runtime.getRuntime().removeShutdownHook(killAtExit);
    } catch (IllegalStateException e) {
      // This JVM is shutting down: the hook runs.
    }
  }
}
