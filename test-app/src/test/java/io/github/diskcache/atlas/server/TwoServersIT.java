// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
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

  @Test
  void memoized_fiftyCallsOnBothServers_runOnce() {
    int before = computations();

    var answers = new ArrayList<CompletableFuture<JsonNode>>();
    for (int i = 0; i < 50; i++) {
      answers.add((i % 2 == 0 ? first : second).getLater("surroundings/24"));
    }

    assertThat(answers.stream().map(CompletableFuture::join).distinct())
        .singleElement()
        .matches(neighbours -> neighbours.size() == 10);
    assertThat(computations() - before).isEqualTo(1);
  }

  private int computations() {
    return first.get("surroundings").get("computations").asInt()
        + second.get("surroundings").get("computations").asInt();
  }

  @Test
  void accept_onOneServer_isWorkedOffBySome() {
    for (int i = 0; i < 20; i++) {
      (i % 2 == 0 ? first : second).put("inbox/letter-" + i, "");
    }

    Wait.until(
        "The inbox was not worked off", () -> first.get("inbox").get("workedOff").size() >= 20);

    JsonNode inbox = second.get("inbox");
    assertThat(inbox.get("waiting").asInt()).isZero();
    for (int i = 0; i < 20; i++) {
      assertThat(inbox.get("workedOff").get("letter-" + i).asText()).isIn("first", "second");
    }
  }

  @Test
  void bookmark_onOneServer_isSeenOnTheOtherInOrder() {
    first.put("bookmarks/z", Map.of("city", 1, "remark", "the first"));
    second.put("bookmarks/a", Map.of("city", 2, "remark", "大阪"));
    first.put("bookmarks/z", Map.of("city", 3, "remark", "changed"));

    JsonNode bookmarks = second.get("bookmarks");

    assertThat(bookmarks.fieldNames()).toIterable().containsExactly("z", "a");
    assertThat(bookmarks.get("z").get("city").asInt()).isEqualTo(3);
    assertThat(first.get("bookmarks")).isEqualTo(bookmarks);
    first.delete("bookmarks/a");
    assertThat(second.get("bookmarks").fieldNames()).toIterable().containsExactly("z");
  }

  @Test
  void throttle_acrossServers_letsThreeThrough() {
    int begun = 0;
    for (int i = 0; i < 10; i++) {
      if ((i % 2 == 0 ? first : second).post("tours").get("begun").asBoolean()) {
        begun++;
      }
    }

    assertThat(begun).isEqualTo(3);
  }
}
