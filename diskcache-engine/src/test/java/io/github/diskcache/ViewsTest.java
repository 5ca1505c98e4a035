// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Views of a cache with another patience, and what a thread may ask of its own transaction. */
class ViewsTest {
  private static final Duration MOMENT = Duration.ofMillis(5);

  @RegisterExtension final Stores stores = new Stores();

  @Test
  void waiting_lockNotHad_timesOutInItsOwnTime() throws Exception {
    Cache<Object, Object> cache = stores.open(stores.builder().busyTimeout(Duration.ofHours(1)));
    cache.set("k", 1, WriteOptions.tagged("t"));
    Cache<Object, Object> impatient = cache.waiting(MOMENT);

    try (ForeignLock lock = ForeignLock.on(stores.directory())) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> impatient.set("k", 2)).isInstanceOf(CacheTimeoutException.class);
      assertThatThrownBy(() -> impatient.transact(() -> {}))
          .isInstanceOf(CacheTimeoutException.class);
      assertThatThrownBy(() -> impatient.transactOn("k", () -> 1))
          .isInstanceOf(CacheTimeoutException.class);
      assertThatThrownBy(() -> impatient.evict("t")).isInstanceOf(CacheTimeoutException.class);
      assertThatThrownBy(() -> impatient.queue().push(1)).isInstanceOf(CacheTimeoutException.class);
      assertThatThrownBy(() -> cache.waiting(Duration.ZERO).increment("k"))
          .isInstanceOf(CacheTimeoutException.class);
      assertThat(impatient.get("k")).isEqualTo(1L);
    }
    assertThat(impatient.set("k", 2)).isEqualTo(WriteResult.STORED);
    assertThatThrownBy(() -> cache.waiting(MOMENT.negated()))
        .isInstanceOf(CacheSettingException.class);
  }

  @Test
  void waiting_fanoutShardBusy_throwsRatherThanAnswers() throws Exception {
    FanoutCache<Object, Object> cache = stores.openFanout(stores.builder(), 1);
    cache.set("there", 1);

    try (ForeignLock lock = ForeignLock.on(stores.directory().resolve("000"))) {
      assertThat(lock).isNotNull();
      assertThat(cache.set("k", 1)).isEqualTo(WriteResult.SKIPPED);
      assertThatThrownBy(() -> cache.waiting(MOMENT).set("k", 1))
          .isInstanceOf(CacheTimeoutException.class);
      assertThatThrownBy(() -> cache.waiting(MOMENT).clear())
          .isInstanceOf(CacheTimeoutException.class);
    }
    assertThat(cache.waiting(MOMENT).cache("inside")).isSameAs(cache.cache("inside"));
  }

  @Test
  void inTransaction_anyObjectOnTheDirectory_isOfThisThread() throws Exception {
    Cache<Object, Object> cache = stores.open();
    Cache<Object, Object> same = stores.open();
    FanoutCache<Object, Object> fanout =
        stores.opened(Cache.builder(stores.directory("fanout")).openFanout(3));

    assertThat(cache.inTransaction()).isFalse();
    cache.transact(
        () -> {
          assertThat(cache.inTransaction()).isTrue();
          assertThat(cache.retrying().inTransaction()).isTrue();
          assertThat(same.inTransaction()).isTrue();
          assertThat(fanout.inTransaction()).isFalse();
          try {
            assertThat(Background.start(cache::inTransaction).result()).isFalse();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    assertThat(cache.inTransaction()).isFalse();
    fanout.transactOn("k", () -> assertThat(fanout.inTransaction()).isTrue());
    assertThat(fanout.inTransaction()).isFalse();
  }

  @Test
  void isFull_failureOfAFile_isToldByReasonOrRoom() {
    assertThat(isFull(new FileSystemException("f", null, "No space left on device"))).isTrue();
    assertThat(isFull(new FileSystemException("f", null, "Disk quota exceeded"))).isTrue();
    assertThat(isFull(new IOException("No space left on device"))).isTrue();
    assertThat(isFull(new FileSystemException("No space left.txt", null, "Permission denied")))
        .isFalse();
    assertThat(isFull(new IOException("the stream failed"))).isFalse();
  }

  private boolean isFull(IOException failure) {
    return ValueFiles.isFull(failure, stores.directory().getParent());
  }
}
