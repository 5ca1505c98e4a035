// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An application that brings SQLite, beside the atlas, on the directory of the atlas's cache. */
@ExtendWith(Cluster.Extension.class)
class BundledSqliteIT {

  private static final String BUNDLED = "bundled.war";

  private static final String NO_EXCLUSIONS =
      "<jboss-deployment-structure xmlns=\"urn:jboss:deployment-structure:1.3\"/>";

  private static final String WITHOUT_OURS =
      """
      <jboss-deployment-structure xmlns="urn:jboss:deployment-structure:1.3">
        <deployment>
          <exclusions>
            <module name="io.github.diskcache"/>
          </exclusions>
        </deployment>
      </jboss-deployment-structure>
      """;

  private final Cluster cluster;
  @TempDir Path directory;

  BundledSqliteIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @AfterEach
  void undeploy() {
    cluster.first().undeploy(BUNDLED);
  }

  @Test
  void open_withSqliteOfItsOwn_isRefusedClearly() throws Exception {
    cluster.first().deploy(war(WITHOUT_OURS), BUNDLED);

    assertThat(open())
        .startsWith("refused: ")
        .contains("class loader", cluster.work().resolve("cache").toString());
    assertThat(new Client(cluster.first()).get("cities/41").get("id").asInt()).isEqualTo(41);
  }

  @Test
  void open_withJarsThatTheModuleHas_usesTheModule() throws Exception {
    cluster.first().deploy(war(NO_EXCLUSIONS), BUNDLED);

    assertThat(open()).startsWith("opened with ").contains("io.github.diskcache.engine");
  }

  /** What the application answers when it opens the atlas's second-level cache. */
  private String open() throws Exception {
    new Client(cluster.first()).get("cities/41");
    Path cache;
    try (var namespaces = Files.list(cluster.work().resolve("cache"))) {
      cache = namespaces.findFirst().orElseThrow();
    }
    var request =
        HttpRequest.newBuilder(cluster.first().uri("/bundled/open?directory=" + cache))
            .timeout(Wait.LONGEST)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  private Path war(String descriptor) throws IOException {
    Path war = directory.resolve(BUNDLED);
    try (var zip = new ZipOutputStream(Files.newOutputStream(war))) {
      String servlet = OpenServlet.class.getName().replace('.', '/') + ".class";
      try (var bytes = OpenServlet.class.getResourceAsStream("/" + servlet)) {
        add(zip, "WEB-INF/classes/" + servlet, bytes.readAllBytes());
      }
      for (String jar : List.of("diskcache-engine", "sqlite-jdbc", "caffeine")) {
        Path path = ClassPath.jar(jar);
        add(zip, "WEB-INF/lib/" + path.getFileName(), Files.readAllBytes(path));
      }
      add(
          zip,
          "WEB-INF/jboss-deployment-structure.xml",
          descriptor.getBytes(StandardCharsets.UTF_8));
    }
    return war;
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }
}
