// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A cache over its shards, of which a plain cache has one: encodes the key, finds its shard, and
 * does what the cache is to do when that is busy. Thread-safe.
 */
class RoutedCache<K extends @Nullable Object, V extends @Nullable Object> implements Cache<K, V> {
  private final Path directory;
  private final List<Shard> shards;
  private final List<Entries> entries;
  private final Disk disk;
  private final boolean queueKeysDiffer;
  private final OnBusy onBusy;
  private final @Nullable Duration longest;
  private final @Nullable NearTier near;
  private final @Nullable Publication publication;
  private final Activity activity;

  /**
   * Makes a cache of shards.
   *
   * @param longest how long it waits where it fails in the end; null: as long as its shards
   * @param publication shows it in JMX until it is closed; null: nobody does
   */
  RoutedCache(
      Path directory,
      List<Shard> shards,
      OnBusy onBusy,
      @Nullable Duration longest,
      @Nullable NearTier near,
      @Nullable Publication publication) {
    this.directory = directory;
    this.shards = List.copyOf(shards);
    this.entries = shards.stream().map(Entries::new).toList();
    this.disk = shards.get(0).disk();
    this.queueKeysDiffer = shards.size() == 1 && CodecDisk.inner(disk) != PlainDisk.INSTANCE;
    this.onBusy = onBusy;
    this.longest = longest;
    this.near = near;
    this.publication = publication;
    this.activity = shards.get(0).activity();
  }

  final @Nullable NearTier near() {
    return near;
  }

  final @Nullable Publication publication() {
    return publication;
  }

  final Activity activity() {
    return activity;
  }

  final List<Shard> shardList() {
    return shards;
  }

  final boolean isClosed() {
    return shards.get(0).isClosed();
  }

  private EncodedKey encode(@Nullable Object key) {
    EncodedKey encoded = disk.encodeKey(key);
    return queueKeysDiffer ? orQueueKey(encoded, key) : encoded;
  }

  /** A key that a push returned is that entry's key, although queues store theirs natively. */
  private EncodedKey orQueueKey(EncodedKey encoded, @Nullable Object key) {
    if (!(key instanceof Long || key instanceof String)) {
      return encoded;
    }
    EncodedKey pushed = new EncodedKey(key, true);
    boolean isPushed =
        QueueKeys.isLike(pushed)
            && shards.get(0).findDelayed(encoded) == null
            && shards
                .get(0)
                .<Boolean>readNow(
                    sql ->
                        EntryTable.findEvenExpired(sql, pushed) != null
                            && EntryTable.findEvenExpired(sql, encoded) == null);
    return isPushed ? pushed : encoded;
  }

  private int route(EncodedKey key) {
    return shards.size() == 1 ? 0 : key.shard(shards.size());
  }

  private Entries entriesOf(EncodedKey key) {
    return entries.get(route(key));
  }

  private Deadline deadline(Shard shard) {
    if (onBusy == OnBusy.WAIT) {
      return Deadline.never();
    }
    return longest == null ? shard.patience() : Deadline.after(longest);
  }

  /** An operation on one shard that waits until a deadline. */
  private interface Operation<T> {
    T run(Entries entries, Deadline deadline);
  }

  /**
   * Runs a write on the shard of a key; a busy shard gives an answer where that is the contract.
   */
  private <T> T write(EncodedKey key, T skipped, Operation<T> operation) {
    return write(route(key), skipped, operation);
  }

  private <T> T write(int shard, T skipped, Operation<T> operation) {
    try {
      return operation.run(entries.get(shard), deadline(shards.get(shard)));
    } catch (CacheTimeoutException e) {
      if (onBusy == OnBusy.SKIP) {
        return skipped;
      }
      throw e;
    }
  }

  @Override
  public WriteResult set(K key, @Nullable V value, WriteOptions options) {
    EncodedKey encoded = encode(key);
    NearTier tier = near;
    Entries.Holder holder =
        tier == null || mayBePushed(key)
            ? null
            : new Entries.Holder(tier, NearTier.isHeapKey(key) ? key : encoded);
    return write(
        encoded,
        WriteResult.SKIPPED,
        (shard, deadline) -> shard.set(encoded, value, options, deadline, holder));
  }

  @Override
  public WriteResult setStream(K key, InputStream source, WriteOptions options) {
    EncodedKey encoded = encode(key);
    return write(
        encoded,
        WriteResult.SKIPPED,
        (shard, deadline) -> shard.setStream(encoded, source, options, deadline));
  }

  @Override
  public boolean add(K key, @Nullable V value, WriteOptions options) {
    EncodedKey encoded = encode(key);
    return write(encoded, false, (shard, deadline) -> shard.add(encoded, value, options, deadline));
  }

  @Override
  @SuppressWarnings("unchecked")
  public @Nullable V get(K key) {
    NearTier tier = near;
    if (tier != null && NearTier.isHeapKey(key) && !mayBePushed(key)) {
      NearEntry found = tier.find(key);
      if (found != null && found.isDecoded() && !isDelayed(found.shard(), key)) {
        // As entry does, without an Optional and for the most frequent case alone.
        activity.nearHit();
        found.hit();
        return (V) found.value();
      }
    }
    return entry(key).map(Entry::value).orElse(null);
  }

  @Override
  public Optional<Entry<V>> entry(K key) {
    NearTier tier = near;
    if (tier == null || mayBePushed(key) || isDelayed(key)) {
      EncodedKey encoded = encode(key);
      return typed(read(null, encoded, encoded));
    }
    return typed(entry(tier, key));
  }

  private Optional<Entry<@Nullable Object>> entry(NearTier tier, K key) {
    EncodedKey encoded = NearTier.isHeapKey(key) ? null : encode(key);
    Object heapKey = encoded == null ? key : encoded;
    NearEntry found = tier.find(heapKey);
    if (found == null) {
      EncodedKey stored = encoded == null ? encode(key) : encoded;
      return read(tier, heapKey, stored);
    }
    if (found.head() == null) {
      return Entries.missed(found.shard());
    }
    try {
      Entry<@Nullable Object> entry = found.entry();
      activity.nearHit();
      found.hit();
      return Optional.of(entry);
    } catch (DamagedValueException e) {
      return Entries.damaged(found.shard(), e);
    }
  }

  /** Reads the database, and has a near tier hold what it says. */
  private Optional<Entry<@Nullable Object>> read(
      @Nullable NearTier tier, Object heapKey, EncodedKey key) {
    Entries source = entriesOf(key);
    FlightSteps.Get step = FlightSteps.get();
    long begin = activity.begin();
    Optional<Entry<@Nullable Object>> found =
        tier == null ? source.get(key) : tier.load(heapKey, key, source);
    activity.told(begin, found.isPresent());
    if (step != null) {
      step.hit = found.isPresent();
      step.end(directory);
    }
    return found;
  }

  /** Whether a value of a key waits to be written, of which a near tier does not know. */
  private boolean isDelayed(@Nullable Object key) {
    return isDelayed(shards.get(0), key);
  }

  /** The same, by a shard of the cache. */
  private boolean isDelayed(Shard any, @Nullable Object key) {
    if (!any.database().delays()) {
      return false;
    }
    EncodedKey encoded = encode(key);
    return shards.get(route(encoded)).isDelayed(encoded);
  }

  /** Whether a key may, or may come to, be that of an entry of a queue, stored in another form. */
  private boolean mayBePushed(@Nullable Object key) {
    return queueKeysDiffer && (key instanceof Long || key instanceof String);
  }

  /** What was stored through this cache's type comes back as it; raw caches hold any object. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private Optional<Entry<V>> typed(Optional<Entry<@Nullable Object>> entry) {
    return (Optional) entry;
  }

  @Override
  public Optional<ValueStream> read(K key) {
    EncodedKey encoded = encode(key);
    return entriesOf(encoded).read(encoded);
  }

  @Override
  public boolean contains(K key) {
    NearTier tier = near;
    NearEntry found =
        tier == null || !NearTier.isHeapKey(key) || mayBePushed(key) || isDelayed(key)
            ? null
            : tier.find(key);
    if (found != null) {
      return found.head() != null;
    }
    EncodedKey encoded = encode(key);
    return entriesOf(encoded).contains(encoded);
  }

  @Override
  public boolean touch(K key) {
    EncodedKey encoded = encode(key);
    return write(encoded, false, (shard, deadline) -> shard.touch(encoded, null, deadline));
  }

  @Override
  public boolean touch(K key, Duration ttl) {
    Objects.requireNonNull(ttl, "ttl");
    EncodedKey encoded = encode(key);
    return write(encoded, false, (shard, deadline) -> shard.touch(encoded, ttl, deadline));
  }

  @Override
  public Optional<Entry<V>> popEntry(K key) {
    EncodedKey encoded = encode(key);
    return typed(
        write(encoded, Optional.empty(), (shard, deadline) -> shard.pop(encoded, deadline)));
  }

  @Override
  public boolean delete(K key) {
    EncodedKey encoded = encode(key);
    return write(encoded, false, (shard, deadline) -> shard.delete(encoded, deadline));
  }

  @Override
  public long increment(K key, long delta, long initial) {
    EncodedKey encoded = encode(key);
    return ((Number) add(encoded, Numbers.adding(encoded, delta), initial).orElseThrow())
        .longValue();
  }

  @Override
  public double increment(K key, double delta, double initial) {
    EncodedKey encoded = encode(key);
    return ((Number) add(encoded, Numbers.adding(encoded, delta), initial).orElseThrow())
        .doubleValue();
  }

  @Override
  public OptionalLong incrementIfPresent(K key, long delta) {
    EncodedKey encoded = encode(key);
    try {
      return add(encoded, Numbers.adding(encoded, delta), null)
          .map(sum -> OptionalLong.of((Long) sum))
          .orElse(OptionalLong.empty());
    } catch (CacheTimeoutException e) {
      if (onBusy == OnBusy.SKIP) {
        return OptionalLong.empty();
      }
      throw e;
    }
  }

  private Optional<Object> add(EncodedKey key, Numbers.Sum sum, @Nullable Object initial) {
    Shard shard = shards.get(route(key));
    return Numbers.add(shard, key, sum, initial, deadline(shard));
  }

  @Override
  public Map<K, V> getAll(Collection<? extends K> keys) {
    Map<K, V> found = new LinkedHashMap<>();
    for (K key : keys) {
      entry(key).ifPresent(entry -> found.put(key, entry.value()));
    }
    return found;
  }

  @Override
  public long setAll(Map<? extends K, ? extends V> values, WriteOptions options) {
    Map<Integer, List<Entries.Item>> byShard = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (shards.size() > 1) {
            // Refuses what cannot be stored before another shard has been written.
            entries.get(0).requireStorable(value);
          }
          addItem(byShard, key, value);
        });
    return writeAll(byShard, (shard, items, deadline) -> shard.setAll(items, options, deadline));
  }

  @Override
  public long deleteAll(Collection<? extends K> keys) {
    Map<Integer, List<Entries.Item>> byShard = new TreeMap<>();
    keys.forEach(key -> addItem(byShard, key, null));
    return writeAll(byShard, Entries::deleteAll);
  }

  private void addItem(
      Map<Integer, List<Entries.Item>> byShard, @Nullable Object key, @Nullable Object value) {
    EncodedKey encoded = encode(key);
    byShard
        .computeIfAbsent(route(encoded), shard -> new ArrayList<>())
        .add(new Entries.Item(encoded, value));
  }

  /** An operation on several entries of one shard. */
  private interface Batch {
    long run(Entries entries, List<Entries.Item> items, Deadline deadline);
  }

  private long writeAll(Map<Integer, List<Entries.Item>> byShard, Batch batch) {
    long written = 0;
    for (Map.Entry<Integer, List<Entries.Item>> items : byShard.entrySet()) {
      written +=
          this.<Long>write(
              items.getKey(),
              0L,
              (shard, deadline) -> batch.run(shard, items.getValue(), deadline));
    }
    return written;
  }

  /** The one shard of a plain cache, for what needs one order over all entries. */
  final Shard onlyShard(String act) {
    if (shards.size() > 1) {
      throw new CacheTypeException(
          act,
          directory,
          "its entries are spread over " + shards.size() + " shards",
          "use a plain cache, such as one named inside this one");
    }
    return shards.get(0);
  }

  @Override
  public CacheQueue<V> queue() {
    return queue(QueueKeys.PLAIN);
  }

  @Override
  public CacheQueue<V> queue(String prefix) {
    return queue(new QueueKeys(Objects.requireNonNull(prefix, "prefix")));
  }

  private CacheQueue<V> queue(QueueKeys keys) {
    Shard shard = onlyShard("queue in cache");
    return new ShardQueue<>(shard, keys, () -> deadline(shard));
  }

  @Override
  public Deque<V> deque() {
    return new ShardDeque<>(this, onlyShard("use as deque cache"), false);
  }

  @Override
  public Index<K, V> index() {
    return new ShardIndex<>(this, onlyShard("use as index cache"), false);
  }

  @Override
  public Optional<KeyedEntry<K, V>> first() {
    Shard shard = onlyShard("find first entry of cache");
    return keyed(Ends.OLDEST.get(shard, deadline(shard)));
  }

  @Override
  public Optional<KeyedEntry<K, V>> last() {
    Shard shard = onlyShard("find last entry of cache");
    return keyed(Ends.NEWEST.get(shard, deadline(shard)));
  }

  @Override
  public Optional<KeyedEntry<K, V>> popFirst() {
    Shard shard = onlyShard("pop first entry of cache");
    return keyed(Ends.OLDEST.remove(shard, deadline(shard)));
  }

  @Override
  public Optional<KeyedEntry<K, V>> popLast() {
    Shard shard = onlyShard("pop last entry of cache");
    return keyed(Ends.NEWEST.remove(shard, deadline(shard)));
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private Optional<KeyedEntry<K, V>> keyed(Optional<KeyedEntry<Object, @Nullable Object>> entry) {
    return (Optional) entry;
  }

  @Override
  public long size() {
    return sum(shard -> shard.<Long>read(sql -> SettingsTable.counter(sql, SettingsTable.COUNT)));
  }

  private long sum(ToLongFunction<Shard> number) {
    return shards.stream().mapToLong(number).sum();
  }

  @Override
  public Iterable<K> keys(KeyOrder order) {
    if (order == KeyOrder.SORTED || order == KeyOrder.SORTED_REVERSED) {
      onlyShard("sort keys of cache");
    }
    shards.forEach(Shard::checkOpen);
    return () -> iterator(order == KeyOrder.INSERTION_REVERSED, shard -> KeyPages.of(shard, order));
  }

  @Override
  public Iterable<K> keysTagged(Object tag) {
    Object encoded = Keys.encodeTag(tag);
    shards.forEach(Shard::checkOpen);
    return () -> iterator(false, shard -> KeyPages.tagged(shard, encoded));
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public Iterable<KeyedEntry<K, V>> entriesTagged(Object tag) {
    Object encoded = Keys.encodeTag(tag);
    shards.forEach(Shard::checkOpen);
    return () -> (Iterator) iterator(false, shard -> RowPages.tagged(shard, encoded));
  }

  @SuppressWarnings("unchecked")
  private <T extends @Nullable Object> Iterator<T> iterator(
      boolean backwards, Function<Shard, ? extends Iterator<?>> pagesOf) {
    List<Shard> turns = new ArrayList<>(shards);
    if (backwards) {
      Collections.reverse(turns);
    }
    // All bounds are fixed now, not when a shard's turn comes.
    List<Iterator<?>> pages = new ArrayList<>();
    turns.forEach(shard -> pages.add(pagesOf.apply(shard)));
    return (Iterator<T>) new ShardByShard(pages.iterator());
  }

  /** The keys or entries of one shard after those of another. Confined to one thread. */
  private static final class ShardByShard implements Iterator<@Nullable Object> {
    private final Iterator<Iterator<?>> shards;
    private Iterator<?> current;

    ShardByShard(Iterator<Iterator<?>> shards) {
      this.shards = shards;
      this.current = shards.next();
    }

    @Override
    public boolean hasNext() {
      while (!current.hasNext()) {
        if (!shards.hasNext()) {
          return false;
        }
        current = shards.next();
      }
      return true;
    }

    @Override
    public @Nullable Object next() {
      return hasNext() ? current.next() : shards.next();
    }
  }

  /** Begins the wait for each batch of a bulk operation, which a fan-out cache always finishes. */
  private Bulk.Patience patience(Shard shard) {
    return onBusy == OnBusy.FAIL ? () -> deadline(shard) : Deadline::never;
  }

  @Override
  public long evict(@Nullable Object tag) {
    if (tag == null) {
      return 0;
    }
    Object encoded = Keys.encodeTag(tag);
    return sum(shard -> Bulk.evict(shard, encoded, Double.POSITIVE_INFINITY, patience(shard)));
  }

  @Override
  public long evict(Object tag, Instant storedUntil) {
    Object encoded = Keys.encodeTag(tag);
    double until = Shard.seconds(storedUntil);
    return sum(shard -> Bulk.evict(shard, encoded, until, patience(shard)));
  }

  @Override
  public long expire() {
    return sum(shard -> Bulk.expire(shard, shard.now(), patience(shard)));
  }

  @Override
  public long expire(Instant now) {
    double seconds = Shard.seconds(now);
    return sum(shard -> Bulk.expire(shard, seconds, patience(shard)));
  }

  @Override
  public long cull() {
    return sum(shard -> Bulk.cull(shard, shard.now(), patience(shard)));
  }

  @Override
  public long clear() {
    return sum(shard -> Bulk.clear(shard, patience(shard)));
  }

  @Override
  public long volume() {
    return sum(shard -> shard.<Long>read(shard::volume));
  }

  @Override
  public <T extends @Nullable Object> T transact(Supplier<T> body) {
    return transactFrom(0, body);
  }

  /** Locks the shards in order, so that two transactions never wait for each other. */
  private <T extends @Nullable Object> T transactFrom(int index, Supplier<T> body) {
    if (index == shards.size()) {
      return body.get();
    }
    Shard shard = shards.get(index);
    Deadline deadline = onBusy == OnBusy.FAIL ? deadline(shard) : Deadline.never();
    return shard.write(deadline, transaction -> transactFrom(index + 1, body));
  }

  @Override
  public <T extends @Nullable Object> T transactOn(K key, Supplier<T> body) {
    Shard shard = shards.get(route(encode(key)));
    return shard.write(deadline(shard), transaction -> body.get());
  }

  @Override
  public Cache<K, V> retrying() {
    return new RoutedCache<>(directory, shards, OnBusy.WAIT, null, near, publication);
  }

  @Override
  public Cache<K, V> waiting(Duration longest) {
    return new RoutedCache<>(directory, shards, OnBusy.FAIL, checkWait(longest), near, publication);
  }

  static Duration checkWait(Duration longest) {
    if (longest.isNegative()) {
      throw new CacheSettingException(
          "wait for", longest.toString(), "it is negative", "give zero or more");
    }
    return longest;
  }

  @Override
  public boolean inTransaction() {
    return shards.stream().anyMatch(Shard::inTransaction);
  }

  @Override
  public CacheMaintenance maintenance() {
    return new ShardMaintenance(shards, near);
  }

  @Override
  public Path directory() {
    return directory;
  }

  /** Refuses what cannot be done from inside a transaction on any shard. */
  final void checkNoTransaction(String act) {
    shards.forEach(shard -> shard.checkNoTransaction(act));
  }

  @Override
  public void close() {
    // All or none: a refusal half-way would leave a cache without some of its shards.
    checkNoTransaction("close cache");
    if (publication != null) {
      publication.close();
    }
    closeAll(shards);
    if (near != null) {
      near.clear();
    }
  }

  /** Closes what was opened, all of it, whatever fails on the way. */
  static void closeAll(Collection<Shard> shards) {
    RuntimeException failure = null;
    for (Shard shard : shards) {
      try {
        shard.close();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public String toString() {
    return "Cache[" + directory + "]";
  }
}
