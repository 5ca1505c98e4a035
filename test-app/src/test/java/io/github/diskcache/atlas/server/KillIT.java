// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server that is killed with SIGKILL. */
@ExtendWith(Cluster.Extension.class)
class KillIT {

  private final Cluster cluster;

  KillIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void kill_thenRestart_answersRightWithoutAnyStatement() {
    var client = new Client(cluster.first());
    JsonNode country = client.get("countries/AD");
    client.rename("cities/11", "Killed " + client.server().pid());
    client.post("cities/11/visits");
    JsonNode city = client.get("cities/11");

    var restarted = new Client(cluster.killAndRestartFirst());

    var before = restarted.figures();
    assertThat(restarted.get("cities/11")).isEqualTo(city);
    assertThat(restarted.get("countries/AD")).isEqualTo(country);
    var after = restarted.figures();
    assertThat(after.statements()).isEqualTo(before.statements());
    assertThat(after.hits()).isGreaterThan(before.hits());
  }
}
