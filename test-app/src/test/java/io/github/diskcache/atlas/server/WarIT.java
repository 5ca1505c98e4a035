// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A WAR without any jar or descriptor of ours, on a server that has our modules. */
@ExtendWith(Cluster.Extension.class)
class WarIT {

  private final Client client;

  WarIT(Cluster cluster) {
    this.client = new Client(cluster.first());
  }

  @Test
  void deploy_oneStandardProperty_cachesWithOurModule() {
    assertThat(client.get("cache").get("factory").asText())
        .isEqualTo("io.github.diskcache.hibernate.DiskCacheRegionFactory");
    assertThat(client.get("server").get("diskcacheLoader").asText())
        .contains("io.github.diskcache.engine");
    assertThat(client.server().log()).contains("second-level cache is served by diskcache");
  }

  @Test
  void find_secondTime_needsNoStatement() {
    JsonNode first = client.get("cities/1");
    var before = client.figures();

    JsonNode second = client.get("cities/1");

    var after = client.figures();
    assertThat(second).isEqualTo(first);
    assertThat(after.statements()).isEqualTo(before.statements());
    assertThat(after.hits()).isGreaterThan(before.hits());
  }

  @Test
  void find_countryByCode_hasItsRegions() {
    JsonNode andorra = client.get("countries/AD");

    assertThat(andorra.get("country").get("name").asText()).isEqualTo("Andorra");
    assertThat(andorra.get("regions")).hasSize(7);
  }

  @Test
  void search_nameInAnyScript_findsItAfterRenaming() {
    for (String name : List.of("東京", "Тбилиси", "القاهرة", "𐌲𐌿𐍄", "100%_!")) {
      client.rename("cities/7", name);

      JsonNode found = client.search("cities", name.substring(0, name.offsetByCodePoints(0, 2)));

      assertThat(found.findValuesAsText("name")).containsExactly(name);
    }
  }
}
