// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The atlas put in its own place again and again, in one server.
 *
 * <p>A thread for requests holds on to the first and the last one that it served, and through them
 * to a deployment's class loader. So some loader of old may stay for a while, whatever we do; what
 * we forget to close would keep them all.
 */
@ExtendWith(Cluster.Extension.class)
class RedeployIT {

  private static final Pattern LIBRARY = Pattern.compile("/\\S*libsqlitejdbc\\S*");

  private static final int REDEPLOYMENTS = 3;

  /** More than a server of two cores has threads for requests. */
  private static final int REQUESTS = 64;

  private final Server server;
  private int asked = 100;

  RedeployIT(Cluster cluster) {
    this.server = cluster.first();
  }

  @Test
  @EnabledOnOs(OS.LINUX) // for /proc
  void redeploy_threeTimes_staysWarmWithOneNativeLibraryAndFreesLoaders() throws Exception {
    var client = new Client(server);
    client.get("cities/3");
    keepAllThreadsBusy(client);
    for (int i = 0; i < REDEPLOYMENTS; i++) {
      server.deploy(Cluster.war(), Cluster.ATLAS);

      var before = client.figures();
      client.get("cities/3");
      assertThat(client.figures().statements()).isEqualTo(before.statements());
    }

    assertThat(nativeLibraries()).hasSize(1);
    Wait.until(
        "The class loaders of all former deployments are still there",
        () -> {
          keepAllThreadsBusy(client);
          return loaders() <= REDEPLOYMENTS;
        });
  }

  /** By methods that take their time, each for arguments of its own. */
  private void keepAllThreadsBusy(Client client) {
    var answers = new ArrayList<CompletableFuture<JsonNode>>();
    for (int i = 0; i < REQUESTS; i++) {
      answers.add(client.getLater("surroundings/" + asked++));
    }
    answers.forEach(CompletableFuture::join);
  }

  /** Each copy of SQLite's library that the process has mapped. */
  private List<String> nativeLibraries() throws IOException {
    return LIBRARY
        .matcher(Files.readString(Path.of("/proc/" + server.pid() + "/maps")))
        .results()
        .map(MatchResult::group)
        .distinct()
        .toList();
  }

  /** How many class loaders of the atlas a full collection leaves. */
  private long loaders() {
    jcmd("GC.run");
    return jcmd("VM.classloaders", "fold=false")
        .lines()
        .filter(line -> line.contains("deployment." + Cluster.ATLAS))
        .count();
  }

  private String jcmd(String... request) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    command.add(Long.toString(server.pid()));
    command.addAll(List.of(request));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ServerException("Cannot run jcmd", e);
    }
  }
}
