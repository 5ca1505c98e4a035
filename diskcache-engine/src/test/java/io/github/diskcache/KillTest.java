// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a JVM while two of its threads write, again and again in one directory, and compares what
 * is there with all that the JVM had acknowledged. 10 kills, or as many as {@code
 * -Ddiskcache.kills} says.
 *
 * <p>What a thread writes follows from the number of the step alone. So after a kill a thread's
 * entries must be exactly those after its last acknowledged step or, since that step may have been
 * committed but not acknowledged, after the next one; never something in between.
 */
@Tag("long")
class KillTest {
  private static final int KILLS = Integer.getInteger("diskcache.kills", 10);
  private static final int THREADS = 2;
  private static final int MOST_STEPS = 150;
  private static final int LONGEST_DELAY_NANOS = 3_000_000;
  private static final int LONGEST_OPENING_NANOS = 60_000_000;

  @TempDir Path work;

  /** How the JVM that is killed sets values. */
  private enum Sets {
    TO_DATABASE,
    TO_LOG
  }

  @Test
  void kill_anyMoment_keepsWhatWasAcknowledged() throws Exception {
    kill(Sets.TO_DATABASE);
  }

  @Test
  void kill_anyMomentWithAnIntentLog_keepsWhatWasAcknowledged() throws Exception {
    kill(Sets.TO_LOG);
  }

  private void kill(Sets sets) throws Exception {
    Path directory = work.resolve("cache");
    Random random = new Random(42);
    List<Model> models = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      models.add(new Model(thread));
    }

    for (int kill = 1; kill <= KILLS; kill++) {
      // The first one, and some others, while the directory is being made or opened.
      int steps = kill == 1 || random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(MOST_STEPS);
      long delay = random.nextInt(steps == 0 ? LONGEST_OPENING_NANOS : LONGEST_DELAY_NANOS);
      long[] acknowledged = killWriter(directory, sets, models, steps, delay);

      try (Cache<Object, Object> cache = Cache.open(directory)) {
        for (Model model : models) {
          model.advanceTo(acknowledged[model.thread]);
          model.compare(cache, "kill " + kill);
        }
        assertMended(cache, "kill " + kill);
      }
    }
  }

  /**
   * Starts a JVM that goes on where the last one ended, and kills it.
   *
   * @return the last step that each thread acknowledged
   */
  private long[] killWriter(Path directory, Sets sets, List<Model> models, int steps, long delay)
      throws IOException, InterruptedException {
    long[] acknowledged = models.stream().mapToLong(model -> model.step).toArray();
    List<String> lines = new ArrayList<>();
    try (ChildProcess writer =
        ChildProcess.startJava(
            work.resolve("tmp"), Writer.class, directory, acknowledged[0], acknowledged[1], sets)) {
      assertThat(writer.receive()).isEqualTo("opening");
      for (int i = 0; i < steps; i++) {
        lines.add(writer.receive());
      }
      LockSupport.parkNanos(delay);
      lines.addAll(writer.kill());
    }
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      acknowledged[Integer.parseInt(words[0])] = Long.parseLong(words[1]);
    }
    return acknowledged;
  }

  /**
   * One file may be in place without its row, or without it still, and directories may be empty.
   */
  private static void assertMended(Cache<?, ?> cache, String when) {
    List<CheckReport.Problem> problems = cache.maintenance().check().problems();
    assertThat(problems)
        .as(when)
        .allMatch(
            problem ->
                problem instanceof CheckReport.UnknownFile
                    || problem instanceof CheckReport.EmptyDirectory)
        .filteredOn(CheckReport.UnknownFile.class::isInstance)
        .hasSizeLessThanOrEqualTo(1);
    assertThat(cache.maintenance().mend().problems()).as(when).hasSameSizeAs(problems);
    assertThat(cache.maintenance().check().problems()).as(when).isEmpty();
  }

  /** What a step writes to: the cache, or the model of it. */
  private interface Target {
    void set(String key, String value);

    void setStream(String key, String value);

    void delete(String key);

    void increment(String key);

    void together(Runnable writes);
  }

  private static void run(int thread, long step, Target target) {
    SplittableRandom random = new SplittableRandom(step * THREADS + thread);
    String row = thread + " row " + random.nextInt(20);
    String file = thread + " file " + random.nextInt(5);
    String small = "step " + step;
    String large = small.repeat(33_000 / small.length() + random.nextInt(2_000));
    switch (random.nextInt(8)) {
      case 0 -> target.set(row, small);
      case 1 -> target.set(file, large);
      case 2 -> target.setStream(file, large);
      case 3 -> target.delete(random.nextBoolean() ? row : file);
      case 4 -> target.increment(thread + " counter");
      case 5 ->
          target.together(
              () -> {
                target.set(thread + " left", small);
                target.delete(row);
                target.increment(thread + " counter");
                target.set(thread + " right", small);
              });
      case 6 ->
          target.together(
              () -> {
                target.set(row, small);
                target.set(file, large);
                target.increment(thread + " counter");
              });
      default -> {
        // From a file to a row.
        target.set(file, small);
      }
    }
  }

  /** What one thread's entries must be. */
  private static final class Model implements Target {
    private final int thread;
    private final Map<String, Object> entries = new HashMap<>();
    private long step;

    Model(int thread) {
      this.thread = thread;
    }

    void advanceTo(long last) {
      while (step < last) {
        step++;
        run(thread, step, this);
      }
    }

    /** Compares a cache with the entries after this step, else with those after the next. */
    void compare(Cache<Object, Object> cache, String when) {
      Map<String, Object> found = read(cache);
      if (!found.equals(entries)) {
        Map<String, Object> acknowledged = Map.copyOf(entries);
        advanceTo(step + 1);
        if (!found.equals(entries)) {
          throw new AssertionError(
              "%s: the entries are neither those after step %d of thread %d (differing: %s) nor those after the next (differing: %s)"
                  .formatted(
                      when,
                      step - 1,
                      thread,
                      differing(found, acknowledged),
                      differing(found, entries)));
        }
      }
    }

    private Map<String, Object> read(Cache<Object, Object> cache) {
      Map<String, Object> found = new HashMap<>();
      for (Object key : cache.keys()) {
        if (key.toString().startsWith(thread + " ")) {
          Object value = cache.require(key);
          found.put(
              key.toString(), value instanceof byte[] bytes ? new String(bytes, UTF_8) : value);
        }
      }
      return found;
    }

    private static Map<String, String> differing(
        Map<String, Object> found, Map<String, Object> expected) {
      Set<String> keys = new TreeSet<>(found.keySet());
      keys.addAll(expected.keySet());
      Map<String, String> differing = new TreeMap<>();
      for (String key : keys) {
        Object is = found.get(key);
        Object should = expected.get(key);
        if (!String.valueOf(is).equals(String.valueOf(should))) {
          differing.put(key, Texts.shorten(is) + " for " + Texts.shorten(should));
        }
      }
      return differing;
    }

    @Override
    public void set(String key, String value) {
      entries.put(key, value);
    }

    @Override
    public void setStream(String key, String value) {
      entries.put(key, value);
    }

    @Override
    public void delete(String key) {
      entries.remove(key);
    }

    @Override
    public void increment(String key) {
      entries.merge(key, 1L, (old, one) -> (Long) old + (Long) one);
    }

    @Override
    public void together(Runnable writes) {
      writes.run();
    }
  }

  /** The JVM that is killed. */
  static final class Writer implements Target {
    private final Cache<Object, Object> cache;

    private Writer(Cache<Object, Object> cache) {
      this.cache = cache;
    }

    /** Takes the directory, the last step of each thread, and how to set. */
    public static void main(String[] arguments) throws Exception {
      say("opening");
      CacheBuilder builder = Cache.builder(Path.of(arguments[0]));
      if (Sets.valueOf(arguments[1 + THREADS]) == Sets.TO_LOG) {
        // Small, so that kills meet full ones too.
        builder.intentLog(new IntentLog(1 << 16, Duration.ofMillis(2)));
      }
      Writer writer = new Writer(builder.open());
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        long last = Long.parseLong(arguments[1 + thread]);
        new Thread(() -> writer.write(thread, last)).start();
      }
      // Nobody writes here: the end of the stream is the end of the test.
      while (System.in.read() >= 0) {}
      Runtime.getRuntime().halt(1);
    }

    private void write(int thread, long last) {
      for (long step = last + 1; ; step++) {
        run(thread, step, this);
        say(thread + " " + step);
      }
    }

    /** Hands over a line at once, so that a kill cannot cut it. */
    private static synchronized void say(String line) {
      byte[] bytes = (line + '\n').getBytes(UTF_8);
      System.out.write(bytes, 0, bytes.length);
      System.out.flush();
    }

    @Override
    public void set(String key, String value) {
      cache.set(key, value);
    }

    @Override
    public void setStream(String key, String value) {
      cache.setStream(key, new ByteArrayInputStream(value.getBytes(UTF_8)), WriteOptions.NONE);
    }

    @Override
    public void delete(String key) {
      cache.delete(key);
    }

    @Override
    public void increment(String key) {
      cache.increment(key);
    }

    @Override
    public void together(Runnable writes) {
      cache.transact(writes);
    }
  }
}
