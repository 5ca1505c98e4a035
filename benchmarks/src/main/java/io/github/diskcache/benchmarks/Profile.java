// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/** Samples where the time of one operation goes: in which of our steps, and there in whose code. */
final class Profile {
  private static final List<String> SAMPLES =
      List.of("jdk.ExecutionSample", "jdk.NativeMethodSample");
  private static final Duration PERIOD = Duration.ofMillis(10);
  private static final String OURS = "io.github.diskcache.";

  private Profile() {}

  static void run(Job job, Reports reports) throws Exception {
    Operations.Kind kind =
        Operations.Kind.valueOf(job.option("operation").toUpperCase(Locale.ROOT));
    Path file = job.directory().resolveSibling("recording.jfr");
    Data data = new Data(job.scale().valueBytes());
    String[] keys = Data.keys(job.scale().entries());
    try (Store store = job.arm().open(job.directory(), job.scale())) {
      data.load(store, keys.length);
      for (String key : keys) {
        store.get(key);
      }
      work(store, kind, keys, data, job.millis() / 4);
      try (Recording recording = new Recording()) {
        SAMPLES.forEach(event -> recording.enable(event).withPeriod(PERIOD));
        recording.start();
        work(store, kind, keys, data, job.millis());
        recording.stop();
        recording.dump(file);
      }
    }
    report(file, reports);
  }

  private static void work(
      Store store, Operations.Kind kind, String[] keys, Data data, long millis) {
    SplittableRandom random = new SplittableRandom();
    long number = random.nextLong();
    long end = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < end) {
      String key = keys[random.nextInt(keys.length)];
      if (kind == Operations.Kind.SET) {
        store.set(key, data.value(++number));
      } else {
        store.get(key);
      }
    }
  }

  private static void report(Path file, Reports reports) throws IOException {
    Map<String, Integer> places = new HashMap<>();
    int all = 0;
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      String place = place(event);
      if (place != null) {
        places.merge(place, 1, Integer::sum);
        all++;
      }
    }
    double samples = all;
    places.forEach((place, count) -> reports.say(place, count / samples));
    reports.say("samples.count", samples);
  }

  /** The step of ours that was at work and the method on top; null for other threads. */
  private static @Nullable String place(RecordedEvent event) {
    RecordedStackTrace stack = event.getStackTrace();
    if (stack == null
        || stack.getFrames().stream()
            .noneMatch(frame -> type(frame).equals(Profile.class.getName()))) {
      return null;
    }
    String step =
        stack.getFrames().stream()
            .filter(frame -> type(frame).startsWith(OURS))
            .filter(frame -> !type(frame).endsWith(".SqlConnection"))
            .map(Profile::name)
            .findFirst()
            .orElse("");
    RecordedFrame top = stack.getFrames().get(0);
    return step.equals(name(top)) ? step : step + ">" + name(top);
  }

  private static String type(RecordedFrame frame) {
    return frame.getMethod().getType().getName();
  }

  private static String name(RecordedFrame frame) {
    String type = type(frame);
    return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethod().getName();
  }
}
