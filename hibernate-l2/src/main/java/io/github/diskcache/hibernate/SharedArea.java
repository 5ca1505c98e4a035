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
  private final UUID processId;
  private final long era;
  private final SharedClock clock;
  private final Stripes stripes;
  private final Floors floors;

  private SharedArea(ProcessSlots slots, Words words, int slot, InstantSource wall) {
    this.slots = slots;
    this.words = words;
    this.processId = new UUID(words.get(processWord(slot)), words.get(processWord(slot) + 1));
    this.era = words.get(Layout.ERA_WORD);
    this.clock = new SharedClock(words, Layout.CLOCK_WORD, wall);
    this.stripes = new Stripes(words);
    this.floors = new Floors(words, slot);
  }

  /** Opens the directory's file; the first process to do so applies the warm start. */
  static SharedArea open(Path directory, WarmStart warmStart, UUID boot, InstantSource wall) {
    Path lockFile = directory.resolve("cache.db-l2.lock");
    Path file = directory.resolve("cache.db-l2-" + Layout.VERSION + ".map");
    try {
      ProcessSlots slots = new ProcessSlots(lockFile);
      try {
        FileLock mutex = slots.enter();
        boolean alone = !anyTaken(slots);
        Words words = mapped(file, alone);
        if (alone) {
          begin(words, warmStart, boot, wall);
        }
        int slot = takenSlot(slots, words);
        mutex.release();
        return new SharedArea(slots, words, slot, wall);
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
    words.raise(Layout.FLOOR_WORD, clock.next());
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
    try {
      slots.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean anyTaken(ProcessSlots slots) throws IOException {
    for (int slot = 0; slot < Layout.PROCESSES; slot++) {
      if (slots.isTaken(slot)) {
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

  private static void begin(Words words, WarmStart warmStart, UUID boot, InstantSource wall) {
    boolean ours =
        words.get(Layout.MAGIC_WORD) == Layout.MAGIC && words.get(Layout.SIZE_WORD) == Layout.SIZE;
    boolean known =
        ours
            && words.get(Layout.BOOT_WORD) == boot.getMostSignificantBits()
            && words.get(Layout.BOOT_WORD + 1) == boot.getLeastSignificantBits();
    if (!known) {
      long lastStamp = ours ? words.get(Layout.CLOCK_WORD) : 0;
      for (int i = 0; i < Layout.SIZE; i++) {
        words.set(i, 0);
      }
      words.set(Layout.CLOCK_WORD, lastStamp);
    }
    SharedClock clock = new SharedClock(words, Layout.CLOCK_WORD, wall);
    if (!known || warmStart == WarmStart.OFF) {
      words.set(Layout.ERA_WORD, RANDOM.nextLong());
      words.raise(Layout.FLOOR_WORD, clock.next());
    }
    if (warmStart != WarmStart.TRUST) {
      words.raise(Layout.MUTABLE_FLOOR_WORD, clock.next());
    }
    words.set(Layout.SIZE_WORD, Layout.SIZE);
    words.set(Layout.BOOT_WORD, boot.getMostSignificantBits());
    words.set(Layout.BOOT_WORD + 1, boot.getLeastSignificantBits());
    words.set(Layout.MAGIC_WORD, Layout.MAGIC);
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
