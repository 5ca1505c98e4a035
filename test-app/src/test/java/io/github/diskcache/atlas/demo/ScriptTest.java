// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.demo;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.github.diskcache.atlas.demo.Operation.FindCity;
import io.github.diskcache.atlas.demo.Operation.VisitCity;
import io.github.diskcache.atlas.demo.Script.Mix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScriptTest {

  private static final Places PLACES =
      new Places(10_000, List.of("AD", "FR", "IT"), List.of("AD.02", "FR.11", "IT.07"));

  @Test
  void nextUnit_sameSeed_isTheSame() {
    assertThat(operations(1, Mix.BROWSE, 500)).isEqualTo(operations(1, Mix.BROWSE, 500));
  }

  @Test
  void nextUnit_otherSeed_differs() {
    assertThat(operations(1, Mix.BROWSE, 500)).isNotEqualTo(operations(2, Mix.BROWSE, 500));
  }

  @Test
  void nextUnit_browse_hasItsMixOfOperations() {
    var operations = operations(1, Mix.BROWSE, 20_000);

    assertThat(percent(operations, FindCity.class)).isCloseTo(80, offset(1.0));
    assertThat(percent(operations, Operation.ListRegions.class)).isCloseTo(8, offset(0.5));
    assertThat(percent(operations, Operation.FindRegion.class)).isCloseTo(2.5, offset(0.5));
    assertThat(percent(operations, Operation.SearchCities.class)).isCloseTo(2.5, offset(0.5));
    assertThat(percent(operations, VisitCity.class)).isCloseTo(2, offset(0.5));
  }

  @Test
  void nextUnit_otherMix_hasTheSamePopularCity() {
    assertThat(mostFound(operations(1, Mix.WRITE, 20_000)))
        .isEqualTo(mostFound(operations(1, Mix.BROWSE, 20_000)));
  }

  @Test
  void visited_namesTheCitiesThatTheUnitsVisit() {
    var visited =
        operations(1, Mix.WRITE, 300).stream()
            .filter(VisitCity.class::isInstance)
            .map(operation -> ((VisitCity) operation).id())
            .toList();

    assertThat(Script.visited(1, Mix.WRITE, PLACES, 300)).hasSameElementsAs(visited);
  }

  @Test
  void draw_zipf_halvesFromRankToDoubleRank() {
    var zipf = new Zipf(1_000);
    var random = new SplittableRandom(1);
    var counts = new int[1_000];
    for (int i = 0; i < 1_000_000; i++) {
      counts[zipf.draw(random)]++;
    }

    assertThat((double) counts[0] / counts[1]).isCloseTo(Math.pow(2, 0.99), offset(0.1));
    assertThat((double) counts[4] / counts[9]).isCloseTo(Math.pow(2, 0.99), offset(0.1));
    assertThat(counts[999]).isPositive();
  }

  private static List<Operation> operations(int seed, Mix mix, int units) {
    var script = new Script(seed, mix, PLACES);
    var operations = new ArrayList<Operation>();
    for (int i = 0; i < units; i++) {
      operations.addAll(script.nextUnit());
    }
    return operations;
  }

  private static double percent(List<Operation> operations, Class<? extends Operation> kind) {
    return 100.0 * operations.stream().filter(kind::isInstance).count() / operations.size();
  }

  private static Operation mostFound(List<Operation> operations) {
    return operations.stream()
        .filter(FindCity.class::isInstance)
        .collect(groupingBy(operation -> operation, counting()))
        .entrySet()
        .stream()
        .max(Map.Entry.comparingByValue())
        .orElseThrow()
        .getKey();
  }
}
