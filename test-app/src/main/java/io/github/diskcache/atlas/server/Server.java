// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A running WildFly on loopback, on ports of its own, with a directory of its own for
 * configuration, deployments, data and log. Several may share an {@link Installation}.
 *
 * <p>It never outlives this JVM: a shutdown hook ends it, and where this JVM was killed itself, the
 * shell that started the server sees the end of its input and kills it. Confined to one thread.
 */
public final class Server implements AutoCloseable {

  private static final int TRIES = 3;
  private static final int SECONDS_TO_END = 60;
  private static final String STARTED = "WFLYSRV0025";
  private static final String STARTED_WITH_ERRORS = "WFLYSRV0026";
  private static final String PORT_TAKEN = "Address already in use";

  /**
   * Starts the server, waits for the end of this JVM, and kills the server if it is still there.
   */
  private static final String KEEPER =
      """
      "$@" &
      cat > /dev/null
      kill -9 "$(cat "$JBOSS_PIDFILE")" 2> /dev/null
      wait
      """;

  private final Path base;
  private final int offset;
  private final Process keeper;
  private final ProcessHandle java;
  private final Thread endAtExit;

  private Server(Path base, int offset, Process keeper, ProcessHandle java) {
    this.base = base;
    this.offset = offset;
    this.keeper = keeper;
    this.java = java;
    this.endAtExit = new Thread(() -> end(java), "end " + base.getFileName());
    Runtime.getRuntime().addShutdownHook(endAtExit);
  }

  /**
   * Starts a server and returns when it has started, with what is deployed already.
   *
   * @param installation the WildFly
   * @param base the server's own directory; made as a copy of the installation's when absent
   * @param properties system properties
   */
  public static Server start(Installation installation, Path base, Map<String, String> properties) {
    if (Files.notExists(base)) {
      for (String part : List.of("configuration", "deployments")) {
        Trees.copy(installation.home().resolve("standalone").resolve(part), base.resolve(part));
      }
    }
    for (int i = 1; ; i++) {
      Server server = launch(installation, base, properties, Ports.freeOffset());
      if (server.awaitStart(i < TRIES)) {
        return server;
      }
      server.kill();
    }
  }

  private static Server launch(
      Installation installation, Path base, Map<String, String> properties, int offset) {
    Path pidFile = base.resolve("server.pid");
    var command = new ArrayList<>(List.of("/bin/sh", "-c", KEEPER, "keeper"));
    command.add(installation.home().resolve("bin/standalone.sh").toString());
    command.add("-b=127.0.0.1");
    command.add("-bmanagement=127.0.0.1");
    command.add("-Djboss.socket.binding.port-offset=" + offset);
    command.add("-Djboss.server.base.dir=" + base);
    command.add("-Djboss.node.name=" + base.getFileName());
    command.add("-Djboss.tx.node.id=" + base.getFileName());
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(base.resolve("console.log").toFile());
    var environment = builder.environment();
    environment.keySet().removeAll(List.of("JAVA_OPTS", "JBOSS_HOME", "JBOSS_BASE_DIR"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("LAUNCH_JBOSS_IN_BACKGROUND", "true");
    environment.put("JBOSS_PIDFILE", pidFile.toString());
    try {
      Files.deleteIfExists(pidFile);
      Process keeper = builder.start();
      Wait.until("The server [" + base + "] did not tell its process", () -> pid(pidFile) != null);
      long pid = pidOf(pidFile);
      return new Server(
          base,
          offset,
          keeper,
          ProcessHandle.of(pid)
              .orElseThrow(() -> new ServerException("The server [" + base + "] died at once")));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the server [" + base + "]", e);
    }
  }

  private static long pidOf(Path pidFile) {
    Long pid = pid(pidFile);
    if (pid == null) {
      throw new ServerException("[" + pidFile + "] holds no process");
    }
    return pid;
  }

  private static @Nullable Long pid(Path pidFile) {
    try {
      String text = Files.readString(pidFile).strip();
      return text.isEmpty() ? null : Long.valueOf(text);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns false when a port was taken and there is another try. */
  private boolean awaitStart(boolean mayTryAgain) {
    Wait.until(
        "The server [" + base + "] did not start",
        () -> !java.isAlive() || log().contains(STARTED) || log().contains(STARTED_WITH_ERRORS));
    String log = log();
    if (log.contains(STARTED)) {
      return true;
    }
    if (mayTryAgain && log.contains(PORT_TAKEN)) {
      return false;
    }
    String faults = faults();
    kill();
    throw new ServerException("The server [" + base + "] did not start well:\n" + faults);
  }

  /** Returns the address of something that this server serves, such as {@code /atlas/}. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + Ports.http(offset) + path);
  }

  /** Returns the process. */
  public long pid() {
    return java.pid();
  }

  /** Returns what the server has printed since it was started. */
  public String log() {
    try {
      return Files.readString(base.resolve("console.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of the log that tell of errors, and their causes. */
  private String faults() {
    return log()
        .lines()
        .filter(line -> line.contains(" ERROR ") || line.contains("Caused by: "))
        .collect(Collectors.joining("\n"));
  }

  /**
   * Deploys an application, or puts it in the place of the one that is there, and returns when it
   * serves.
   *
   * @param war the file
   * @param name the name to deploy it by, such as {@code atlas.war}
   * @throws ServerException with the server's reason, when it does not start
   */
  public void deploy(Path war, String name) {
    Path deployments = base.resolve("deployments");
    Path deployed = deployments.resolve(name + ".deployed");
    Path failed = deployments.resolve(name + ".failed");
    try {
      FileTime before = modified(deployed);
      Files.deleteIfExists(failed);
      Path copy = Files.copy(war, base.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      Files.move(copy, deployments.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      Files.createFile(deployments.resolve(name + ".dodeploy"));
      Wait.until(
          "The server [" + base + "] did not deploy [" + name + "]",
          () -> {
            requireAlive();
            FileTime after = modified(deployed);
            return Files.exists(failed) || (after != null && !after.equals(before));
          });
      if (Files.exists(failed)) {
        throw new ServerException(
            "Cannot deploy [" + name + "]: " + Files.readString(failed) + "\n" + faults());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot deploy [" + name + "]", e);
    }
  }

  /** Takes an application away and returns when it is gone. */
  public void undeploy(String name) {
    Path deployments = base.resolve("deployments");
    try {
      Files.delete(deployments.resolve(name + ".deployed"));
      Wait.until(
          "The server [" + base + "] did not undeploy [" + name + "]",
          () -> Files.exists(deployments.resolve(name + ".undeployed")));
      Files.delete(deployments.resolve(name + ".undeployed"));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot undeploy [" + name + "]", e);
    }
  }

  private static @Nullable FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireAlive() {
    if (!java.isAlive()) {
      throw new ServerException("The server [" + base + "] died:\n" + faults());
    }
  }

  /** Kills the process as the kernel kills one: nothing of it has a chance to end well. */
  public void kill() {
    java.destroyForcibly();
    close();
  }

  /** Lets the server end, or kills it when it does not. */
  @Override
  public void close() {
    end(java);
    endKeeper();
  }

  /** Returns when the server has ended by itself. */
  public void await() {
    java.onExit().join();
  }

  private static void end(ProcessHandle java) {
    java.destroy();
    try {
      java.onExit().get(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      java.destroyForcibly();
    } catch (InterruptedException e) {
      java.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** The keeper kills what is left, and ends. */
  private void endKeeper() {
    try {
      keeper.getOutputStream().close();
    } catch (IOException e) {
      // It is gone already.
    }
    try {
      Runtime.getRuntime().removeShutdownHook(endAtExit);
    } catch (IllegalStateException e) {
      // This JVM is shutting down: the hook runs.
    }
  }
}
