// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Memory of 64-bit words that all Java processes with a directory open share: a file beside the
 * database, mapped. Thread-safe.
 *
 * <p>A first page holds what every writer needs. The slots behind it are there once somebody has
 * asked for a near tier; until then nobody pays for them. A page is written before it is mapped,
 * for memory without a place on a full disk would end the process at its first use.
 *
 * <p>The words outlive every process, as the pages belong to the operating system, and need not
 * outlive that: whatever a power loss leaves in them is as good as any other start.
 */
final class SharedWords {
  /** python-diskcache's check passes over names that contain {@code cache.db}. */
  static final String FILE = "cache.db-words";

  static final int SLOTS = 1 << 16;

  /** Moved by changes of many entries; a slot for all keys. */
  static final int EPOCH = 3;

  /** Whether others than this library write to the directory. */
  static final int FOREIGN = 4;

  /** Up to which count of {@link ForeignWrites} writers of ours know what was written. */
  static final int EXPLAINED = 5;

  /** Whether the directory has a log of intents. */
  static final int INTENTS = 6;

  /** Where the words begin that processes hand the write lock over with. */
  static final int TURNS = 64;

  /** Counts rows written since somebody last took it upon himself to copy the log. */
  static final int LOGGED = TURNS + 1;

  private static final int MAGIC = 0;
  private static final int BOOT = 1;
  private static final int SLOT_COUNT = 2;
  private static final int FIRST_SLOT = 512;
  private static final long MAGIC_NUMBER = 0x4453_4b43_2d57_3031L;
  private static final int PAGE_BYTES = FIRST_SLOT * Long.BYTES;
  private static final Path LINUX_BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final Path file;
  private final ByteBuffer page;
  private volatile @Nullable ByteBuffer slots;

  private SharedWords(Path file, ByteBuffer page) {
    this.file = file;
    this.page = page;
  }

  /** Maps the file of a directory, or returns null when it has to be made, or made again, first. */
  static @Nullable SharedWords find(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file) || Files.size(file) < PAGE_BYTES) {
      return null;
    }
    SharedWords words = map(file);
    return words.get(MAGIC) == MAGIC_NUMBER && words.get(BOOT) == bootId() ? words : null;
  }

  /** Maps the file of a directory, and makes it when there is none. Under the write lock. */
  static SharedWords make(Path directory) throws IOException {
    SharedWords found = find(directory);
    if (found != null) {
      return found;
    }
    Path file = directory.resolve(FILE);
    write(file, 0, PAGE_BYTES);
    SharedWords words = map(file);
    if (words.get(MAGIC) != MAGIC_NUMBER) {
      for (int i = 0; i < FIRST_SLOT; i++) {
        words.set(i, 0);
      }
    }
    words.set(BOOT, bootId());
    words.set(MAGIC, MAGIC_NUMBER);
    return words;
  }

  private static SharedWords map(Path file) throws IOException {
    return new SharedWords(file, map(file, 0, PAGE_BYTES));
  }

  private static ByteBuffer map(Path file, long position, int bytes) throws IOException {
    // The mapping outlives the channel, and nobody locks this file.
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, position, bytes);
    }
  }

  /** Writes zeros where the file ends, up to a length. */
  private static void write(Path file, long from, int bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long end = from + bytes;
      for (long at = Math.max(from, channel.size()); at < end; ) {
        at += channel.write(ByteBuffer.allocate((int) (end - at)), at);
      }
    }
  }

  /** Tells one run of the system from the next; 0 where that cannot be told. */
  static long bootId() {
    try {
      UUID id = UUID.fromString(Files.readString(LINUX_BOOT_ID).trim());
      return id.getMostSignificantBits() ^ id.getLeastSignificantBits();
    } catch (IOException | IllegalArgumentException e) {
      return 0;
    }
  }

  /** Makes the slots, for all processes from now on. Under the write lock. */
  void makeSlots() throws IOException {
    if (get(SLOT_COUNT) == 0) {
      write(file, PAGE_BYTES, SLOTS * Long.BYTES);
      set(SLOT_COUNT, SLOTS);
    }
  }

  /**
   * Whether some process has had a near tier since the directory was made. Whoever asks under the
   * write lock knows it for as long as it holds that.
   */
  boolean hasSlots() throws IOException {
    if (slots != null) {
      return true;
    }
    if (get(SLOT_COUNT) == 0) {
      return false;
    }
    if (get(SLOT_COUNT) != SLOTS) {
      throw new IOException(file + " has another number of slots than this version knows");
    }
    slots = map(file, PAGE_BYTES, SLOTS * Long.BYTES);
    return true;
  }

  /** The slots, whose words {@link #slot} reads. */
  ByteBuffer slots() {
    ByteBuffer mapped = slots;
    if (mapped == null) {
      throw new IllegalStateException("no slots have been made");
    }
    return mapped;
  }

  long get(int word) {
    return (long) WORD.getVolatile(page, word << 3);
  }

  void set(int word, long value) {
    WORD.setVolatile(page, word << 3, value);
  }

  boolean compareAndSet(int word, long expected, long value) {
    return WORD.compareAndSet(page, word << 3, expected, value);
  }

  long getAndAdd(int word, long delta) {
    return (long) WORD.getAndAdd(page, word << 3, delta);
  }

  /** Makes a word at least as large as a value. */
  void raise(int word, long value) {
    long current = get(word);
    while (current < value && !compareAndSet(word, current, value)) {
      current = get(word);
    }
  }

  static long slot(ByteBuffer slots, int slot) {
    return (long) WORD.getVolatile(slots, slot << 3);
  }

  static void setSlot(ByteBuffer slots, int slot, long value) {
    WORD.setVolatile(slots, slot << 3, value);
  }

  static boolean compareAndSetSlot(ByteBuffer slots, int slot, long expected, long value) {
    return WORD.compareAndSet(slots, slot << 3, expected, value);
  }
}
