// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import org.hibernate.cache.CacheException;

/**
 * The memory that all processes with one cache directory open share: a mapped file with the clock,
 * the guards of invalidated keys and the floors of regions, roles and tables. Thread-safe.
 *
 * <p>The file survives the death of every process, as the pages belong to the operating system. It
 * need not survive a power loss: another boot id begins a new <b>era</b>, and rows of another era
 * are misses. A new file is a new era too. It is written with its full size before it is mapped, so
 * that writing to the memory can never fail on a full disk.
 */
final class SharedArea implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ProcessSlots slots;
  private final Words words;
  private final int slot;
  private final boolean first;
  private final UUID processId;
  private final long era;
  private final SharedClock clock;
  private final Stripes stripes;
  private final Floors floors;

  private SharedArea(ProcessSlots slots, Words words, int slot, boolean first, InstantSource wall) {
    this.slots = slots;
    this.words = words;
    this.slot = slot;
    this.first = first;
    this.processId = new UUID(words.get(processWord(slot)), words.get(processWord(slot) + 1));
    this.era = words.get(Layout.ERA_WORD);
    this.clock = new SharedClock(words, Layout.CLOCK_WORD, wall);
    this.stripes = new Stripes(words);
    this.floors = new Floors(words, slot);
  }

  /** Opens the directory's file; the first process to do so applies the warm start. */
  static SharedArea open(Path directory, WarmStart.Terms warmStart, UUID boot, InstantSource wall) {
    Path lockFile = directory.resolve("cache.db-l2.lock");
    Path file = directory.resolve("cache.db-l2-" + Layout.VERSION + ".map");
    try {
      ProcessSlots slots = new ProcessSlots(lockFile);
      try {
        FileLock mutex = slots.enter();
        boolean alone = !anyTakenBut(-1, slots);
        Words words = mapped(file, alone);
        if (alone) {
          new Beginning(words, wall).begin(warmStart, boot);
        }
        int slot = takenSlot(slots, words);
        mutex.release();
        return new SharedArea(slots, words, slot, alone, wall);
      } catch (IOException | RuntimeException e) {
        slots.close();
        throw e;
      }
    } catch (IOException e) {
      throw new CacheException(
          "Cannot open the second-level cache ["
              + directory
              + "]: "
              + e
              + "; it needs a local directory that this process may write",
          e);
    }
  }

  SharedClock clock() {
    return clock;
  }

  Stripes stripes() {
    return stripes;
  }

  /** The floor of a region, role or table. */
  Floor floor(String name) {
    return floors.of(name);
  }

  /** The floor of everything, or of everything that the application may change. */
  long generalFloor(boolean mutable) {
    long floor = words.get(Layout.FLOOR_WORD);
    return mutable ? Math.max(floor, words.get(Layout.MUTABLE_FLOOR_WORD)) : floor;
  }

  /** Makes everything stored so far a miss. */
  void dropAll() {
    long now = clock.next();
    changed(now);
    words.raise(Layout.FLOOR_WORD, now);
  }

  /** The stamp of a start that left nothing, or nothing that may change, or 0. */
  long droppedAtStart(boolean mutable) {
    long begun = words.get(Layout.BEGIN_WORD);
    return first && generalFloor(mutable) >= begun ? begun : 0;
  }

  /** Notes that the database is about to change, or has: what was probed before says nothing. */
  void changed(long stamp) {
    words.raise(Layout.CHANGE_WORD, stamp);
  }

  /** The stamp of the last change of the database that was noted. */
  long lastChange() {
    return words.get(Layout.CHANGE_WORD);
  }

  /** Notes that a new row of what never changes was cached when it was committed. */
  void insertedReadOnly(long stamp) {
    words.raise(Layout.READ_ONLY_INSERT_WORD, stamp);
  }

  /**
   * Keeps what the database was like.
   *
   * @param taken a stamp from before it was asked
   */
  void probed(long taken, long probe) {
    // without a stamp while the two do not belong together
    words.set(Layout.PROBE_STAMP_WORD, 0);
    words.set(Layout.PROBE_WORD, probe);
    words.set(Layout.PROBE_STAMP_WORD, taken);
  }

  /** The stamp of the last probe. */
  long lastProbe() {
    return words.get(Layout.PROBE_STAMP_WORD);
  }

  /** What rows must have been written in to count. */
  long era() {
    return era;
  }

  /** An id that no other process, before or after, has had. */
  UUID processId() {
    return processId;
  }

  /** Gives up this process's slot. The memory stays readable for those who still hold it. */
  @Override
  public void close() {
    close(false);
  }

  /**
   * Closes, and marks the directory as closed if nobody else has it open.
   *
   * @param flushed whether all rows are on the disk, where no power loss takes them
   */
  void close(boolean flushed) {
    try {
      mark(flushed);
    } catch (IOException | CacheException e) {
      // unmarked it counts as not closed, which is safe
    } finally {
      released();
    }
  }

  /** Gives up the slot and nothing else, as the end of a process that is killed does; for tests. */
  void abandon() {
    released();
  }

  /** The mutex goes with the slot: nobody may join in between and find the mark. */
  @SuppressWarnings("unused")
  private void mark(boolean flushed) throws IOException {
    FileLock mutex = slots.enter();
    if (!anyTakenBut(slot, slots)) {
      clock.next();
      words.force();
      words.set(Layout.END_WORD, flushed ? Beginning.FLUSHED : Beginning.CLOSED);
      words.force();
    }
  }

  private void released() {
    try {
      slots.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean anyTakenBut(int ours, ProcessSlots slots) throws IOException {
    for (int slot = 0; slot < Layout.PROCESSES; slot++) {
      if (slot != ours && slots.isTaken(slot)) {
        return true;
      }
    }
    return false;
  }

  private static Words mapped(Path path, boolean alone) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      if (file.length() != Layout.sizeBytes()) {
        if (!alone) {
          throw new IOException(path + " has changed its size while it is in use");
        }
        file.setLength(0);
        file.write(new byte[Layout.sizeBytes()]);
        file.getFD().sync();
      }
      return new Words(
          file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, Layout.sizeBytes()));
    }
  }

  /** Takes the first free slot, and closes what its last owner, now dead, has left open. */
  private static int takenSlot(ProcessSlots slots, Words words) throws IOException {
    int taken = -1;
    for (int slot = 0; slot < Layout.PROCESSES; slot++) {
      boolean dead = words.get(processWord(slot)) != 0 && !slots.isTaken(slot);
      if (dead) {
        Floors.reclaim(words, slot);
        words.set(processWord(slot), 0);
      }
      if (taken < 0 && slots.take(slot)) {
        taken = slot;
      }
    }
    if (taken < 0) {
      throw new IOException(
          Layout.PROCESSES + " processes have it open already, and no more are possible");
    }
    words.set(processWord(taken), RANDOM.nextLong() | 1);
    words.set(processWord(taken) + 1, RANDOM.nextLong());
    words.raise(Layout.SLOTS_USED_WORD, taken + 1L);
    return taken;
  }

  private static int processWord(int slot) {
    return Layout.PROCESS_WORDS + 2 * slot;
  }
}
