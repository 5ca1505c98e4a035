// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.server;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Two servers of one installation, with one database and one cache directory, which all tests
 * share: each starts when a test first asks for it and is stopped after the last test.
 *
 * <p>What the build gives: {@code wildfly.home}, unpacked and otherwise untouched; {@code
 * wildfly.work}, a directory for everything else; {@code module.zip}; {@code atlas.war}.
 */
final class Cluster implements AutoCloseable {

  static final String ATLAS = "atlas.war";

  private final Path work = directory("wildfly.work");
  private final Installation installation = new Installation(directory("wildfly.home"));
  private final Database database;
  private @Nullable Server first;
  private @Nullable Server second;

  private Cluster() {
    Trees.delete(work);
    database = Database.start(work.resolve("database"));
    installation.install(directory("module.zip"));
    installation.configure();
  }

  /** Hands the cluster to tests that ask for it. */
  static final class Extension implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
        ExtensionContext.Namespace.create(Cluster.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Cluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(NAMESPACE)
          .computeIfAbsent(Cluster.class, key -> new Cluster(), Cluster.class);
    }
  }

  /** The first server, with the atlas. */
  Server first() {
    Server server = first;
    if (server == null) {
      server = start("first");
      first = server;
      server.deploy(war(), ATLAS);
    }
    return server;
  }

  /** The second server, with the atlas. */
  Server second() {
    first();
    Server server = second;
    if (server == null) {
      server = start("second");
      second = server;
      server.deploy(war(), ATLAS);
    }
    return server;
  }

  /** Kills the first server, starts it again, and returns it. */
  Server killAndRestartFirst() {
    first().kill();
    first = null;
    Server server = start("first");
    first = server;
    return server;
  }

  static Path war() {
    return directory("atlas.war");
  }

  Path work() {
    return work;
  }

  private Server start(String name) {
    return Server.start(
        installation,
        work.resolve(name),
        Map.of(
            "atlas.url", database.url("atlas"),
            "atlas.cities", "2000",
            "hibernate.diskcache.directory", work.resolve("cache").toString(),
            "diskcache.directory", work.resolve("caches").toString()));
  }

  private static Path directory(String property) {
    String path = System.getProperty(property);
    if (path == null) {
      throw new IllegalStateException(
          "Cannot run: system property [" + property + "] is missing; mvn verify gives it");
    }
    return Path.of(path);
  }

  @Override
  public void close() {
    if (first != null) {
      first.close();
    }
    if (second != null) {
      second.close();
    }
    database.close();
  }
}
