// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** This process and another on one directory, step by step. */
class TwoJvmTest {
  @RegisterExtension final TestStore stores = new TestStore();

  private final CacheKey key = TestStore.key(1);
  private L2Store store;
  private RoleEntries here;
  private ChildJvm there;

  @BeforeEach
  void open() throws IOException {
    store = stores.open();
    here = TestStore.readWrite(store, TestStore.versioned(store));
    there = ChildJvm.start(StoreChild.class, stores.directory(), stores.instant());
  }

  @AfterEach
  void end() throws IOException {
    there.close();
  }

  private long session() {
    return store.clock().next();
  }

  private boolean put(String value, int version) {
    return here.putLoaded(key, value, version, session(), true);
  }

  @Test
  void R1_put_afterUpdateAndEvictionElsewhere_isRefused() throws IOException {
    long loader = session();
    there.ask("lock");
    assertThat(there.ask("update two 2")).isEqualTo("true");
    there.ask("evict");

    assertThat(here.putLoaded(key, "one", 1, loader, true)).isFalse();
    assertThat(put("two", 2)).isTrue();
    assertThat(there.ask("get")).isEqualTo("two");
  }

  @Test
  void R2_get_bulkUpdateOfAKilledProcess_isMissUntilTheTimeout() throws Exception {
    assertThat(put("old", 1)).isTrue();
    assertThat(there.ask("get")).isEqualTo("old");
    there.ask("open");
    there.kill();

    assertThat(here.get(key, session())).isNull();
    assertThat(put("old", 1)).isFalse();
    stores.advance(TestStore.LOCK_TIMEOUT.plusSeconds(1));
    assertThat(here.get(key, session())).isNull();
    assertThat(put("new", 1)).isTrue();
    assertThat(here.get(key, session())).isEqualTo("new");
  }

  @Test
  void R3_putUpdated_lockedByBoth_storesNeither() throws IOException {
    LockMark mark = here.lock(key);
    there.ask("lock");

    assertThat(there.ask("update there 2")).isEqualTo("false");
    assertThat(there.ask("put there 2 " + there.ask("stamp"))).isEqualTo("false");
    assertThat(here.putUpdated(key, "here", 3, mark)).isFalse();

    assertThat(there.ask("get")).isEqualTo("null");
  }

  @Test
  void R3_get_lockOfAKilledProcess_isMissUntilTheTimeout() throws Exception {
    assertThat(put("old", 1)).isTrue();
    there.ask("lock");
    there.kill();

    assertThat(here.get(key, session())).isNull();
    assertThat(put("new", 2)).isFalse();
    stores.advance(TestStore.LOCK_TIMEOUT.plusSeconds(1));
    assertThat(here.get(key, session())).isNull();
    assertThat(put("new", 2)).isTrue();
  }

  /** The other's wall clock is behind. */
  @Test
  void R7_stamps_ofProcessesWithDifferentClocks_growTogether() throws IOException {
    stores.advance(Duration.ofHours(1));
    long last = 0;
    for (int i = 0; i < 100; i++) {
      long mine = store.clock().next();
      long others = Long.parseLong(there.ask("stamp"));
      assertThat(mine).isGreaterThan(last);
      assertThat(others).isGreaterThan(mine);
      last = others;
    }
  }

  @Test
  void get_valueOfAKilledProcess_isHit() throws Exception {
    there.ask("lock");
    assertThat(there.ask("update two 2")).isEqualTo("true");
    there.kill();

    assertThat(here.get(key, session())).isEqualTo("two");
  }
}
