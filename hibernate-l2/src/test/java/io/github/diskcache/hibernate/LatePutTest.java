// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static io.github.diskcache.hibernate.TestStore.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Values that were read before a change and come after it, from another process. */
class LatePutTest {
  @RegisterExtension final TestStore stores = new TestStore();

  private L2Store store;
  private L2Store other;
  private final CacheKey key = key(1);

  @BeforeEach
  void open() {
    store = stores.open();
    other = stores.open();
  }

  private RoleEntries here() {
    return TestStore.readWrite(store, TestStore.versioned(store));
  }

  private RoleEntries there() {
    return TestStore.readWrite(other, TestStore.versioned(other));
  }

  private long session() {
    return store.clock().next();
  }

  /** The loader reads version 1; it is updated; the new entry is evicted; the loader puts. */
  @Test
  void R1_put_afterUpdateAndEviction_isRefused() {
    long loader = session();
    LockMark mark = there().lock(key);
    there().putUpdated(key, "two", 2, mark);
    there().evict(key);

    assertThat(here().putLoaded(key, "one", 1, loader, true)).isFalse();
    assertThat(here().putLoaded(key, "two", 2, session(), true)).isTrue();
  }

  @Test
  void R1_put_nonstrictAfterUpdate_isRefused() {
    RoleEntries here = TestStore.withoutLocks(store, TestStore.unversioned(store));
    RoleEntries there = TestStore.withoutLocks(other, TestStore.unversioned(other));
    long loader = session();
    there.evict(key);
    there.evict(key);

    assertThat(here.putLoaded(key, "old", null, loader, true)).isFalse();
    assertThat(here.putLoaded(key, "new", null, session(), true)).isTrue();
  }

  @Test
  void R1_putInserted_afterAnotherChangedAndEvicted_isRefused() {
    long inserter = session();
    LockMark mark = there().lock(key);
    there().putUpdated(key, "two", 1, mark);
    there().evict(key);

    assertThat(here().putInserted(key, "one", 0, inserter)).isFalse();
  }

  @Test
  void R2_put_duringBulkUpdate_isRefused() {
    here().putLoaded(key, "old", 1, session(), true);

    LockMark bulk = there().openRole();

    assertThat(here().get(key, session())).isNull();
    assertThat(here().putLoaded(key, "old", 1, session(), true)).isFalse();
    there().closeRole(bulk);
    assertThat(here().putLoaded(key, "new", 1, session(), true)).isTrue();
    assertThat(here().get(key, session())).isEqualTo("new");
  }

  @Test
  void R2_put_ofSessionBegunDuringBulkUpdate_isRefusedAfterIt() {
    LockMark bulk = there().openRole();
    long loader = session();
    there().closeRole(bulk);

    assertThat(here().putLoaded(key, "old", 1, loader, true)).isFalse();
  }

  @Test
  void R2_putUpdated_afterABulkUpdateOfOthers_storesNothing() {
    LockMark mark = here().lock(key);
    LockMark bulk = there().openRole();
    there().closeRole(bulk);

    assertThat(here().putUpdated(key, "two", 2, mark)).isFalse();
    assertThat(here().get(key, session())).isNull();
  }

  @Test
  void R2_put_twoBulkUpdates_waitsForBoth() {
    RoleEntries there = there();
    RoleEntries here = here();
    LockMark first = there.openRole();
    LockMark second = here.openRole();
    there.closeRole(first);

    assertThat(here.putLoaded(key, "old", 1, session(), true)).isFalse();

    here.closeRole(second);
    assertThat(here.putLoaded(key, "new", 1, session(), true)).isTrue();
  }

  @Test
  void R2_put_bulkUpdateOfADeadProcess_waitsForTheTimeout() {
    there().openRole();
    stores.close(other);
    assertThat(here().putLoaded(key, "old", 1, session(), true)).isFalse();

    stores.advance(TestStore.LOCK_TIMEOUT.plus(Duration.ofSeconds(1)));

    assertThat(here().putLoaded(key, "new", 1, session(), true)).isTrue();
  }

  @Test
  void get_afterRegionCleared_isMissUntilPutAgain() {
    here().putLoaded(key, "old", 1, session(), true);
    long loader = session();

    other.area().floor("region:books").raise(other.clock().next());

    assertThat(here().get(key, session())).isNull();
    assertThat(here().putLoaded(key, "old", 1, loader, true)).isFalse();
    assertThat(here().putLoaded(key, "new", 1, session(), true)).isTrue();
  }

  @Test
  void get_evictionThatCouldNotBeWritten_isMissUntilPutAgain() {
    RoleEntries here = here();
    here.putLoaded(key, "old", 1, session(), true);
    long loader = session();
    RoleEntries there = there();
    other.patient().close();

    there.evict(key);

    assertThat(here.get(key, session())).isNull();
    assertThat(here.putLoaded(key, "old", 1, loader, true)).isFalse();
    assertThat(here.putLoaded(key, "new", 1, session(), true)).isTrue();
    assertThat(here.get(key, session())).isEqualTo("new");
  }

  @Test
  void get_lockThatCouldNotBeWritten_isMissUntilTheTimeout() {
    RoleEntries here = here();
    RoleEntries there = there();
    here.putLoaded(key, "old", 1, session(), true);
    other.patient().close();

    LockMark mark = there.lock(key);

    assertThat(here.get(key, session())).isNull();
    assertThat(here.putLoaded(key, "old", 1, session(), true)).isFalse();
    assertThat(there.putUpdated(key, "two", 2, mark)).isFalse();
    stores.advance(TestStore.LOCK_TIMEOUT.plus(Duration.ofSeconds(1)));
    assertThat(here.get(key, session())).isNull();
    assertThat(here.putLoaded(key, "two", 2, session(), true)).isTrue();
    assertThat(here.get(key, session())).isEqualTo("two");
  }
}
