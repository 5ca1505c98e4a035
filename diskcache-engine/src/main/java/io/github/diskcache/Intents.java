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
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The log of values that are to be written to the database of a directory: a file that all Java
 * processes map, so that what is in it survives each of them and is seen by all. Thread-safe.
 *
 * <p>It is a ring, addressed by positions that only grow. From {@code APPLIED} to {@code TAIL}
 * stand the intents that wait; what is before that is in the database. An index of chains, newest
 * first, finds the one of a key: storing the head of its chain is the moment at which an intent
 * counts, and all that follows can be made up for by the next one to append.
 *
 * <p>Who holds SQLite's write lock decides what else happens. To write what waits it reads from
 * {@code APPLIED} on, commits, and raises {@code APPLIED}; the database holds the same number, so
 * that a kill in between is no matter. For anything else it first seals the log, and writes what is
 * in it: a transaction that may read never goes on beside sets that it does not see.
 */
final class Intents {
  /** python-diskcache's check passes over names that contain {@code cache.db}. */
  static final String FILE = "cache.db-intents";

  /** How the database knows up to where the log is written to it. */
  static final String APPLIED_NAME = "intents";

  /** What became of an intent. */
  enum Outcome {
    LOGGED,
    /** The first of those that wait, so that somebody has to be told. */
    LOGGED_FIRST,
    /** As {@link #LOGGED}, and from now on less than half is free. */
    LOGGED_HALF_FULL,
    FULL,
    SEALED
  }

  /** Intents to be written, the last of each key, and the position after them. */
  record Batch(List<Intent.Read> intents, long end) {}

  private static final int MAGIC = 0;
  private static final int BOOT = 8;
  private static final int LIFE = 16;
  private static final int NEXT_LIFE = 24;
  private static final int CAPACITY = 32;
  private static final int LOCK = 128;
  private static final int LAST_BUCKET = 136;
  private static final int TAIL = 256;
  private static final int APPLIED = 384;
  private static final int SEAL = 512;
  private static final int HEADS = 4096;
  private static final int RING = HEADS + SharedWords.SLOTS * Long.BYTES;
  private static final long MAGIC_NUMBER = 0x4453_4b43_2d49_3031L;

  // The head of an intent in the ring.
  private static final int LENGTH = 0;
  private static final int CHECKSUM = 4;
  private static final int STAMP = 8;
  private static final int PREVIOUS = 16;
  private static final int CONTENT = 24;

  /** No position is as low. */
  private static final long NONE = 0;

  private static final long FIRST = 64;

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer memory;
  private final int capacity;
  private final long life;
  private final @Nullable AppendLock lock;

  private Intents(ByteBuffer memory, @Nullable AppendLock lock) {
    this.memory = memory;
    this.capacity = (int) get(memory, CAPACITY);
    this.life = get(memory, LIFE);
    this.lock = lock;
  }

  /** Whether a directory has a log; one that is half made is none. */
  static boolean exists(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file) || Files.size(file) < RING) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return get(channel.map(FileChannel.MapMode.READ_ONLY, 0, HEADS), MAGIC) != 0;
    }
  }

  /** Makes the file of a directory, unless there is a whole one. Under the write lock. */
  static void make(Path directory, int capacity) throws IOException {
    if (exists(directory)) {
      return;
    }
    Path file = directory.resolve(FILE);
    int size = RING + capacity + longest(capacity);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // Written, and not left out: memory without a place on a full disk ends the process.
      ByteBuffer zeros = ByteBuffer.allocate(1 << 16);
      for (long at = 0; at < size; ) {
        zeros.clear().limit((int) Math.min(zeros.capacity(), size - at));
        at += channel.write(zeros, at);
      }
    }
    ByteBuffer memory = map(file, HEADS);
    set(memory, BOOT, SharedWords.bootId());
    set(memory, LIFE, ThreadLocalRandom.current().nextLong());
    set(memory, CAPACITY, capacity);
    set(memory, TAIL, FIRST);
    set(memory, APPLIED, FIRST);
    set(memory, MAGIC, MAGIC_NUMBER);
  }

  /** Maps the file of a directory, which is whole and of this boot. */
  static Intents open(Path directory) throws IOException {
    ByteBuffer memory = map(directory, FileChannel.MapMode.READ_WRITE);
    return new Intents(memory, new AppendLock(directory, memory, LOCK));
  }

  /** Maps the file of a directory for reading; null when there is none that can be read. */
  static @Nullable Intents openForReading(Path directory) throws IOException {
    ByteBuffer memory = map(directory, FileChannel.MapMode.READ_ONLY);
    return isSettled(memory) ? new Intents(memory, null) : null;
  }

  /** Whether the file was last used since the system has started, and so is as it was left. */
  static boolean isSettled(Path directory) throws IOException {
    return isSettled(map(directory, FileChannel.MapMode.READ_ONLY));
  }

  private static boolean isSettled(ByteBuffer memory) {
    return get(memory, MAGIC) == MAGIC_NUMBER && get(memory, BOOT) == SharedWords.bootId();
  }

  private static ByteBuffer map(Path directory, FileChannel.MapMode mode) throws IOException {
    Path file = directory.resolve(FILE);
    try (FileChannel channel =
        mode == FileChannel.MapMode.READ_ONLY
            ? FileChannel.open(file, StandardOpenOption.READ)
            : FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer memory = channel.map(mode, 0, channel.size()).order(ByteOrder.nativeOrder());
      if (memory.capacity() >= RING
          && get(memory, MAGIC) == MAGIC_NUMBER
          && memory.capacity()
              >= RING + get(memory, CAPACITY) + longest((int) get(memory, CAPACITY))) {
        return memory;
      }
      throw new IOException(file + " is not whole, or of another version");
    }
  }

  private static ByteBuffer map(Path file, int bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes).order(ByteOrder.nativeOrder());
    }
  }

  /** An intent may end behind the ring, in room of that length. */
  private static int longest(int capacity) {
    return capacity / 8;
  }

  private static long get(ByteBuffer memory, int at) {
    return (long) WORD.getVolatile(memory, at);
  }

  private static void set(ByteBuffer memory, int at, long value) {
    WORD.setVolatile(memory, at, value);
  }

  private long get(int at) {
    return get(memory, at);
  }

  /** After all that was written before. */
  private void set(int at, long value) {
    WORD.setRelease(memory, at, value);
  }

  private static int head(int bucket) {
    return HEADS + (bucket << 3);
  }

  private int at(long position) {
    return RING + (int) (position & (capacity - 1));
  }

  private AppendLock lock() {
    if (lock == null) {
      throw new IllegalStateException("opened for reading only");
    }
    return lock;
  }

  /** Whether an intent is not too long to be logged. */
  boolean fits(Intent intent) {
    return CONTENT + intent.length() <= longest(capacity) - Long.BYTES;
  }

  /** Logs an intent: from then on it survives this process, and everybody reads it. */
  Outcome add(Intent.Key key, Intent intent, SharedWords words, Deadline deadline)
      throws IOException {
    int length = (CONTENT + intent.length() + 7) & -8;
    AppendLock held = lock();
    held.lock(deadline);
    try {
      finish();
      if (get(SEAL) != 0) {
        return Outcome.SEALED;
      }
      long applied = get(APPLIED);
      long position = get(TAIL);
      long after = position + length - applied;
      if (after > capacity) {
        return Outcome.FULL;
      }
      int at = at(position);
      int head = head(intent.slot());
      intent.write(memory, at + CONTENT);
      memory.putInt(at + LENGTH, intent.length());
      memory.putInt(at + CHECKSUM, intent.checksum());
      memory.putLong(at + STAMP, position ^ life);
      memory.putLong(at + PREVIOUS, previous(key, get(head), applied));
      set(LAST_BUCKET, intent.slot());
      if (words.hasSlots()) {
        long before = NearSlots.mark(words, intent.slot());
        set(head, position);
        NearSlots.settle(words, intent.slot(), before);
      } else {
        set(head, position);
      }
      set(TAIL, position + length);
      int half = capacity / 2;
      return after == length
          ? Outcome.LOGGED_FIRST
          : after > half && after - length <= half ? Outcome.LOGGED_HALF_FULL : Outcome.LOGGED;
    } finally {
      held.unlock();
    }
  }

  /**
   * What comes after a new intent in its chain; not an older one of its key, which nobody wants.
   */
  private long previous(Intent.Key key, long head, long applied) {
    if (head < applied) {
      return NONE;
    }
    int at = at(head);
    return key.isOf(memory, at + CONTENT, memory.getInt(at + LENGTH))
        ? memory.getLong(at + PREVIOUS)
        : head;
  }

  /** Makes up for what the last holder of the lock has not done, if it was killed in the middle. */
  private void finish() {
    long tail = get(TAIL);
    if (get(head((int) get(LAST_BUCKET))) == tail) {
      set(TAIL, tail + ((CONTENT + memory.getInt(at(tail) + LENGTH) + 7) & -8));
    }
  }

  /** Finds what waits to be written for a key; null when the database has to be asked. */
  Intent.@Nullable Read find(EncodedKey key) {
    long position = get(head(NearSlots.of(key)));
    if (position < get(APPLIED)) {
      return null;
    }
    Intent.Key searched = Intent.Key.of(key);
    while (position >= get(APPLIED)) {
      int at = at(position);
      // What is read here may be overwritten meanwhile, which is looked for before it is used.
      long previous = memory.getLong(at + PREVIOUS);
      int length = memory.getInt(at + LENGTH);
      boolean whole =
          memory.getLong(at + STAMP) == (position ^ life)
              && length > 0
              && length <= longest(capacity);
      if (whole && searched.isOf(memory, at + CONTENT, length)) {
        byte[] bytes = new byte[length];
        memory.get(at + CONTENT, bytes);
        Intent.Read read = Intent.read(bytes, memory.getInt(at + CHECKSUM));
        return isWaiting(position) ? requireWhole(read) : null;
      }
      if (!isWaiting(position)) {
        return null;
      }
      if (!whole) {
        throw damaged();
      }
      position = previous;
    }
    return null;
  }

  /** Whether what has been read at a position was not overwritten before. */
  private boolean isWaiting(long position) {
    VarHandle.acquireFence();
    return position >= get(APPLIED);
  }

  private static Intent.Read requireWhole(Intent.@Nullable Read read) {
    if (read == null) {
      throw damaged();
    }
    return read;
  }

  private static DamagedValueException damaged() {
    return new DamagedValueException("the intent of a key in " + FILE + " is damaged");
  }

  /** Whether nothing waits; what others add meanwhile may be overlooked. */
  boolean isEmpty() {
    long tail = get(TAIL);
    return get(APPLIED) == tail && get(head((int) get(LAST_BUCKET))) != tail;
  }

  boolean isHalfFull() {
    return waiting() > capacity / 2;
  }

  /** How many bytes wait. */
  long waiting() {
    return get(TAIL) - get(APPLIED);
  }

  /** The position behind all that has been added. */
  long end(Deadline deadline) {
    AppendLock held = lock();
    held.lock(deadline);
    try {
      finish();
      return get(TAIL);
    } finally {
      held.unlock();
    }
  }

  long applied() {
    return get(APPLIED);
  }

  /** Notes up to where the database has all. */
  void raiseApplied(long end) {
    long current = get(APPLIED);
    // Another process may have come further since our COMMIT.
    while (current < end && !WORD.compareAndSet(memory, APPLIED, current, end)) {
      current = get(APPLIED);
    }
  }

  /**
   * Refuses all intents from now on, in the place of whoever did so before. Under the write lock.
   */
  long seal(Deadline deadline) {
    long token = ThreadLocalRandom.current().nextLong() | 1;
    AppendLock held = lock();
    held.lock(deadline);
    try {
      finish();
      set(SEAL, token);
      return token;
    } finally {
      held.unlock();
    }
  }

  /** Takes intents again, unless somebody else has sealed it since. */
  void unseal(long token) {
    WORD.compareAndSet(memory, SEAL, token, 0L);
  }

  /** Settles slots while nobody appends; if that does not cease, they go unused for a while. */
  void exclusively(Runnable settling) {
    AppendLock held = lock();
    try {
      held.lock(Deadline.after(PATIENCE));
    } catch (CacheTimeoutException | CacheInterruptedException e) {
      return;
    }
    try {
      settling.run();
    } finally {
      held.unlock();
    }
  }

  /**
   * Reads what waits from a position on, for up to a number of keys. Under the write lock.
   *
   * @throws DamagedValueException when an intent is not as it was added
   */
  Batch batch(long from, int keys) {
    long tail = get(TAIL);
    Map<EncodedKey, Intent.Read> latest = new LinkedHashMap<>();
    long position = Math.max(from, get(APPLIED));
    while (position < tail && latest.size() < keys) {
      Intent.Read read = read(position, life, life);
      if (read == null && !latest.isEmpty()) {
        break;
      }
      read = requireWhole(read);
      // In the place of the first, as the row would be, and with its key.
      latest.merge(
          canonical(read.key()), read, (first, later) -> new Intent.Read(first.key(), later.row()));
      position = after(position);
    }
    return new Batch(new ArrayList<>(latest.values()), position);
  }

  private long after(long position) {
    return position + ((CONTENT + memory.getInt(at(position) + LENGTH) + 7) & -8);
  }

  private Intent.@Nullable Read read(long position, long life, long orLife) {
    int at = at(position);
    int length = memory.getInt(at + LENGTH);
    long stamp = memory.getLong(at + STAMP) ^ position;
    if ((stamp != life && stamp != orLife) || length <= 0 || length > longest(capacity)) {
      return null;
    }
    byte[] bytes = new byte[length];
    memory.get(at + CONTENT, bytes);
    return Intent.read(bytes, memory.getInt(at + CHECKSUM));
  }

  /** One key for all that SQLite takes for one. */
  private static EncodedKey canonical(EncodedKey key) {
    if (key.column() instanceof Double number && number == Math.rint(number)) {
      long whole = (long) (double) number;
      return (double) whole == number && whole != Long.MAX_VALUE
          ? new EncodedKey(whole, key.raw())
          : key;
    }
    return key;
  }

  /** Gives up what waits, since it is damaged. */
  Batch nothingBehind() {
    return new Batch(List.of(), get(TAIL));
  }

  /**
   * Makes what the system has kept over its last end into a log that can be used: all intents that
   * are whole, one after the other, from where the database has them. Under the write lock.
   *
   * @param applied up to where the database has all
   */
  static void recover(Path directory, OptionalLong applied) throws IOException {
    Intents left = new Intents(map(directory, FileChannel.MapMode.READ_WRITE), null);
    left.recover(applied.orElse(FIRST));
  }

  private void recover(long applied) {
    // What was written in an earlier life, and is overwritten only in part, must never count again.
    if (get(NEXT_LIFE) == 0) {
      set(memory, NEXT_LIFE, ThreadLocalRandom.current().nextLong() | 1);
    }
    long next = get(NEXT_LIFE);
    for (int bucket = 0; bucket < SharedWords.SLOTS; bucket++) {
      set(head(bucket), NONE);
    }
    long position = applied;
    for (Intent.Read read = read(position, life, next);
        read != null && position - applied < capacity;
        read = read(position, life, next)) {
      int at = at(position);
      int head = head(NearSlots.of(read.key()));
      memory.putLong(at + STAMP, position ^ next);
      memory.putLong(at + PREVIOUS, get(head));
      set(head, position);
      set(LAST_BUCKET, NearSlots.of(read.key()));
      position = after(position);
    }
    set(memory, APPLIED, applied);
    set(memory, TAIL, position);
    set(memory, SEAL, 0);
    set(memory, LOCK, 0);
    set(memory, LIFE, next);
    set(memory, NEXT_LIFE, 0);
    set(memory, BOOT, SharedWords.bootId());
  }

  void close() throws IOException {
    if (lock != null) {
      lock.close();
    }
  }
}
