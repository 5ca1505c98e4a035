// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a first process believes, by how the last one left the directory. */
class BeginningTest {
  private static final UUID BOOT = new UUID(1, 2);
  private static final UUID OTHER_BOOT = new UUID(3, 4);

  @RegisterExtension final TestStore stores = new TestStore();

  private SharedArea open(WarmStart policy, UUID boot) {
    return open(policy, null, 0, boot);
  }

  private SharedArea open(WarmStart policy, @Nullable Duration maxOffline, long probe, UUID boot) {
    return SharedArea.open(
        stores.directory(), new WarmStart.Terms(policy, maxOffline, () -> probe), boot, stores);
  }

  /** A stamp of a time when the directory was in use, and the directory closed in some way. */
  private long used(boolean flushed) {
    SharedArea area = open(WarmStart.TRUST, BOOT);
    long stamp = area.clock().next();
    area.close(flushed);
    return stamp;
  }

  private static boolean counts(SharedArea area, long stamp, boolean mutable) {
    return stamp > area.generalFloor(mutable);
  }

  @Test
  void begin_otherBootAfterAllWasFlushed_believes() {
    long stamp = used(true);

    try (SharedArea after = open(WarmStart.TRUST, OTHER_BOOT)) {
      assertThat(counts(after, stamp, true)).isTrue();
    }
  }

  @Test
  void begin_otherBootAfterAMereClose_believesNothing() {
    long stamp = used(false);

    try (SharedArea after = open(WarmStart.TRUST, OTHER_BOOT)) {
      assertThat(counts(after, stamp, false)).isFalse();
    }
  }

  @Test
  void begin_otherBootWhileFlushedOnlyBefore_believesNothing() {
    used(true);
    SharedArea lost = open(WarmStart.TRUST, BOOT);
    long stamp = lost.clock().next();

    stores.lose(lost);

    try (SharedArea after = open(WarmStart.TRUST, OTHER_BOOT)) {
      assertThat(counts(after, stamp, false)).isFalse();
    }
  }

  @Test
  void close_whileAnotherHasIt_marksNothing() {
    SharedArea first = open(WarmStart.TRUST, BOOT);
    SharedArea second = open(WarmStart.TRUST, BOOT);
    long stamp = first.clock().next();
    first.close(true);
    stores.lose(second);

    try (SharedArea after = open(WarmStart.TRUST, OTHER_BOOT)) {
      assertThat(counts(after, stamp, false)).isFalse();
    }
  }

  @Test
  void close_ofAStore_hasFlushedAllUnlessItNeverWaitsForTheDisk() {
    L2Store store = stores.open();
    RoleEntries entries = TestStore.readWrite(store, TestStore.versioned(store));
    long stamp = store.clock().next();
    entries.putLoaded(TestStore.key(1), "value", 1, stamp, true);
    stores.close(store);

    SharedArea after =
        SharedArea.open(
            stores.directory().resolve("test"),
            WarmStart.Terms.of(WarmStart.TRUST),
            OTHER_BOOT,
            stores);

    assertThat(counts(after, stamp, true)).isTrue();
    after.close(true);
    stores.close(stores.open("synchronous", "off"));
    try (SharedArea careless =
        SharedArea.open(
            stores.directory().resolve("test"),
            WarmStart.Terms.of(WarmStart.TRUST),
            new UUID(5, 6),
            stores)) {
      assertThat(counts(careless, stamp, false)).isFalse();
    }
  }

  @Test
  void begin_trustingAfterTooLong_believesReadOnlyEntriesOnly() {
    long stamp = used(true);
    stores.advance(Duration.ofMinutes(5));
    open(WarmStart.TRUST, Duration.ofMinutes(6), 0, BOOT).close();
    stores.advance(Duration.ofMinutes(5));

    try (SharedArea after = open(WarmStart.TRUST, Duration.ofMinutes(4), 0, BOOT)) {
      assertThat(counts(after, stamp, true)).isFalse();
      assertThat(counts(after, stamp, false)).isTrue();
    }
  }

  @Test
  void begin_probeAnswersAsBefore_believesAll() {
    long stamp = probed(7);

    try (SharedArea after = open(WarmStart.PROBE, null, 7, BOOT)) {
      assertThat(counts(after, stamp, true)).isTrue();
    }
  }

  @Test
  void begin_probeAnswersOtherwiseOrNot_believesNothing() {
    long stamp = probed(7);

    try (SharedArea after = open(WarmStart.PROBE, null, 0, BOOT)) {
      assertThat(counts(after, stamp, false)).isFalse();
    }
    stamp = probed(7);
    try (SharedArea after = open(WarmStart.PROBE, null, 8, BOOT)) {
      assertThat(counts(after, stamp, false)).isFalse();
    }
  }

  @Test
  void begin_probeAsBeforeButTooLongAgo_believesNothing() {
    long stamp = probed(7);
    stores.advance(Duration.ofMinutes(11));

    try (SharedArea after = open(WarmStart.PROBE, Duration.ofMinutes(10), 7, BOOT)) {
      assertThat(counts(after, stamp, false)).isFalse();
    }
  }

  @Test
  void begin_changedAfterTheProbe_believesNothing() {
    // the database may have forgotten the change, and then it answers as it did before it
    for (int kind = 0; kind < 4; kind++) {
      long stamp = probed(7);
      SharedArea area = open(WarmStart.PROBE, null, 7, BOOT);
      assertThat(counts(area, stamp, true)).isTrue();
      long now = area.clock().next();
      switch (kind) {
        case 0 -> area.stripes().guard(5, now);
        case 1 -> area.floor("entity:Book").raise(now);
        case 2 -> area.floor("table:BOOK").open(this, now + 1000);
        default -> area.changed(now);
      }
      stores.lose(area);

      try (SharedArea after = open(WarmStart.PROBE, null, 7, BOOT)) {
        assertThat(counts(after, stamp, false)).as("change %s", kind).isFalse();
      }
    }
  }

  private long probed(long probe) {
    try (SharedArea area = open(WarmStart.TRUST, BOOT)) {
      long stamp = area.clock().next();
      area.probed(area.clock().next(), probe);
      return stamp;
    }
  }

  @Test
  void begin_killedSoonAfterAReadOnlyInsert_believesNothing() {
    assertThat(countsAfterReadOnlyInsert(Duration.ofSeconds(1), true)).isFalse();
    assertThat(countsAfterReadOnlyInsert(Duration.ofSeconds(1), false)).isTrue();
    assertThat(countsAfterReadOnlyInsert(Duration.ofSeconds(11), true)).isTrue();
  }

  private boolean countsAfterReadOnlyInsert(Duration later, boolean killed) {
    SharedArea area = open(WarmStart.TRUST, BOOT);
    long stamp = area.clock().next();
    area.insertedReadOnly(stamp);
    stores.advance(later);
    area.clock().next();
    if (killed) {
      stores.lose(area);
    } else {
      area.close();
    }
    try (SharedArea after = open(WarmStart.READ_ONLY, BOOT)) {
      return counts(after, stamp, false);
    }
  }

  @Test
  void putInserted_always_isNotedAsAChange() {
    L2Store store = stores.open();
    long before = store.area().lastChange();
    RoleEntries entries = TestStore.withoutLocks(store, TestStore.unversioned(store));

    entries.putInserted(TestStore.key(1), "value", null, store.clock().next());

    assertThat(store.area().lastChange()).isGreaterThan(before);
  }
}
