// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One directory as one cache has it open: the shared database, and what is the cache's own, namely
 * its settings as last read, its clock, its patience and the transaction of its thread.
 * Thread-safe.
 */
final class Shard {
  /** Part of an operation, run inside a transaction. */
  interface Work<T extends @Nullable Object> {
    T run(WriteTransaction transaction) throws SQLException;
  }

  /** Part of an operation without a result, run inside a transaction. */
  interface Change {
    void run(WriteTransaction transaction) throws SQLException;
  }

  /** Making a new database, or one that another process is making, takes that much longer. */
  private static final Duration OPENING = Duration.ofMinutes(1);

  /** A read waits for a connection only, and for no writer. */
  private static final Duration READING = Duration.ofSeconds(1);

  /** From here on nothing has to be added, and might not fit. */
  private static final Duration LONG = Duration.ofDays(1);

  private final Database database;
  private final Disk disk;
  private final CacheOptions options;
  private final Duration readPatience;
  private final @Nullable DelayedWrites delayed;
  private final AtomicBoolean closing = new AtomicBoolean();
  private static final System.Logger LOG = System.getLogger(Shard.class.getName());

  private volatile Settings settings;
  private volatile boolean noticesReads;
  private volatile boolean logs;
  private volatile @Nullable EvictionPolicy ownPolicy;
  private volatile @Nullable WriteTransaction current;
  private volatile @Nullable NearPlace nearPlace;
  private volatile boolean closed;

  private Shard(Database database, Disk disk, Settings settings, CacheOptions options) {
    this.database = database;
    this.disk = disk;
    this.settings = settings;
    this.options = options;
    this.ownPolicy = options.ownPolicy();
    WriteBehind bounds = options.writeBehind();
    this.delayed = bounds == null || options.readsOnly() ? null : database.delay(bounds);
    follow(settings);
    Duration patience = options.busyTimeout();
    this.readPatience = patience.compareTo(LONG) > 0 ? patience : patience.plus(READING);
  }

  static Shard open(Path directory, Map<Setting, Object> given, CacheOptions options) {
    if (Files.exists(directory.resolve("000").resolve(DatabaseOpener.FILE))
        && !Files.exists(directory.resolve(DatabaseOpener.FILE))) {
      throw new CacheOpenException(
          directory, "it holds a fan-out cache", "open it with openFanout");
    }
    return open(directory, given, Map.of(), options);
  }

  static Shard open(
      Path directory,
      Map<Setting, Object> given,
      Map<Setting, Object> fresh,
      CacheOptions options) {
    if (options.readsOnly()) {
      return openForReading(directory, options);
    }
    Deadline deadline = Deadline.after(options.busyTimeout(), OPENING);
    Database database = OpenDatabases.open(made(directory), given, fresh, options.disk(), deadline);
    try {
      // Another cache of this process may have it open with other settings; ours win from now on.
      Map<String, Object> rows = database.read("open cache", deadline, SettingsTable::readAll);
      Map<Setting, Object> stored = SettingsTable.settings(rows);
      Disk disk = DiskMark.opened(options.disk(), rows, directory);
      Map<Setting, Object> effective = new EnumMap<>(stored);
      effective.putAll(given);
      Settings settings = Settings.of(effective, options.ownPolicy());
      Shard shard = new Shard(database, disk, settings, options);
      DiskMark.claim(shard, rows, deadline);
      for (Setting setting : policyFirst(given.keySet())) {
        Object value = effective.get(setting);
        if (value != null && !value.equals(stored.get(setting))) {
          shard.change(setting, value, deadline);
        }
      }
      if (options.intentLog() != null) {
        shard.makeIntents(options.intentLog(), deadline);
      }
      shard.database.logged().write(shard, deadline);
      return shard;
    } catch (CacheSettingException e) {
      database.release();
      throw new CacheOpenException(
          directory,
          "a stored setting is unknown here: " + e.getMessage(),
          "give another one when opening it",
          e);
    } catch (RuntimeException e) {
      database.release();
      throw e;
    }
  }

  /** Until the policy is changed, the stored one may be unknown here. */
  private static List<Setting> policyFirst(Set<Setting> settings) {
    return settings.stream()
        .sorted(Comparator.comparing(setting -> setting != Setting.EVICTION_POLICY))
        .toList();
  }

  private static Shard openForReading(Path directory, CacheOptions options) {
    Deadline deadline = Deadline.after(options.busyTimeout(), OPENING);
    if (!Files.isRegularFile(directory.resolve(DatabaseOpener.FILE))) {
      throw new CacheOpenException(directory, "it holds no cache to read", "open it for writing");
    }
    Database database = OpenDatabases.openForReading(made(directory), options.disk(), deadline);
    try {
      Map<String, Object> rows = database.read("open cache", deadline, SettingsTable::readAll);
      Disk disk = DiskMark.opened(options.disk(), rows, directory);
      Settings settings = Settings.of(SettingsTable.settings(rows), options.ownPolicy());
      Shard shard = new Shard(database, disk, settings, options);
      DiskMark.check(shard);
      return shard;
    } catch (RuntimeException e) {
      database.release();
      throw e;
    }
  }

  /** Makes a directory that only its owner may enter, when there is none. */
  private static Path made(Path directory) {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] ownersOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    try {
      return Files.createDirectories(directory, ownersOnly).toRealPath();
    } catch (FileAlreadyExistsException e) {
      throw new CacheOpenException(directory, "it is a file", "choose a directory", e);
    } catch (IOException e) {
      throw new CacheOpenException(
          directory,
          "the directory cannot be made: " + e,
          "grant user [" + System.getProperty("user.name") + "] access or choose another one",
          e);
    }
  }

  Path directory() {
    return database.directory();
  }

  Database database() {
    return database;
  }

  Disk disk() {
    return disk;
  }

  Settings settings() {
    return settings;
  }

  Deadline patience() {
    return Deadline.after(options.busyTimeout());
  }

  /** What counts the work of the cache that this is a shard of. */
  Activity activity() {
    return options.activity();
  }

  InstantSource clock() {
    return options.clock();
  }

  /** Now in seconds since the epoch, as every column of time holds it. */
  double now() {
    return seconds(options.clock().instant());
  }

  static double seconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() / 1e9;
  }

  static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / 1e9;
  }

  /** Where its near tier looks; null when it has none. */
  @Nullable NearPlace nearPlace() {
    return nearPlace;
  }

  /** Whether a read leaves anything behind. */
  boolean noticesReads() {
    return noticesReads;
  }

  boolean isInTransaction() {
    return mine() != null;
  }

  /** Sees to it that all writers of the directory, in all processes, keep near tiers coherent. */
  void makeNearSlots() {
    SharedWords words = database.words();
    if (words == null) {
      throw new IllegalStateException("opened for reading only");
    }
    Duration bound = options.foreignWriters();
    // Of one process, only the first one waits for writers.
    if (bound != null || !database.hasNearSlots()) {
      change(
          Deadline.after(options.busyTimeout(), OPENING),
          transaction -> {
            if (bound != null) {
              ForeignWrites.declare(transaction, words);
            }
            database.makeNearSlots();
          });
    }
    ForeignWrites foreign = bound == null ? null : new ForeignWrites(database, words, bound);
    nearPlace = new NearPlace(this, words, words.slots(), foreign != null, foreign);
  }

  /** Reads, inside the transaction of this thread when it has one. */
  <T extends @Nullable Object> T read(Database.Query<T> query) {
    checkOpen();
    writeDelayed();
    return readNow(query);
  }

  /** Reads what is written, without what waits to be. */
  <T extends @Nullable Object> T readNow(Database.Query<T> query) {
    checkOpen();
    WriteTransaction mine = mine();
    if (mine == null) {
      try {
        return database.read("read cache", Deadline.after(readPatience), query);
      } catch (CacheStorageException | CacheTimeoutException e) {
        activity().failed(directory(), e);
        throw e;
      }
    }
    try {
      return query.run(mine.sql());
    } catch (SQLException e) {
      throw Faults.storage("read cache", directory(), e);
    }
  }

  /** Writes without a result, as {@link #write} does. */
  void change(Deadline deadline, Change change) {
    write(
        deadline,
        transaction -> {
          change.run(transaction);
          return Boolean.TRUE;
        });
  }

  /** Writes, inside the transaction of this thread when it has one, else in one of its own. */
  <T extends @Nullable Object> T write(Deadline deadline, Work<T> work) {
    checkOpen();
    WriteTransaction mine = mine();
    if (mine != null) {
      return join(mine, work);
    }
    checkWritable();
    try {
      writeDelayed(deadline);
      return writeNow(deadline, work);
    } catch (CacheStorageException | CacheTimeoutException e) {
      activity().failed(directory(), e);
      throw e;
    }
  }

  /** Writes in a transaction of its own, before what waits to be written. */
  <T extends @Nullable Object> T writeNow(Deadline deadline, Work<T> work) {
    return finish(database.logged().begin(this, deadline), work);
  }

  /** Runs the work of a transaction, and ends it. */
  <T extends @Nullable Object> T finish(WriteTransaction transaction, Work<T> work) {
    current = transaction;
    T result;
    try {
      result = join(transaction, work);
      checkNotDoomed(transaction);
    } catch (Throwable e) {
      // A body may throw a checked exception too, if it goes round the compiler.
      current = null;
      database.rollbackAfter(e, transaction);
      database.fullDisk().after(e, this, 0);
      throw e;
    }
    current = null;
    try {
      database.commit(transaction);
    } catch (CacheFullException e) {
      database.fullDisk().after(e, this, 0);
      throw e;
    }
    transaction.evictions().forEach(this::tell);
    return result;
  }

  /**
   * Writes one entry, as {@link #write} does; where each commit is a sync of the disk, other
   * threads' entries may share it. The work may then run in another thread, and so must not call
   * code of the application, nor may an eviction listener be there.
   */
  <T extends @Nullable Object> T writeEntry(Deadline deadline, Work<T> work) {
    checkOpen();
    if (!database.syncsCommits() || options.evictions() != null || mine() != null) {
      return write(deadline, work);
    }
    checkWritable();
    try {
      writeDelayed(deadline);
      database.checkNotHeld();
      return database.grouped().run(this, deadline, work);
    } catch (CacheStorageException | CacheTimeoutException e) {
      activity().failed(directory(), e);
      database.fullDisk().after(e, this, 0);
      throw e;
    }
  }

  /** Runs one of several operations of a transaction. */
  <T extends @Nullable Object> T runGrouped(WriteTransaction transaction, Work<T> work) {
    current = transaction;
    try {
      return join(transaction, work);
    } finally {
      current = null;
    }
  }

  /** Notes an entry that is being removed, for whoever is told after the commit. */
  void evicted(WriteTransaction transaction, EncodedKey key, Eviction.Cause cause) {
    activity().removed(cause);
    if (options.evictions() == null) {
      return;
    }
    try {
      transaction.evicted(new Eviction(disk().decodeKey(key), cause));
    } catch (CacheTypeException | DamagedValueException e) {
      // A key of another library's own types has no form here.
      LOG.log(System.Logger.Level.DEBUG, "An entry was evicted whose key is unreadable", e);
    }
  }

  private void tell(Eviction eviction) {
    try {
      if (options.evictions() != null) {
        options.evictions().accept(eviction);
      }
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          () -> "The eviction listener of cache [" + directory() + "] failed; it goes on",
          e);
    }
  }

  /** Whether a new row has to be refused, since the cache is full and evicts nothing. */
  boolean refuses(WriteTransaction transaction, EntryTable.NewRow row) throws SQLException {
    return options.whenFull() == WhenFull.REJECT
        && volume(transaction.sql()) + row.bytes() > settings.sizeLimit();
  }

  /** Whether this cache removes entries by its policy when it is full. */
  boolean evicts() {
    return options.whenFull() == WhenFull.EVICT && settings.evictionPolicy().order() != null;
  }

  boolean isReadOnly() {
    return options.readsOnly();
  }

  /** After a failure SQLite may have rolled back, and would commit each further write by itself. */
  private void checkNotDoomed(WriteTransaction transaction) {
    if (transaction.isDoomed()) {
      throw new CacheException(
          CacheException.message(
              "go on with transaction on cache",
              directory(),
              "an operation inside it failed half-way",
              "let its exception end the transaction"),
          null);
    }
  }

  private <T extends @Nullable Object> T join(WriteTransaction transaction, Work<T> work) {
    checkNotDoomed(transaction);
    try {
      return work.run(transaction);
    } catch (SQLException e) {
      transaction.doom();
      throw Faults.storage("write to cache", directory(), e);
    } catch (CacheStorageException e) {
      transaction.doom();
      throw e;
    } finally {
      database.changed();
    }
  }

  private @Nullable WriteTransaction mine() {
    WriteTransaction transaction = current;
    return transaction != null && transaction.isMine() ? transaction : null;
  }

  /** Bytes of the database and the value files. */
  long volume(SqlConnection sql) throws SQLException {
    return database.volume(sql, settings.evictionPolicy());
  }

  Settings reload() {
    Map<String, Object> rows = read(SettingsTable::readAll);
    Settings read = Settings.of(SettingsTable.settings(rows), ownPolicy);
    settings = read;
    follow(read);
    return read;
  }

  private void follow(Settings read) {
    EvictionPolicy policy = read.evictionPolicy();
    database.touches().follow(policy);
    noticesReads = read.statistics() || policy.noticesReads();
  }

  /** Stores a setting, and applies it to the connections and to what depends on it. */
  void change(Setting setting, Object value, Deadline deadline) {
    Object checked = setting.checked(value);
    change(
        deadline,
        transaction -> {
          SettingsTable.update(transaction.sql(), setting.storedName(), checked);
          if (setting == Setting.TAG_INDEX) {
            transaction.sql().run(checked.equals(1L) ? Schema.TAG_INDEX : Schema.DROP_TAG_INDEX);
          }
          database.schedule().forget();
        });
    database.apply(setting, checked, deadline);
    if (value instanceof EvictionPolicy policy) {
      ownPolicy = policy;
    }
    reload();
  }

  /** Whether a small value set now is to wait before it is written. */
  boolean delays() {
    return delayed != null && mine() == null && database.logged().log() == null;
  }

  /** Makes the log of intents for all processes, and uses it from now on. */
  private void makeIntents(IntentLog bounds, Deadline deadline) {
    SharedWords words = database.words();
    // Elsewhere nobody could tell, after the system has crashed, that it has.
    if (words != null && SharedWords.bootId() != 0 && options.whenFull() != WhenFull.REJECT) {
      if (words.get(SharedWords.INTENTS) == 0) {
        change(deadline, transaction -> database.logged().make(words, bounds));
      }
      database.logged().add(this, bounds);
      logs = true;
    }
  }

  /** Whether a small value set now is to go to the log of intents. */
  boolean logs() {
    return logs && mine() == null && !database.syncsCommits();
  }

  /** Sets a value through the log of intents; false when it has to be written to the database. */
  boolean log(EncodedKey key, EntryTable.NewRow row, Deadline deadline) {
    checkOpen();
    writeDelayed(deadline);
    boolean logged = database.logged().add(this, key, row, deadline);
    if (logged) {
      database.changed();
    }
    return logged;
  }

  /** Has a row wait to be written. */
  void delay(EncodedKey key, EntryTable.NewRow row, Deadline deadline) {
    checkOpen();
    checkWritable();
    if (delayed != null) {
      delayed.add(this, key, row.owned(), deadline);
    }
  }

  /** What waits to be written for a key; null when the database has to be asked. */
  @Nullable Lookup findDelayed(EncodedKey key) {
    if (mine() != null) {
      return null;
    }
    DelayedWrites waiting = database.delayed();
    Lookup found = waiting == null || waiting.isEmpty() ? null : waiting.find(key, now());
    Lookup logged = found == null ? database.logged().find(key, this) : null;
    if (logged != null) {
      checkOpen();
    }
    return found == null ? logged : found;
  }

  boolean isDelayed(EncodedKey key) {
    DelayedWrites waiting = database.delayed();
    return waiting != null && waiting.contains(key);
  }

  /** Writes what waits to be written, before something is read that it belongs to. */
  void writeDelayed() {
    DelayedWrites waiting = database.delayed();
    if (waiting != null && !waiting.isEmpty() && !database.isHeldByThisThread()) {
      waiting.write(patience());
    }
    if (!database.logged().isEmpty() && !database.isHeldByThisThread()) {
      database.logged().write(this, patience());
    }
  }

  /** Writes all that waits to be written. */
  void writeWaiting(Deadline deadline) {
    writeDelayed(deadline);
    database.logged().write(this, deadline);
  }

  /** Writes what waits to be written, by any cache on the directory. */
  void writeDelayed(Deadline deadline) {
    DelayedWrites waiting = database.delayed();
    if (waiting != null && !waiting.isEmpty()) {
      waiting.write(deadline);
    }
  }

  long droppedWrites() {
    DelayedWrites waiting = database.delayed();
    return waiting == null ? 0 : waiting.dropped();
  }

  /** Writes hits, misses and uses that reads have left in memory. */
  void writeTouches(Deadline deadline) {
    if (!database.touches().isEmpty()) {
      change(deadline, transaction -> database.touches().write(transaction.sql()));
    }
  }

  boolean isClosed() {
    return closed;
  }

  void checkOpen() {
    if (isClosed()) {
      throw new CacheClosedException(directory());
    }
  }

  void checkWritable() {
    if (options.readsOnly()) {
      throw new CacheReadOnlyException(directory());
    }
  }

  /** Whether this thread is inside a transaction, be it of another cache on the directory. */
  boolean inTransaction() {
    checkOpen();
    return database.isHeldByThisThread();
  }

  /** Refuses what cannot be done from inside a transaction. */
  void checkNoTransaction(String act) {
    if (mine() != null) {
      throw new CacheException(
          CacheException.message(
              act, directory(), "this thread is inside its transaction", "end that first"),
          null);
    }
  }

  void close() {
    if (!isClosed()) {
      checkNoTransaction("close cache");
      if (closing.compareAndSet(false, true)) {
        closed = true;
        try {
          if (!options.readsOnly()) {
            writeWaiting(Deadline.after(options.busyTimeout(), OPENING));
          }
        } finally {
          database.logged().remove(this);
          database.release();
        }
      }
    }
  }
}
