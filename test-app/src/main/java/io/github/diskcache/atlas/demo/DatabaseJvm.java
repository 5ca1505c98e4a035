// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.h2.tools.Server;

/**
 * H2 in a JVM of its own, with its databases in files and its port on loopback.
 *
 * <p>An application that embeds H2 takes the last half second of commits along when it is killed,
 * for H2 writes them later; a cache that survives would then be ahead of its database. As a server,
 * H2 is like any other database: a commit that returned outlives the application.
 */
final class DatabaseJvm implements AutoCloseable {

  private static final int HEAP_MEBIBYTES = 192;

  private final ChildJvm jvm;
  private final Path directory;
  private final int port;

  private DatabaseJvm(ChildJvm jvm, Path directory, int port) {
    this.jvm = jvm;
    this.directory = directory;
    this.port = port;
  }

  static DatabaseJvm start(Path directory, Options options) {
    var jvm =
        ChildJvm.start(
            "database", HEAP_MEBIBYTES, options, DatabaseJvm.class, List.of(directory.toString()));
    return new DatabaseJvm(jvm, directory, Integer.parseInt(jvm.report()));
  }

  /**
   * Returns the address of a database, which is made when somebody connects first. It may keep all
   * rows and all parsed statements in memory: the passes without cache shall have a fast database.
   */
  String url(String name) {
    return "jdbc:h2:tcp://127.0.0.1:"
        + port
        + "/./"
        + name
        + ";CACHE_SIZE=65536;QUERY_CACHE_SIZE=64";
  }

  Connection connect(String name) throws SQLException {
    return OneConnection.connect(url(name));
  }

  /** Copies a database that nobody is connected to. */
  void copy(String name, String copy) {
    try {
      try (var connection = connect(name);
          var statement = connection.createStatement()) {
        statement.execute("shutdown compact");
      }
      Files.copy(directory.resolve(name + ".mv.db"), directory.resolve(copy + ".mv.db"));
    } catch (SQLException | IOException e) {
      throw new DemoException(
          "Cannot copy the database [" + name + "] to [" + copy + "]: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    jvm.close();
  }

  /** Serves the databases of a directory until the parent closes its input. */
  public static void main(String[] arguments) throws SQLException, InterruptedException {
    var end = new CountDownLatch(1);
    PrintStream reports = ChildJvm.beChild(end::countDown);
    Server server =
        Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", arguments[0]).start();
    reports.println(server.getPort());
    end.await();
    server.stop();
  }
}
