// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.server;

import java.nio.file.Path;
import java.sql.SQLException;
import org.h2.tools.Server;

/**
 * H2 in this JVM, on a free port, for servers that share it and may be killed: it keeps every
 * commit that it has confirmed to them. To be bound to loopback, start the JVM with {@code
 * -Dh2.bindAddress=127.0.0.1}.
 */
public final class Database implements AutoCloseable {

  private final Server server;

  private Database(Server server) {
    this.server = server;
  }

  /** Starts it on the databases of a directory. */
  public static Database start(Path directory) {
    try {
      return new Database(
          Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", directory.toString())
              .start());
    } catch (SQLException e) {
      throw new ServerException("Cannot start the database [" + directory + "]", e);
    }
  }

  /** Returns the address of a database, which is made when somebody connects first. */
  public String url(String name) {
    // closed by close(), not by the end of this JVM, which servers may outlive for a moment
    return "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/./" + name + ";DB_CLOSE_ON_EXIT=FALSE";
  }

  @Override
  public void close() {
    server.stop();
  }
}
