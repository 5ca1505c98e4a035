// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static io.github.diskcache.hibernate.TestStore.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Soft locks of two processes on one directory, step by step. */
class SoftLockTest {
  @RegisterExtension final TestStore stores = new TestStore();

  private L2Store store;
  private RoleEntries here;
  private RoleEntries there;
  private final CacheKey key = key(1);

  @BeforeEach
  void open() {
    store = stores.open();
    L2Store other = stores.open();
    here = TestStore.readWrite(store, TestStore.versioned(store));
    there = TestStore.readWrite(other, TestStore.versioned(other));
  }

  /** A session that begins now. */
  private long session() {
    return store.clock().next();
  }

  @Test
  void R8_get_afterPut_isHitForYoungerSessionsOnly() {
    long loader = session();
    assertThat(here.putLoaded(key, "one", 1, loader, true)).isTrue();

    assertThat(there.get(key, session())).isEqualTo("one");
    assertThat(here.get(key, loader)).isNull();
  }

  @Test
  void get_whileLockedByAnother_isMiss() {
    here.putLoaded(key, "one", 1, session(), true);

    there.lock(key);

    assertThat(here.get(key, session())).isNull();
    assertThat(here.contains(key)).isFalse();
  }

  @Test
  void put_whileLockedByAnother_isRefused() {
    there.lock(key);

    assertThat(here.putLoaded(key, "old", 1, session(), true)).isFalse();
    assertThat(here.putLoaded(key, "new", 2, session(), true)).isFalse();
  }

  @Test
  void putUpdated_byTheOnlyHolder_isSeenByAll() {
    LockMark mark = there.lock(key);

    assertThat(there.putUpdated(key, "two", 2, mark)).isTrue();

    assertThat(here.get(key, session())).isEqualTo("two");
  }

  /** One process stands between reading and writing the row; another wants to put. */
  @Test
  void R3_put_betweenReadAndWriteOfAnother_isRefused() {
    RoleRows rows = new RoleRows(store, TestStore.versioned(store), TestStore.LOCK_TIMEOUT);
    long loader = session();
    boolean put =
        rows.atomically(
            key.bytes(),
            step -> {
              Row before = step.read();
              boolean done =
                  CompletableFuture.supplyAsync(() -> there.putLoaded(key, "one", 1, loader, true))
                      .join();
              LockMark mark = store.nextLock();
              step.write(before, new Row.Locked(mark, loader, Long.MAX_VALUE, 1, false));
              return done;
            });

    assertThat(put).isFalse();
  }

  @Test
  void R3_putUpdated_whenTwoHadTheLock_storesNeither() {
    LockMark first = here.lock(key);
    LockMark second = there.lock(key);
    assertThat(second).isEqualTo(first);

    assertThat(here.putUpdated(key, "two", 2, first)).isFalse();
    assertThat(there.get(key, session())).isNull();
    assertThat(here.putLoaded(key, "two", 2, session(), true)).isFalse();
    assertThat(there.putUpdated(key, "three", 3, second)).isFalse();

    assertThat(here.get(key, session())).isNull();
    assertThat(here.putLoaded(key, "three", 3, session(), true)).isTrue();
  }

  @Test
  void put_afterUnlock_takesEqualVersionFromSessionsBegunAfterIt() {
    long before = session();
    LockMark mark = there.lock(key);
    there.unlock(key, mark);

    assertThat(here.putLoaded(key, "one", 1, before, true)).isFalse();
    assertThat(here.putLoaded(key, "one", 1, session(), true)).isTrue();
  }

  /** The version may have grown again since, in a lock that the row does not tell of. */
  @Test
  void R1_put_afterUnlock_takesNoNewerVersionFromSessionsBegunBeforeIt() {
    long before = session();
    LockMark mark = there.lock(key);
    there.unlock(key, mark);

    assertThat(here.putLoaded(key, "two", 2, before, true)).isFalse();
  }

  @Test
  void put_unversionedAfterUnlock_takesSessionsBegunAfterItOnly() {
    RoleEntries unversioned = TestStore.readWrite(store, TestStore.unversioned(store));
    long before = session();
    LockMark mark = unversioned.lock(key);
    unversioned.unlock(key, mark);

    assertThat(unversioned.putLoaded(key, "old", null, before, true)).isFalse();
    assertThat(unversioned.putLoaded(key, "new", null, session(), true)).isTrue();
  }

  @Test
  void put_overAValue_replacesOlderVersionsOnly() {
    here.putLoaded(key, "two", 2, session(), true);

    assertThat(there.putLoaded(key, "one", 1, session(), false)).isFalse();
    assertThat(there.putLoaded(key, "two again", 2, session(), false)).isFalse();
    assertThat(there.putLoaded(key, "three", 3, session(), true)).isTrue();
    assertThat(here.get(key, session())).isEqualTo("three");
  }

  @Test
  void put_lockOfADeadProcess_waitsForTheTimeout() {
    there.lock(key);
    stores.advance(TestStore.LOCK_TIMEOUT.minusSeconds(1));
    assertThat(here.putLoaded(key, "one", 1, session(), true)).isFalse();

    stores.advance(Duration.ofSeconds(2));

    assertThat(here.putLoaded(key, "one", 1, session(), true)).isTrue();
    assertThat(here.get(key, session())).isEqualTo("one");
  }

  @Test
  void lock_afterTheTimeoutOfAnother_storesNothingAtItsEnd() {
    there.lock(key);
    stores.advance(TestStore.LOCK_TIMEOUT.plusSeconds(1));

    LockMark mark = here.lock(key);

    assertThat(here.putUpdated(key, "two", 2, mark)).isFalse();
    assertThat(here.get(key, session())).isNull();
    assertThat(here.putLoaded(key, "two", 2, session(), true)).isTrue();
  }

  @Test
  void putUpdated_afterItsLockWasReplaced_makesTheOthersLockDoubtful() {
    LockMark slow = there.lock(key);
    stores.advance(TestStore.LOCK_TIMEOUT.plusSeconds(1));
    here.putLoaded(key, "one", 1, session(), true);
    LockMark quick = here.lock(key);

    assertThat(there.putUpdated(key, "slow", 2, slow)).isFalse();
    assertThat(here.putUpdated(key, "quick", 3, quick)).isFalse();

    assertThat(here.get(key, session())).isNull();
  }

  @Test
  void unlock_afterTheValueWasPutBack_dropsIt() {
    LockMark slow = there.lock(key);
    stores.advance(TestStore.LOCK_TIMEOUT.plusSeconds(1));
    here.putLoaded(key, "one", 1, session(), true);

    there.unlock(key, slow);

    assertThat(here.get(key, session())).isNull();
  }

  @Test
  void evict_lockedEntry_keepsTheLock() {
    LockMark mark = there.lock(key);

    here.evict(key);

    assertThat(here.putLoaded(key, "old", 1, session(), true)).isFalse();
    assertThat(there.putUpdated(key, "two", 2, mark)).isTrue();
    assertThat(here.get(key, session())).isEqualTo("two");
  }

  @Test
  void putInserted_overAnything_isRefused() {
    long inserter = session();
    LockMark mark = there.lock(key);

    assertThat(here.putInserted(key, "inserted", 0, inserter)).isFalse();
    there.unlock(key, mark);
    assertThat(here.putInserted(key, "inserted", 0, inserter)).isFalse();
  }

  @Test
  void lock_afterUnlock_isTheOnlyHolderAgain() {
    there.unlock(key, there.lock(key));

    LockMark mark = here.lock(key);

    assertThat(here.putUpdated(key, "two", 2, mark)).isTrue();
  }
}
