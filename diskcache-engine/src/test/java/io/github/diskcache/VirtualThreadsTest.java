// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** That virtual threads which wait for a cache leave their carriers to others. */
class VirtualThreadsTest {
  private static final String PINNED = "jdk.VirtualThreadPinned";
  private static final Duration LONGEST = Duration.ofMillis(50);
  private static final int WRITERS =
      Math.max(8, 2 * Runtime.getRuntime().availableProcessors() + 1);

  @RegisterExtension final Stores stores = new Stores();

  @TempDir Path scratch;

  @BeforeEach
  void requireVirtualThreads() {
    assumeTrue(Runtime.version().feature() >= 21, "virtual threads need JDK 21");
  }

  /** Pins the carrier, as code that holds on to it does. */
  private static final class Pinning {
    static final boolean WAITED = waits();

    private static boolean waits() {
      long start = System.nanoTime();
      while (System.nanoTime() - start < 3 * LONGEST.toNanos()) {
        LockSupport.parkNanos(3 * LONGEST.toNanos());
      }
      return true;
    }
  }

  @Test
  void recording_threadThatPinsItsCarrier_isSeen() throws Exception {
    List<RecordedEvent> pinned =
        pinnedDuring(() -> startVirtual(() -> Pinning.WAITED).get(1, TimeUnit.MINUTES));

    assertThat(pinned).isNotEmpty();
  }

  @Test
  void set_eightWritersOfOneCacheWait_pinNoCarrier() throws Exception {
    Cache<Object, Object> cache = stores.open();

    assertThat(pinnedWhileWaiting(cache)).isEmpty();
  }

  @Test
  void set_writersShareCommits_pinNoCarrier() throws Exception {
    Cache<Object, Object> cache =
        stores.open(stores.builder().setting(Setting.SQLITE_SYNCHRONOUS, 2));

    assertThat(pinnedWhileWaiting(cache)).isEmpty();
  }

  /** Has writers wait for another process, and another thread go on all the while. */
  private List<RecordedEvent> pinnedWhileWaiting(Cache<Object, Object> cache) throws Exception {
    return pinnedDuring(
        () -> {
          List<FutureTask<WriteResult>> writers = new ArrayList<>();
          CountDownLatch started = new CountDownLatch(WRITERS);
          try (ForeignLock lock = ForeignLock.on(cache.directory())) {
            assertThat(lock).isNotNull();
            for (int i = 0; i < WRITERS; i++) {
              int key = i;
              writers.add(
                  startVirtual(
                      () -> {
                        started.countDown();
                        return cache.set(key, key);
                      }));
            }
            assertThat(started.await(1, TimeUnit.MINUTES)).isTrue();
            FutureTask<Integer> other =
                startVirtual(
                    () -> {
                      int ticks = 0;
                      for (; ticks < 200; ticks++) {
                        LockSupport.parkNanos(1_000_000);
                      }
                      return ticks;
                    });
            assertThat(other.get(1, TimeUnit.MINUTES)).isEqualTo(200);
            assertThat(writers).noneMatch(FutureTask::isDone);
          }
          for (FutureTask<WriteResult> writer : writers) {
            assertThat(writer.get(1, TimeUnit.MINUTES)).isEqualTo(WriteResult.STORED);
          }
          return true;
        });
  }

  /** The events of carriers that were held for too long while something was done. */
  private List<RecordedEvent> pinnedDuring(Callable<?> work) throws Exception {
    Path file = Files.createTempFile(scratch, "pinned-", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable(PINNED).withThreshold(LONGEST).withStackTrace();
      recording.start();
      work.call();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(PINNED))
        .filter(event -> !isLoading(event))
        .toList();
  }

  /** Whether a class was made ready, which happens once, and waits for nobody's cache. */
  private static boolean isLoading(RecordedEvent event) {
    return event.hasField("pinnedReason")
        && String.valueOf(event.getString("pinnedReason")).contains("initialization");
  }

  /** What {@code Thread.startVirtualThread(task)} does, compiled for a JDK that has it not. */
  private static <T> FutureTask<T> startVirtual(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    return task;
  }
}
