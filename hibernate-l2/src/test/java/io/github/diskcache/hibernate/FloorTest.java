// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

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
  void stamp_whileAnnounced_isInTheFuture() {
    there.open("session", now() + SPAN);

    assertThat(here.stamp()).isGreaterThan(now());
  }

  @Test
  void stamp_afterClose_isTheClosing() {
    there.open("session", now() + SPAN);
    long closing = now();

    there.close("session", closing);

    assertThat(here.stamp()).isEqualTo(closing);
    assertThat(here.stamp()).isLessThan(now());
  }

  @Test
  void close_byOneOfTwoSessions_leavesTheOthersOpen() {
    there.open("first", now() + SPAN);
    there.open("second", now() + SPAN);
    here.open("third", now() + SPAN);

    there.close("first", now());
    assertThat(here.stamp()).isGreaterThan(now());
    there.close("second", now());
    assertThat(there.stamp()).isGreaterThan(now());
    here.close("third", now());

    assertThat(here.stamp()).isLessThan(now());
  }

  @Test
  void close_older_doesNotLowerTheStamp() {
    long early = now();
    long late = now();
    here.close("quick", late);

    there.close("slow", early);

    assertThat(here.stamp()).isEqualTo(late);
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
