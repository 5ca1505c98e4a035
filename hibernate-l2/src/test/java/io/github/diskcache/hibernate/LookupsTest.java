// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where a thread's lookups were answered. */
class LookupsTest {

  @RegisterExtension final TestStore stores = new TestStore();

  private static final CacheKey KEY = TestStore.key(1);

  @Test
  void get_entryOfAnotherProcess_isADiskHitThenANearHit() {
    store("dune");
    L2Store store = stores.open();
    CachedRole role = TestStore.versioned(store);
    RoleEntries entries = TestStore.readWrite(store, role);

    Lookups before = Lookups.ofThisThread();
    assertThat(entries.get(KEY, store.clock().next())).isEqualTo("dune");
    Lookups first = Lookups.ofThisThread();
    assertThat(entries.get(KEY, store.clock().next())).isEqualTo("dune");
    Lookups second = Lookups.ofThisThread();

    assertThat(first.since(before)).isEqualTo(new Lookups(0, 1, 0));
    assertThat(second.since(first)).isEqualTo(new Lookups(1, 0, 0));
    var statistics = role.counters().statistics("books", RegionKind.DOMAIN, 1);
    assertThat(statistics.hits()).isEqualTo(2);
    assertThat(statistics.nearHits()).isEqualTo(1);
  }

  @Test
  void get_nothingThere_isAMissHoweverItIsKnown() {
    L2Store store = stores.open();
    RoleEntries entries = TestStore.readWrite(store, TestStore.versioned(store));

    Lookups before = Lookups.ofThisThread();
    assertThat(entries.get(KEY, store.clock().next())).isNull();
    assertThat(entries.get(KEY, store.clock().next())).isNull();

    assertThat(Lookups.ofThisThread().since(before)).isEqualTo(new Lookups(0, 0, 2));
  }

  @Test
  void get_byAnotherThread_isNotCountedHere() {
    store("dune");
    L2Store store = stores.open();
    RoleEntries entries = TestStore.readWrite(store, TestStore.versioned(store));
    Lookups before = Lookups.ofThisThread();

    Object found =
        CompletableFuture.supplyAsync(() -> entries.get(KEY, store.clock().next())).join();

    assertThat(found).isEqualTo("dune");
    assertThat(Lookups.ofThisThread()).isEqualTo(before);
  }

  private void store(String value) {
    L2Store store = stores.open();
    RoleEntries entries = TestStore.readWrite(store, TestStore.versioned(store));
    assertThat(entries.putLoaded(KEY, value, 1, store.clock().next(), true)).isTrue();
    stores.close(store);
  }
}
