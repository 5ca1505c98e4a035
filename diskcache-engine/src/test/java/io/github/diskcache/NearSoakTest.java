// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several JVMs with near tiers read and write few keys of one directory as fast as they can, and
 * some are killed. Each key counts its writes, and shared memory outside the cache holds the
 * highest count that any operation has shown by returning; a read that begins later and shows less
 * is stale. {@code -Ddiskcache.near.reads}, {@code .near.jvms} and {@code .near.kills} make it
 * longer; the profile {@code soak} does.
 */
class NearSoakTest {
  private static final long READS = Long.getLong("diskcache.near.reads", 200_000);
  private static final int KILLS = Integer.getInteger("diskcache.near.kills", 2);
  private static final String JVMS = System.getProperty("diskcache.near.jvms", "2");
  private static final int KEYS = 64;
  private static final int READS_WORD = KEYS;
  private static final int WRITES_WORD = KEYS + 1;
  private static final int STALE_WORD = KEYS + 2;
  private static final int STOP_WORD = KEYS + 3;
  private static final int FIRST_OWNER = KEYS + 4;
  private static final int WORDS = FIRST_OWNER + KEYS;

  @TempDir Path work;

  @Test
  @Tag("long")
  void reads_whileOthersWriteAndAreKilled_areNeverStale() throws Exception {
    for (String jvms : JVMS.split(",", -1)) {
      Totals totals = soak(Integer.parseInt(jvms), READS, KILLS, NearSoakChild.Marking.AS_BUILT);
      System.out.printf(
          "NEARSOAK jvms=%s reads=%d writes=%d kills=%d stale=%d%n",
          jvms, totals.reads, totals.writes, totals.kills, totals.stale);
      assertThat(totals.stale).isZero();
      assertThat(totals.reads).isGreaterThanOrEqualTo(READS);
    }
  }

  /** The same beside sets through the log of intents, which some JVMs use and others do not. */
  @Test
  @Tag("long")
  void reads_whileOthersSetThroughTheLogAndAreKilled_areNeverStale() throws Exception {
    for (String jvms : JVMS.split(",", -1)) {
      Totals totals = soak(Integer.parseInt(jvms), READS, KILLS, NearSoakChild.Marking.LOGGED);
      System.out.printf(
          "INTENTSOAK jvms=%s reads=%d writes=%d kills=%d stale=%d%n",
          jvms, totals.reads, totals.writes, totals.kills, totals.stale);
      assertThat(totals.stale).isZero();
      assertThat(totals.reads).isGreaterThanOrEqualTo(READS);
    }
  }

  /** Shows that staleness would be seen; only long runs are sure to. */
  @Test
  @Tag("soak")
  void reads_slotsMarkedTooLate_areStale() throws Exception {
    Totals totals = soak(2, READS, 0, NearSoakChild.Marking.TOO_LATE);
    System.out.printf(
        "NEARSOAK control=marked-too-late reads=%d writes=%d stale=%d%n",
        totals.reads, totals.writes, totals.stale);
    assertThat(totals.stale).isPositive();
  }

  private record Totals(long reads, long writes, int kills, long stale) {}

  private Totals soak(int jvms, long reads, int kills, NearSoakChild.Marking marking)
      throws Exception {
    Path directory = work.resolve("cache-" + jvms + "-" + marking);
    Path memory = work.resolve("memory-" + jvms + "-" + marking);
    Shown shown = Shown.map(memory);
    Random random = new Random(jvms);
    List<ChildProcess> children = new ArrayList<>();
    int killed = 0;
    try {
      for (int i = 0; i < jvms; i++) {
        children.add(start(directory, memory, marking, i));
      }
      while (shown.get(READS_WORD) < reads || killed < kills) {
        // Kills are spread over the reads, so that a slow machine has as many.
        if (killed < kills && shown.get(READS_WORD) >= reads * (killed + 1) / (kills + 1)) {
          int victim = random.nextInt(children.size());
          children.get(victim).kill();
          shown.releaseAll(victim);
          children.set(victim, start(directory, memory, marking, victim));
          killed++;
        } else {
          TimeUnit.MILLISECONDS.sleep(2);
        }
      }
      shown.raise(STOP_WORD, 1);
      for (ChildProcess child : children) {
        assertThat(child.receive()).isEqualTo("done");
      }
    } finally {
      for (ChildProcess child : children) {
        child.close();
      }
    }
    try (Cache<Object, Object> cache = Cache.open(directory)) {
      assertThat(cache.maintenance().check().problems()).isEmpty();
      for (int key = 0; key < KEYS; key++) {
        assertThat((Long) cache.get(key, 0L)).isGreaterThanOrEqualTo(shown.get(key));
      }
    }
    return new Totals(shown.get(READS_WORD), shown.get(WRITES_WORD), killed, shown.get(STALE_WORD));
  }

  private ChildProcess start(Path directory, Path memory, NearSoakChild.Marking marking, int number)
      throws Exception {
    ChildProcess child =
        ChildProcess.startJava(
            work.resolve("tmp"), NearSoakChild.class, directory, memory, marking, number);
    assertThat(child.receive()).isEqualTo("ready");
    return child;
  }

  /** What operations have shown by returning, in memory that all processes map. */
  record Shown(ByteBuffer words) {
    static Shown map(Path file) throws IOException {
      try (FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        return new Shown(channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) WORDS * Long.BYTES));
      }
    }

    long get(int word) {
      return SharedWords.slot(words, word);
    }

    void raise(int word, long value) {
      long current = get(word);
      while (current < value && !SharedWords.compareAndSetSlot(words, word, current, value)) {
        current = get(word);
      }
    }

    void add(int word, long delta) {
      long current = get(word);
      while (!SharedWords.compareAndSetSlot(words, word, current, current + delta)) {
        current = get(word);
      }
    }

    /** Takes a key for one that sets it without looking, unless somebody else has it. */
    boolean take(int key, int owner) {
      return SharedWords.compareAndSetSlot(words, FIRST_OWNER + key, 0, owner + 1);
    }

    void release(int key, int owner) {
      SharedWords.compareAndSetSlot(words, FIRST_OWNER + key, owner + 1, 0);
    }

    /** Gives up what a process has that was killed. */
    void releaseAll(int owner) {
      for (int key = 0; key < KEYS; key++) {
        release(key, owner);
      }
    }

    int keys() {
      return KEYS;
    }

    boolean isStopped() {
      return get(STOP_WORD) != 0;
    }

    void count(long reads, long writes, long stale) {
      add(READS_WORD, reads);
      add(WRITES_WORD, writes);
      add(STALE_WORD, stale);
    }
  }
}
