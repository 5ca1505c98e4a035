// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A next version of the atlas, whose cities have one more attribute. */
@ExtendWith(Cluster.Extension.class)
class ChangedClassIT {

  private static final String CITY = "io/github/diskcache/atlas/City";

  private final Server server;
  @TempDir Path directory;

  ChangedClassIT(Cluster cluster) {
    this.server = cluster.first();
  }

  @Test
  void deploy_entityWithAnotherAttribute_missesOldEntriesAndAnswersRight() throws IOException {
    var client = new Client(server);
    JsonNode city = client.get("cities/31");
    Path next = nextVersion();
    try {
      server.deploy(next, Cluster.ATLAS);

      var before = client.figures();
      assertThat(client.get("cities/31")).isEqualTo(city);
      var between = client.figures();
      assertThat(client.misses("city", "OTHER_MAPPING")).isPositive();
      assertThat(between.statements()).as("a miss").isGreaterThan(before.statements());
      assertThat(client.get("cities/31")).isEqualTo(city);
      assertThat(client.figures().statements()).as("a hit").isEqualTo(between.statements());
    } finally {
      server.deploy(Cluster.war(), Cluster.ATLAS);
    }
    assertThat(client.get("cities/31")).isEqualTo(city);
  }

  /** The atlas with another class City. */
  private Path nextVersion() throws IOException {
    Path source = directory.resolve(CITY + ".java");
    Files.createDirectories(source.getParent());
    String text = Files.readString(Path.of("src/main/java", CITY + ".java"));
    String changed =
        text.replace("  private int visits;", "  private int visits;\n  private String nickname;");
    assertThat(changed).isNotEqualTo(text);
    Files.writeString(source, changed);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "--release=17",
                "-cp",
                ClassPath.text(),
                "-d",
                directory.toString(),
                source.toString());
    assertThat(status).isZero();
    Path war = directory.resolve("next.war");
    Files.copy(Cluster.war(), war);
    try (FileSystem content = FileSystems.newFileSystem(war)) {
      Files.copy(
          directory.resolve(CITY + ".class"),
          content.getPath("WEB-INF/classes", CITY + ".class"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    return war;
  }
}
