// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The operations on one entry of a shard: encode outside the lock, then one short transaction.
 * Thread-safe.
 */
final class Entries {
  private final Shard shard;
  private final ValueFiles files;

  Entries(Shard shard) {
    this.shard = shard;
    this.files = shard.database().files();
  }

  Shard shard() {
    return shard;
  }

  /** A value as it is to be stored: in its row, or in a file already written. */
  private record Prepared(int mode, @Nullable Object column, ValueFiles.@Nullable Pending file) {

    EntryTable.NewRow row(double now, WriteOptions options) {
      Duration ttl = options.ttl();
      Double expireTime = ttl == null ? null : now + Shard.seconds(ttl);
      Duration hold = options.hold();
      return new EntryTable.NewRow(
          now,
          hold == null ? now : now + Shard.seconds(hold),
          expireTime,
          options.tag(),
          file == null ? 0 : file.sizeBytes(),
          mode,
          file == null ? null : file.name(),
          column);
    }
  }

  private Prepared prepare(@Nullable Object value) {
    EncodedValue encoded = shard.disk().encodeValue(value);
    boolean large = Values.isLarge(encoded, shard.settings().minFileSize());
    int mode = Values.mode(encoded, large).number();
    return large
        ? new Prepared(mode, null, file(Values.fileBytes(encoded)))
        : new Prepared(mode, encoded.column(), null);
  }

  private ValueFiles.Pending file(byte[] bytes) {
    try {
      return files.write(bytes);
    } catch (CacheFullException e) {
      shard.database().fullDisk().after(e, shard, bytes.length);
      return files.write(bytes);
    }
  }

  /** Refuses a value that {@link #prepare} would refuse. */
  void requireStorable(@Nullable Object value) {
    Values.isLarge(shard.disk().encodeValue(value), Integer.MAX_VALUE);
  }

  WriteResult set(
      EncodedKey key,
      @Nullable Object value,
      WriteOptions options,
      Deadline deadline,
      @Nullable Holder near) {
    long begin = shard.activity().begin();
    double now = shard.now();
    Prepared prepared = prepare(value);
    if (prepared.file == null && shard.delays()) {
      shard.delay(key, prepared.row(now, options), deadline);
      shard.activity().set(1);
      shard.activity().toldSet(begin);
      return WriteResult.STORED;
    }
    if (prepared.file == null
        && shard.logs()
        && shard.log(key, prepared.row(now, options), deadline)) {
      shard.activity().set(1);
      shard.activity().toldSet(begin);
      return WriteResult.STORED;
    }
    return set(key, prepared, options, now, deadline, near, begin);
  }

  /** Where a near tier keeps the value of a key. */
  record Holder(NearTier tier, Object heapKey) {

    /** Has the tier hold what has just been stored, unless the database would give it otherwise. */
    private void follow(
        WriteTransaction transaction,
        Shard shard,
        EncodedKey key,
        Prepared value,
        EntryTable.Head head) {
      NearPlace place = shard.nearPlace();
      Object column = value.mode == Mode.RAW.number() ? value.column : null;
      if (place != null && column != null && !(column instanceof Double)) {
        // Not after the commit, when another writer may have been there already.
        long sight = place.sight();
        int slot = NearSlots.of(key);
        transaction.keep(
            key,
            (word, epoch) ->
                tier.hold(
                    heapKey, new NearPlace.Moment(place, slot, word, epoch, sight), head, column));
      }
    }
  }

  WriteResult setStream(
      EncodedKey key, InputStream source, WriteOptions options, Deadline deadline) {
    long begin = shard.activity().begin();
    double now = shard.now();
    Prepared prepared = new Prepared(Mode.BINARY.number(), null, files.write(source));
    return set(key, prepared, options, now, deadline, null, begin);
  }

  private WriteResult set(
      EncodedKey key,
      Prepared prepared,
      WriteOptions options,
      double now,
      Deadline deadline,
      @Nullable Holder near,
      long begin) {
    FlightSteps.Set step = FlightSteps.set();
    WriteResult result = write(key, prepared, options, now, deadline, near);
    if (result.written()) {
      shard.activity().set(1);
    }
    shard.activity().toldSet(begin);
    if (step != null) {
      step.result = result.name();
      step.end(shard.directory());
    }
    return result;
  }

  private WriteResult write(
      EncodedKey key,
      Prepared prepared,
      WriteOptions options,
      double now,
      Deadline deadline,
      @Nullable Holder near) {
    EntryTable.NewRow row = prepared.row(now, options);
    try {
      return shard.writeEntry(
          deadline,
          transaction -> {
            if (shard.refuses(transaction, row)) {
              return WriteResult.REJECTED;
            }
            place(transaction, prepared);
            EntryTable.put(transaction, key, row);
            if (near != null) {
              boolean used = shard.settings().evictionPolicy().noticesReads();
              long rowid = used ? EntryTable.rowid(transaction.sql(), key) : 0;
              near.follow(transaction, shard, key, prepared, row.head(rowid));
            }
            return Culler.cullAfterWrite(shard, transaction, key, row)
                ? WriteResult.EVICTED
                : WriteResult.STORED;
          });
    } finally {
      discard(prepared);
    }
  }

  /** A value to store under a key. */
  record Item(EncodedKey key, @Nullable Object value) {}

  /** Stores values in one transaction; all of them are encoded, and their files written, before. */
  long setAll(List<Item> items, WriteOptions options, Deadline deadline) {
    double now = shard.now();
    List<Prepared> prepared = new ArrayList<>();
    try {
      for (Item item : items) {
        prepared.add(prepare(item.value));
      }
      long all =
          shard.<Long>write(
              deadline,
              transaction -> {
                long written = 0;
                for (int i = 0; i < prepared.size(); i++) {
                  EntryTable.NewRow row = prepared.get(i).row(now, options);
                  if (!shard.refuses(transaction, row)) {
                    place(transaction, prepared.get(i));
                    EntryTable.put(transaction, items.get(i).key, row);
                    Culler.cullAfterWrite(shard, transaction, items.get(i).key, row);
                    written++;
                  }
                }
                return written;
              });
      shard.activity().set(all);
      return all;
    } finally {
      prepared.forEach(this::discard);
    }
  }

  private static void place(WriteTransaction transaction, Prepared prepared) {
    if (prepared.file != null) {
      transaction.place(prepared.file);
    }
  }

  /** Removes the temporary file of a value that did not get in place. */
  private void discard(Prepared prepared) {
    if (prepared.file != null) {
      files.discard(prepared.file);
    }
  }

  /** Finds the key that a value is to get, and makes room for it. */
  interface KeyFinder {
    /** The key, or null: the value is not to be stored. */
    @Nullable EncodedKey find(WriteTransaction transaction) throws SQLException;
  }

  /** Stores a value under a key that is found inside its transaction, and returns the key. */
  Optional<EncodedKey> put(
      @Nullable Object value, WriteOptions options, KeyFinder finder, Deadline deadline) {
    double now = shard.now();
    Prepared prepared = prepare(value);
    EntryTable.NewRow row = prepared.row(now, options);
    try {
      Optional<EncodedKey> found =
          shard.write(
              deadline,
              transaction -> {
                EncodedKey key = finder.find(transaction);
                if (key != null) {
                  if (shard.refuses(transaction, row)) {
                    throw new CacheFullException("push to queue of cache", shard.directory());
                  }
                  place(transaction, prepared);
                  EntryTable.put(transaction, key, row);
                  Culler.cullAfterWrite(shard, transaction, key, row);
                }
                return Optional.ofNullable(key);
              });
      shard.activity().set(found.isPresent() ? 1 : 0);
      return found;
    } finally {
      discard(prepared);
    }
  }

  boolean add(EncodedKey key, @Nullable Object value, WriteOptions options, Deadline deadline) {
    long begin = shard.activity().begin();
    FlightSteps.Set step = FlightSteps.set();
    boolean added = addNow(key, value, options, deadline);
    shard.activity().set(added ? 1 : 0);
    shard.activity().toldSet(begin);
    if (step != null) {
      step.result = added ? WriteResult.STORED.name() : "KEPT";
      step.end(shard.directory());
    }
    return added;
  }

  private boolean addNow(
      EncodedKey key, @Nullable Object value, WriteOptions options, Deadline deadline) {
    double now = shard.now();
    // Most adds that fail meet a live entry, and need neither lock nor value file to see it.
    if (shard.<Boolean>read(sql -> EntryTable.contains(sql, key, now))) {
      requireStorable(value);
      return false;
    }
    Prepared prepared = prepare(value);
    EntryTable.NewRow row = prepared.row(now, options);
    try {
      return shard.writeEntry(
          deadline,
          transaction -> {
            EntryTable.Row old = EntryTable.findEvenExpired(transaction.sql(), key);
            if (old != null && (old.expireTime() == null || old.expireTime() > now)) {
              return false;
            }
            if (shard.refuses(transaction, row)) {
              return false;
            }
            place(transaction, prepared);
            EntryTable.put(transaction, key, row);
            Culler.cullAfterWrite(shard, transaction, key, row);
            return true;
          });
    } finally {
      discard(prepared);
    }
  }

  Optional<Entry<@Nullable Object>> get(EncodedKey key) {
    return entry(lookup(key));
  }

  /** Reads the row of a key and, when it has one, its file; counts nothing. */
  Lookup lookup(EncodedKey key) {
    Lookup delayed = shard.findDelayed(key);
    if (delayed != null) {
      return delayed;
    }
    for (int attempt = 0; attempt < 2; attempt++) {
      EntryTable.Row row = find(key).orElse(null);
      if (row == null) {
        return Lookup.Miss.ABSENT;
      }
      String filename = row.filename();
      byte[] bytes = filename == null ? null : files.read(filename, row.size());
      // Another writer may have replaced the entry, and its file, since the row was read.
      if (filename == null || bytes != null) {
        try {
          return new Lookup.Found(row, Values.stored(row.mode(), row.value(), bytes));
        } catch (DamagedValueException e) {
          return Lookup.Miss.DAMAGED;
        }
      }
    }
    return Lookup.Miss.DAMAGED;
  }

  private Optional<EntryTable.Row> find(EncodedKey key) {
    double now = shard.now();
    return shard.readNow(sql -> Optional.ofNullable(EntryTable.find(sql, key, now)));
  }

  /** The entry that was found, counted as a hit or miss. */
  Optional<Entry<@Nullable Object>> entry(Lookup lookup) {
    if (lookup instanceof Lookup.Found found) {
      try {
        Object value = shard.disk().decodeValue(found.stored());
        EntryTable.Head head = found.row().head();
        hit(head);
        return Optional.of(new Entry<>(value, expiry(head), head.tag()));
      } catch (DamagedValueException e) {
        return damaged(shard, e);
      }
    }
    if (lookup == Lookup.Miss.DAMAGED) {
      shard.activity().damaged(shard.directory(), "a stored value is lost or unreadable");
    }
    return missed();
  }

  private static @Nullable Object value(
      Shard shard, EntryTable.Row row, byte @Nullable [] fileBytes) {
    return shard.disk().decodeValue(Values.stored(row.mode(), row.value(), fileBytes));
  }

  void hit(EntryTable.Head row) {
    shard.activity().hit();
    note(shard, row);
  }

  /** Leaves behind what a hit is to: a count for all processes, and a use of the entry. */
  static void note(Shard shard, EntryTable.Head row) {
    if (shard.isReadOnly()) {
      return;
    }
    Settings settings = shard.settings();
    if (settings.statistics()) {
      shard.database().touches().hit();
    }
    if (settings.evictionPolicy().noticesReads() && row.rowid() != 0) {
      shard.database().touches().touch(row.rowid(), row.storeTime(), shard.now());
    }
  }

  <T> Optional<T> missed() {
    return missed(shard);
  }

  /** A miss, since what is stored cannot be read. */
  static <T> Optional<T> damaged(Shard shard, DamagedValueException damage) {
    shard.activity().damaged(shard.directory(), String.valueOf(damage.getMessage()));
    return missed(shard);
  }

  static <T> Optional<T> missed(Shard shard) {
    shard.activity().missed();
    if (shard.settings().statistics() && !shard.isReadOnly()) {
      shard.database().touches().miss();
    }
    return Optional.empty();
  }

  static @Nullable Instant expiry(EntryTable.Head row) {
    Double seconds = row.expireTime();
    if (seconds == null) {
      return null;
    }
    double whole = Math.floor(seconds);
    if (whole >= Instant.MAX.getEpochSecond()) {
      return Instant.MAX;
    }
    return whole <= Instant.MIN.getEpochSecond()
        ? Instant.MIN
        : Instant.ofEpochSecond((long) whole, Math.round((seconds - whole) * 1e9));
  }

  Optional<ValueStream> read(EncodedKey key) {
    shard.writeDelayed();
    for (int attempt = 0; attempt < 2; attempt++) {
      Optional<EntryTable.Row> row = find(key);
      if (row.isEmpty()) {
        return missed();
      }
      try {
        ValueStream stream = open(row.get(), key);
        if (stream != null) {
          hit(row.get().head());
          return Optional.of(stream);
        }
      } catch (DamagedValueException e) {
        return damaged(shard, e);
      }
    }
    shard.activity().damaged(shard.directory(), "a value file is lost");
    return missed();
  }

  private @Nullable ValueStream open(EntryTable.Row row, EncodedKey key) {
    if (row.mode() != Mode.PICKLE.number()) {
      if (row.filename() != null) {
        return files.open(row.filename(), row.size());
      }
      Object value = value(shard, row, null);
      if (value instanceof byte[] || value instanceof String) {
        byte[] bytes =
            value instanceof byte[] raw ? raw : ((String) value).getBytes(StandardCharsets.UTF_8);
        return new ValueStream(new ByteArrayInputStream(bytes), null, bytes.length);
      }
    }
    throw new CacheTypeException(
        "read as a stream the value of key",
        key.column(),
        "it is neither bytes nor text",
        "use get");
  }

  /** The entry of a row with its key, or empty when its value file is lost or damaged. */
  static Optional<KeyedEntry<Object, @Nullable Object>> decoded(
      Shard shard, Ends.Row end, Disk diskOfKey) {
    EntryTable.Row row = end.row();
    String filename = row.filename();
    byte[] bytes = filename == null ? null : shard.database().files().read(filename, row.size());
    if (filename != null && bytes == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new KeyedEntry<>(
              diskOfKey.decodeKey(end.key()),
              value(shard, row, bytes),
              expiry(row.head()),
              row.tag()));
    } catch (DamagedValueException e) {
      return Optional.empty();
    }
  }

  /** Whether the key of a row is of a type that is not refused. */
  static boolean hasReadableKey(Ends.Row row, Disk diskOfKey) {
    try {
      diskOfKey.decodeKey(row.key());
      return true;
    } catch (CacheTypeException | DamagedValueException e) {
      return false;
    }
  }

  boolean contains(EncodedKey key) {
    Lookup delayed = shard.findDelayed(key);
    if (delayed != null) {
      return delayed instanceof Lookup.Found;
    }
    double now = shard.now();
    return shard.readNow(sql -> EntryTable.contains(sql, key, now));
  }

  boolean touch(EncodedKey key, @Nullable Duration ttl, Deadline deadline) {
    double now = shard.now();
    Double expireTime = ttl == null ? null : now + Shard.seconds(ttl);
    return shard.writeEntry(
        deadline,
        transaction -> {
          boolean touched = EntryTable.touch(transaction, key, expireTime, now);
          if (touched && expireTime != null) {
            shard.database().schedule().wrote(0, expireTime);
          }
          return touched;
        });
  }

  boolean delete(EncodedKey key, Deadline deadline) {
    boolean deleted =
        shard.writeEntry(deadline, transaction -> EntryTable.delete(transaction, key, shard.now()));
    shard.activity().deleted(deleted ? 1 : 0);
    return deleted;
  }

  long deleteAll(List<Item> items, Deadline deadline) {
    long all =
        shard.<Long>write(
            deadline,
            transaction -> {
              long deleted = 0;
              for (Item item : items) {
                deleted += EntryTable.delete(transaction, item.key, shard.now()) ? 1 : 0;
              }
              return deleted;
            });
    shard.activity().deleted(all);
    return all;
  }

  Optional<Entry<@Nullable Object>> pop(EncodedKey key, Deadline deadline) {
    Optional<Entry<@Nullable Object>> entry =
        shard.write(deadline, transaction -> pop(transaction, key));
    shard.activity().deleted(entry.isPresent() ? 1 : 0);
    return entry;
  }

  private Optional<Entry<@Nullable Object>> pop(WriteTransaction transaction, EncodedKey key)
      throws SQLException {
    EntryTable.Row row = EntryTable.find(transaction.sql(), key, shard.now());
    if (row == null) {
      return Optional.empty();
    }
    // Read before it is deleted: a value that is refused stays, in a transaction around this too.
    Optional<Entry<@Nullable Object>> entry = read(row);
    EntryTable.delete(transaction, row, key);
    return entry;
  }

  private Optional<Entry<@Nullable Object>> read(EntryTable.Row row) {
    byte[] bytes = row.filename() == null ? null : files.read(row.filename(), row.size());
    if (row.filename() != null && bytes == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Entry<>(value(shard, row, bytes), expiry(row.head()), row.tag()));
    } catch (DamagedValueException e) {
      return Optional.empty();
    }
  }
}
