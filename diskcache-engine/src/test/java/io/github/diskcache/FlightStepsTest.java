// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The events of the Flight Recorder. */
class FlightStepsTest {
  private static final List<String> STEPS =
      List.of("Get", "Set", "Cull", "Busy", "Checkpoint", "Corruption");

  @RegisterExtension final Stores stores = new Stores();
  @TempDir Path recordings;

  /** A step that is to be recorded. */
  private interface Work {
    void run() throws Exception;
  }

  /** The events of an engine's step during some work, however short they were. */
  private List<RecordedEvent> recorded(String step, Work work) throws Exception {
    String name = "diskcache." + step;
    Path file = recordings.resolve(step + ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable(name).withThreshold(Duration.ZERO);
      recording.start();
      work.run();
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = new ArrayList<>(RecordingFile.readAllEvents(file));
    events.removeIf(event -> !event.getEventType().getName().equals(name));
    String directory = stores.directory().toRealPath().toString();
    events.removeIf(event -> !directory.equals(event.getString("directory")));
    return events;
  }

  @Test
  void get_fromTheDatabase_isRecordedAndFromTheHeapNot() throws Exception {
    Cache<Object, Object> cache = stores.open(stores.builder().nearTier(1 << 20));
    List<RecordedEvent> events =
        recorded(
            "Get",
            () -> {
              cache.get("absent");
              cache.set("k", "value");
              cache.get("k");
              cache.get("k");
            });

    assertThat(events).hasSize(1);
    assertThat(events.get(0).getBoolean("hit")).isFalse();
  }

  @Test
  void set_anyValue_isRecordedWithItsResult() throws Exception {
    Cache<Object, Object> cache = stores.open();
    List<RecordedEvent> events = recorded("Set", () -> cache.set("k", "value"));

    assertThat(events).hasSize(1);
    assertThat(events.get(0).getString("result")).isEqualTo("STORED");
    assertThat(events.get(0).getDuration()).isPositive();
  }

  @Test
  void cull_overTheLimit_isRecordedWithWhatItRemoved() throws Exception {
    Cache<Object, Object> cache =
        stores.open(stores.builder().setting(Setting.CULL_LIMIT, 0).sizeLimit(100_000));
    for (int i = 0; i < 200; i++) {
      cache.set(i, new byte[2_000]);
    }
    long[] culled = new long[1];
    List<RecordedEvent> events = recorded("Cull", () -> culled[0] = cache.cull());

    assertThat(events).hasSize(1);
    assertThat(events.get(0).getLong("removed")).isEqualTo(culled[0]).isPositive();
  }

  @Test
  void busy_waitForAnotherThread_isRecordedForAsLong() throws Exception {
    Cache<Object, Object> cache = stores.open();
    List<RecordedEvent> events =
        recorded(
            "Busy",
            () -> {
              CompletableFuture<WriteResult> waiting = new CompletableFuture<>();
              Thread writer = new Thread(() -> waiting.complete(cache.set("k", "value")));
              cache.transact(
                  () -> {
                    writer.start();
                    untilParked(writer);
                    return 0;
                  });
              waiting.get(2, TimeUnit.MINUTES);
            });

    assertThat(events).hasSize(2);
  }

  private static void untilParked(Thread thread) {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void checkpoint_ofALog_isRecordedWithItsPages() throws Exception {
    Cache<Object, Object> cache = stores.open();
    List<RecordedEvent> events =
        recorded(
            "Checkpoint",
            () -> {
              SqlConnection sql =
                  SqlConnection.open(cache.directory().resolve(DatabaseOpener.FILE));
              SharedWords words = Stores.shard(cache).database().words();
              Checkpoints checkpoints = new Checkpoints(cache.directory(), words, () -> sql);
              cache.set("k", "value");
              checkpoints.restart();
              checkpoints.close();
            });

    assertThat(events).isNotEmpty();
    assertThat(events.get(0).getLong("pages")).isPositive();
    assertThat(events.get(0).getLong("copied")).isEqualTo(events.get(0).getLong("pages"));
  }

  @Test
  void corruption_lostValueFile_isRecorded() throws Exception {
    stores.expectDamage();
    Cache<Object, Object> cache = stores.open();
    cache.set("large", new byte[100_000]);
    Files.delete(Stores.valueFiles(stores.directory()).get(0));
    List<RecordedEvent> events = recorded("Corruption", () -> cache.get("large"));

    assertThat(events).hasSize(1);
    assertThat(events.get(0).getString("what")).isEqualTo("a stored value is lost or unreadable");
  }

  @Test
  void events_byDefault_areThoseOfTenMilliseconds() {
    Stores.shard(stores.open()).activity();
    STEPS.forEach(FlightStepsTest::load);
    List<EventType> types =
        FlightRecorder.getFlightRecorder().getEventTypes().stream()
            .filter(type -> type.getName().startsWith("diskcache."))
            .toList();

    assertThat(types)
        .extracting(EventType::getName)
        .containsExactlyInAnyOrderElementsOf(STEPS.stream().map("diskcache."::concat).toList());
    for (EventType type : types) {
      assertThat(type.getSettingDescriptors())
          .filteredOn(setting -> setting.getName().equals("threshold"))
          .extracting(setting -> setting.getDefaultValue())
          .containsExactly(type.getName().equals("diskcache.Corruption") ? "0 ns" : "10 ms");
    }
  }

  private static void load(String step) {
    try {
      Class.forName(FlightSteps.class.getName() + '$' + step);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void cache_withoutJfrAndJmx_works() throws Exception {
    String output =
        ChildJvm.start(
                List.of("--limit-modules", "java.sql,jdk.unsupported"),
                Modest.class,
                stores.directory())
            .output();

    assertThat(output).endsWith("java.management absent, jdk.jfr absent: value");
  }

  /** Uses a cache in a process that lacks modules. */
  static final class Modest {
    public static void main(String[] args) {
      try (Cache<Object, Object> cache = Cache.builder(Path.of(args[0])).nearTier(1 << 20).open()) {
        ((RoutedCache<?, ?>) cache).publication().publish();
        cache.set("k", "value");
        cache.get("absent");
        cache.cull();
        System.out.println(
            presence("java.management") + ", " + presence("jdk.jfr") + ": " + cache.get("k"));
      }
    }

    private static String presence(String module) {
      boolean isThere = ModuleLayer.boot().findModule(module).isPresent();
      return module + (isThere ? " present" : " absent");
    }
  }
}
