// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The hand-over of the write lock: its rules in one process, and its effect between several. */
class TurnsTest {
  @RegisterExtension final Stores stores = new Stores();

  @TempDir Path scratch;

  private SharedWords words;

  @BeforeEach
  void makeWords() throws IOException {
    words = SharedWords.make(scratch);
  }

  private Turns process() {
    return new Turns(words);
  }

  private boolean nobodyWaits() {
    return words.get(SharedWords.TURNS) == 0;
  }

  @Test
  void isOurs_nobodyWaits_isTrue() {
    assertThat(process().isOurs()).isTrue();
    assertThat(nobodyWaits()).isTrue();
  }

  @Test
  void isOurs_anotherHasWaitedForATurn_isFalseUntilItHasHadItsOwn() {
    Turns waiter = process();
    Turns writer = process();

    Background.await(
        () -> {
          waiter.waits();
          return !writer.isOurs();
        });
    assertThat(waiter.isOurs()).isTrue();
    waiter.ended();

    assertThat(writer.isOurs()).isTrue();
    assertThat(nobodyWaits()).isTrue();
  }

  @Test
  void isOurs_severalWait_isTheFirstOnesOnly() {
    Turns first = process();
    Turns second = process();
    first.waits();
    second.waits();

    Background.await(
        () -> {
          first.waits();
          second.waits();
          return !second.isOurs();
        });

    assertThat(first.isOurs()).isTrue();
    first.ended();
    assertThat(second.isOurs()).isTrue();
    second.ended();
    assertThat(nobodyWaits()).isTrue();
  }

  @Test
  void isOurs_waiterHasDied_isTrueAgainAndItsPlaceFreeAfterAWhile() {
    Turns dead = process();
    Turns writer = process();

    dead.waits();

    Background.await(() -> writer.isOurs() && nobodyWaits());
  }

  @Test
  void waits_placeWasClearedMeanwhile_takesAnother() {
    Turns stopped = process();
    Turns writer = process();
    stopped.waits();
    Background.await(() -> writer.isOurs() && nobodyWaits());

    Turns other = process();
    other.waits();
    stopped.waits();
    other.ended();

    assertThat(nobodyWaits()).isFalse();
    stopped.ended();
    assertThat(nobodyWaits()).isTrue();
  }

  @Test
  void waits_moreProcessesThanPlaces_neverThrows() {
    List<Turns> many = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      many.add(process());
    }

    many.forEach(Turns::waits);
    assertThat(many.get(0).isOurs()).isTrue();
    many.forEach(Turns::ended);

    assertThat(nobodyWaits()).isTrue();
  }

  @Test
  void set_threeProcessesOneKilled_noneStarves() throws Exception {
    Cache<Object, Object> cache = stores.open(Cache.builder(stores.directory()));
    List<ChildProcess> children = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        children.add(
            ChildProcess.startJava(
                stores.directory("child-" + i), WritingChild.class, stores.directory(), i));
      }
      awaitSets(cache, 0, 500);
      awaitSets(cache, 1, 500);
      awaitSets(cache, 2, 500);
      long first = sets(cache, 0);
      long second = sets(cache, 1);
      children.get(2).close();
      awaitSets(cache, 0, first + 3000);
      awaitSets(cache, 1, second + 1);

      long ofFirst = sets(cache, 0) - first;
      long ofSecond = sets(cache, 1) - second;
      assertThat(ofSecond).as("of " + ofFirst + " and " + ofSecond).isGreaterThan(ofFirst / 20);
    } finally {
      children.forEach(ChildProcess::close);
    }
    assertThat(cache.set("k", 1)).isEqualTo(WriteResult.STORED);
  }

  private static void awaitSets(Cache<Object, Object> cache, int child, long count) {
    Background.await(() -> sets(cache, child) >= count);
  }

  private static long sets(Cache<Object, Object> cache, int child) {
    Object sets = cache.get("sets of " + child);
    return sets == null ? 0 : (Long) sets;
  }
}
