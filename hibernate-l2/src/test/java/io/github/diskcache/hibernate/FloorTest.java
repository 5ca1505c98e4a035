// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Announced and closed changes of a table by sessions of two processes. */
class FloorTest {
  private static final long SPAN = SharedClock.span(Duration.ofSeconds(60));

  @RegisterExtension final TestStore stores = new TestStore();

  private L2Store store;
  private L2Store other;
  private Floor here;
  private Floor there;

  @BeforeEach
  void open() {
    store = stores.open();
    other = stores.open();
    here = store.area().floor("table:BOOK");
    there = other.area().floor("table:BOOK");
  }

  private long now() {
    return store.clock().next();
  }

  @Test
  void R4_stamp_whileAnnounced_isInTheFuture() {
    there.open("session", now() + SPAN);

    assertThat(here.stamp()).isGreaterThan(now());
  }

  @Test
  void R5_stamp_afterClose_isTheClosing() {
    there.open("session", now() + SPAN);
    long closing = now();

    there.close("session", closing);

    assertThat(here.stamp()).isEqualTo(closing);
    assertThat(here.stamp()).isLessThan(now());
  }

  @Test
  void R4_close_byOneOfTwoSessions_leavesTheOthersOpen() {
    there.open("first", now() + SPAN);
    there.open("second", now() + SPAN);

    there.close("first", now());
    assertThat(here.stamp()).isGreaterThan(now());
    there.close("second", now());

    assertThat(here.stamp()).isLessThan(now());
  }

  @Test
  void R4_close_byOneOfTwoProcesses_leavesTheOthersOpen() {
    there.open("first", now() + SPAN);
    here.open("second", now() + SPAN);

    there.close("first", now());
    assertThat(there.stamp()).isGreaterThan(now());
    here.close("second", now());

    assertThat(there.stamp()).isLessThan(now());
  }

  @Test
  void R4_close_older_doesNotLowerTheStamp() {
    long early = now();
    long late = now();
    here.close("quick", late);

    there.close("slow", early);

    assertThat(here.stamp()).isEqualTo(late);
  }

  /** A table nobody has written to was changed when the directory was made. */
  @Test
  void R6_generalFloor_ofANewFile_isItsMaking() throws IOException {
    long before = now();
    stores.close(store);
    stores.close(other);
    try (var files = Files.walk(stores.directory())) {
      Path map = files.filter(file -> file.toString().endsWith(".map")).findFirst().orElseThrow();
      Files.delete(map);
    }

    SharedArea made = stores.open().area();

    assertThat(made.generalFloor(true)).isGreaterThanOrEqualTo(before - 1).isPositive();
    assertThat(made.generalFloor(true)).isLessThan(made.clock().next());
  }

  @Test
  void stamp_sessionNeverClosed_endsAtItsDeadline() {
    long deadline = now() + SPAN;
    there.open("lost", deadline);

    stores.advance(Duration.ofSeconds(61));

    assertThat(here.stamp()).isEqualTo(deadline).isLessThan(now());
    there.close("another", now());
    assertThat(here.stamp()).isGreaterThan(deadline);
  }

  @Test
  void stamp_ofADeadProcess_countsUntilItsDeadlineAfterTheSlotIsTakenAgain() {
    long deadline = now() + SPAN;
    there.open("session", deadline);
    stores.close(other);

    stores.open();

    assertThat(here.stamp()).isEqualTo(deadline);
  }

  @Test
  void floor_moreNamesThanPlaces_sharesAndNeverLosesAStamp() {
    for (int i = 0; i < 3 * Layout.FLOOR_COUNT; i++) {
      store.area().floor("table:" + i).raise(now());
    }
    long stamp = now();
    for (int i = 0; i < 3 * Layout.FLOOR_COUNT; i++) {
      store.area().floor("table:" + i).raise(stamp);
      assertThat(other.area().floor("table:" + i).stamp()).isGreaterThanOrEqualTo(stamp);
    }
  }
}
