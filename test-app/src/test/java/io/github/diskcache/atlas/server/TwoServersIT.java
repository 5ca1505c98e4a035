// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two servers with one database and one cache directory. */
@ExtendWith(Cluster.Extension.class)
class TwoServersIT {

  private static final int VISITS = 25;

  private final Client first;
  private final Client second;

  TwoServersIT(Cluster cluster) {
    this.first = new Client(cluster.first());
    this.second = new Client(cluster.second());
  }

  @Test
  void rename_onOneServer_isSeenOnTheOtherAtOnce() {
    for (int i = 0; i < 20; i++) {
      var writer = i % 2 == 0 ? first : second;
      var reader = i % 2 == 0 ? second : first;
      reader.get("cities/21");
      String name = "Twinned " + i;

      writer.rename("cities/21", name);

      assertThat(reader.get("cities/21").get("name").asText()).isEqualTo(name);
      assertThat(reader.search("cities", "twinned").findValuesAsText("name")).containsExactly(name);
    }
  }

  @Test
  void visit_onBothServersAtOnce_countsEachThatSucceeded() throws Exception {
    int before = first.get("cities/22").get("visits").asInt();

    int succeeded = visits(first, second);

    int after = before + succeeded;
    assertThat(succeeded).isPositive();
    assertThat(first.get("cities/22").get("visits").asInt()).isEqualTo(after);
    assertThat(second.get("cities/22").get("visits").asInt()).isEqualTo(after);
    first.delete("cache");
    assertThat(first.get("cities/22").get("visits").asInt()).isEqualTo(after);
  }

  /** Visits one city from all clients at once; some visits fail for an old version. */
  private static int visits(Client... clients) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients.length);
    try {
      var counts = new ArrayList<Future<Integer>>();
      for (Client client : clients) {
        Callable<Integer> visits = () -> visits(client);
        counts.add(threads.submit(visits));
      }
      int sum = 0;
      for (Future<Integer> count : counts) {
        sum += count.get();
      }
      return sum;
    } finally {
      threads.shutdownNow();
    }
  }

  private static int visits(Client client) {
    int succeeded = 0;
    for (int i = 0; i < VISITS; i++) {
      try {
        client.post("cities/22/visits");
        succeeded++;
      } catch (ServerException e) {
        assertThat(e).hasMessageContaining("500");
      }
    }
    return succeeded;
  }

  @Test
  void evict_onOneServer_isSeenOnTheOther() {
    second.get("cities/23");
    second.get("cities/23");
    var before = second.figures();

    first.delete("cache/city");

    second.get("cities/23");
    assertThat(second.figures().statements()).isGreaterThan(before.statements());
  }
}
