// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.server;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Serves the atlas from a WildFly with our modules, until it is interrupted. Database and cache
 * stay where they are: the next time they are warm.
 */
final class Serve {

  private Serve() {}

  /** Takes the WildFly, the module's zip, the application and a directory to work in. */
  public static void main(String[] arguments) {
    var installation = new Installation(Path.of(arguments[0]));
    Path war = Path.of(arguments[2]);
    Path work = Path.of(arguments[3]);
    System.out.println("serve: installing the modules");
    installation.install(Path.of(arguments[1]));
    installation.configure();
    Trees.delete(work.resolve("server"));
    var database = Database.start(work.resolve("database"));
    System.out.println("serve: starting the server");
    var server =
        Server.start(
            installation,
            work.resolve("server"),
            Map.of(
                "atlas.url",
                database.url("atlas"),
                "hibernate.diskcache.directory",
                work.resolve("cache").toString(),
                "diskcache.directory",
                work.resolve("caches").toString()));
    var interrupted = new AtomicBoolean();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  interrupted.set(true);
                  server.await();
                  database.close();
                  System.out.println("serve: stopped");
                },
                "close database"));
    System.out.println("serve: deploying; the first time it loads 171,075 cities");
    server.deploy(war, "atlas.war");
    System.out.println(
        "serve: the atlas is at "
            + server.uri("/atlas/")
            + ", evicting is for ["
            + Installation.OPERATOR
            + "] with password ["
            + Installation.PASSWORD
            + "]; end with Ctrl-C");
    server.await();
    if (!interrupted.get()) {
      throw new ServerException("The server ended by itself; see [" + work.resolve("server") + "]");
    }
  }
}
