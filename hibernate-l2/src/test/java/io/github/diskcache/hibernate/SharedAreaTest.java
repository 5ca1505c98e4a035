// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.cache.CacheException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SharedAreaTest {
  private static final UUID BOOT = new UUID(1, 2);

  @RegisterExtension final TestStore stores = new TestStore();

  private final List<SharedArea> opened = new ArrayList<>();

  private SharedArea open(WarmStart warmStart, UUID boot) {
    SharedArea area =
        SharedArea.open(stores.directory(), WarmStart.Terms.of(warmStart), boot, stores);
    opened.add(area);
    return area;
  }

  @AfterEach
  void close() {
    opened.forEach(SharedArea::close);
  }

  @Test
  void R7_next_clockSetBack_stillGrows() {
    SharedArea area = open(WarmStart.TRUST, BOOT);
    long before = area.clock().next();

    stores.advance(Duration.ofHours(-3));

    assertThat(area.clock().next()).isGreaterThan(before);
  }

  @Test
  void R7_next_byManyThreadsOfTwoProcesses_isUnique() throws InterruptedException {
    SharedArea first = open(WarmStart.TRUST, BOOT);
    SharedArea second = open(WarmStart.TRUST, BOOT);
    var stamps = ConcurrentHashMap.<Long>newKeySet();
    List<Thread> threads = new ArrayList<>();
    for (SharedArea area : List.of(first, second, first, second)) {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  stamps.add(area.clock().next());
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(stamps).hasSize(4000);
  }

  @Test
  void open_sameBoot_keepsEraFloorsAndGuards() {
    SharedArea before = open(WarmStart.TRUST, BOOT);
    long stamp = before.clock().next();
    before.floor("region:books").raise(stamp);
    before.stripes().guard(5, stamp);
    before.stripes().poison(6, stamp);
    before.close();

    SharedArea after = open(WarmStart.TRUST, BOOT);

    assertThat(after.era()).isEqualTo(before.era());
    assertThat(after.floor("region:books").stamp()).isEqualTo(stamp);
    assertThat(after.stripes().guard(5)).isEqualTo(stamp);
    assertThat(after.stripes().poison(6)).isEqualTo(stamp);
    assertThat(after.generalFloor(true)).isLessThan(stamp);
    assertThat(after.clock().next()).isGreaterThan(stamp);
  }

  @Test
  void open_otherBoot_beginsANewEra() {
    SharedArea before = open(WarmStart.TRUST, BOOT);
    long stamp = before.clock().next();
    before.close();

    SharedArea after = open(WarmStart.TRUST, new UUID(3, 4));

    assertThat(after.era()).isNotEqualTo(before.era());
    assertThat(after.generalFloor(false)).isGreaterThan(stamp);
  }

  @Test
  void open_damagedHeader_beginsANewEra() throws IOException {
    SharedArea before = open(WarmStart.TRUST, BOOT);
    before.close();
    Path file = stores.directory().resolve("cache.db-l2-" + Layout.VERSION + ".map");
    byte[] bytes = Files.readAllBytes(file);
    bytes[0] ^= 1;
    Files.write(file, bytes);

    assertThat(open(WarmStart.TRUST, BOOT).era()).isNotEqualTo(before.era());
  }

  @Test
  void open_truncatedFile_isMadeAnew() throws IOException {
    open(WarmStart.TRUST, BOOT).close();
    Path file = stores.directory().resolve("cache.db-l2-" + Layout.VERSION + ".map");
    Files.write(file, new byte[100]);

    assertThat(open(WarmStart.TRUST, BOOT).clock().next()).isPositive();
    assertThat(Files.size(file)).isEqualTo(Layout.sizeBytes());
  }

  @Test
  void open_readOnlyWarmStart_floorsWhatMayChange() {
    SharedArea before = open(WarmStart.TRUST, BOOT);
    long stamp = before.clock().next();
    before.close();

    SharedArea after = open(WarmStart.READ_ONLY, BOOT);

    assertThat(after.generalFloor(true)).isGreaterThan(stamp);
    assertThat(after.generalFloor(false)).isLessThan(stamp);
  }

  @Test
  void open_whileAnotherHasIt_appliesNoWarmStart() {
    SharedArea first = open(WarmStart.TRUST, BOOT);
    long stamp = first.clock().next();

    SharedArea second = open(WarmStart.OFF, BOOT);

    assertThat(second.era()).isEqualTo(first.era());
    assertThat(second.generalFloor(true)).isLessThan(stamp);
    assertThat(second.processId()).isNotEqualTo(first.processId());
  }

  @Test
  void open_moreProcessesThanSlots_isRefusedClearly() {
    for (int i = 0; i < Layout.PROCESSES; i++) {
      open(WarmStart.TRUST, BOOT);
    }

    assertThatThrownBy(() -> open(WarmStart.TRUST, BOOT))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("56 processes have it open already");
  }
}
