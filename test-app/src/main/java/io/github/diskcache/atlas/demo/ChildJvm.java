// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.demo;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that this one started, on the same class path. It reports in lines on its standard output
 * and logs into a file.
 *
 * <p>It never outlives its parent: a shutdown hook kills it, and where the parent was killed
 * itself, the child sees the end of its standard input and halts. Confined to one thread.
 */
final class ChildJvm implements AutoCloseable {

  private static final int LOG_LINES_SHOWN = 15;
  private static final long SECONDS_TO_END = 20;

  private final String name;
  private final Path log;
  private final Process process;
  private final Thread killAtExit;
  private final BufferedReader reports;

  private ChildJvm(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.killAtExit = new Thread(process::destroyForcibly, "kill " + name);
    this.reports =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    Runtime.getRuntime().addShutdownHook(killAtExit);
  }

  static ChildJvm start(
      String name, int heapMebibytes, Options options, Class<?> main, List<String> arguments) {
    Path log = options.directory().resolve(name + ".log");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heapMebibytes + "m");
    command.add("-XX:+UseSerialGC"); // right for so small a heap, and leaves the cores to the work
    command.add("-Dh2.bindAddress=127.0.0.1");
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    if (!options.jvm().isEmpty()) {
      command.add(options.jvm());
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    try {
      return new ChildJvm(
          name, log, new ProcessBuilder(command).redirectError(log.toFile()).start());
    } catch (IOException e) {
      throw new DemoException("Cannot start the JVM [" + name + "]: " + e.getMessage(), e);
    }
  }

  /**
   * Returns the next line that the child reports.
   *
   * @throws DemoException when the child ended instead
   */
  String report() {
    try {
      String line = reports.readLine();
      if (line == null) {
        throw ended();
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read what the JVM [" + name + "] reports", e);
    }
  }

  /**
   * Waits until the child has ended by itself.
   *
   * @throws DemoException when it does not end, or not well
   */
  void awaitEnd() {
    if (!waitFor(SECONDS_TO_END) || process.exitValue() != 0) {
      throw ended();
    }
    forget();
  }

  private DemoException ended() {
    String end =
        waitFor(SECONDS_TO_END) ? "ended with exit code " + process.exitValue() : "does not end";
    return new DemoException(
        "The JVM [" + name + "] " + end + "; its log [" + log + "] says:\n" + lastMessages());
  }

  /** The end of the log without the frames of stack traces. */
  private String lastMessages() {
    try {
      List<String> lines =
          Files.readAllLines(log).stream().filter(line -> !line.startsWith("\t")).toList();
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
    } catch (IOException e) {
      return "(cannot be read: " + e.getMessage() + ")";
    }
  }

  /** Kills the process as the kernel kills one: no shutdown hook of the child runs. */
  void kill() {
    process.destroyForcibly();
    if (!waitFor(SECONDS_TO_END)) {
      throw new DemoException("Cannot kill the JVM [" + name + "], process " + process.pid());
    }
    forget();
  }

  long pid() {
    return process.pid();
  }

  /** Lets the child end by itself, by the end of its standard input, or else kills it. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The child is gone already.
    }
    if (!waitFor(SECONDS_TO_END)) {
      process.destroyForcibly();
    }
    forget();
  }

  private boolean waitFor(long seconds) {
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(killAtExit);
    } catch (IllegalStateException e) {
      // This JVM is shutting down: the hook runs.
    }
  }

  /**
   * To be called first in a child: returns where it reports to, and sends what anybody else prints
   * to the log.
   *
   * @param atEndOfInput what to do when the parent closed the child's input, or died
   */
  static PrintStream beChild(Runnable atEndOfInput) {
    var reports =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    var watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() != -1) {
                  // The parent never says anything.
                }
              } catch (IOException e) {
                // As good as the end.
              }
              atEndOfInput.run();
            },
            "parent-watch");
    watch.setDaemon(true);
    watch.start();
    return reports;
  }
}
