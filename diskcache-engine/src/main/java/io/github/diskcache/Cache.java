// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A persistent map from keys to values in one directory, shared by every process of the host that
 * opens it.
 *
 * <p>A write that returned survives {@code kill -9} of this process and is seen by every other
 * process; after a power loss the cache is a consistent earlier state. Damage on disk costs misses,
 * never a wrong value. The directory is python-diskcache's, so a Python process may share it.
 *
 * <p>Instances are thread-safe and meant to be shared: all instances that one class loader opens on
 * a directory use one writing connection and a few reading ones. Reads never wait for writers.
 * Writes wait for the database lock up to the busy timeout and then throw {@link
 * CacheTimeoutException}, unless the description of a subtype or view says otherwise.
 *
 * <p><b>Keys</b> are identified by their encoded form. Text, 64-bit integers, doubles and {@code
 * byte[]} are stored natively; {@code 1} and {@code 1.0} are one key, {@code "a"} and {@code new
 * byte[] {'a'}} are two. Null, booleans, larger integers, {@link Tuple}s, lists, maps and sets of
 * such are keys too. A NaN key is refused with {@link CacheTypeException}.
 *
 * <p><b>Values</b> come back as {@code Long}, {@code Double}, {@code String}, {@code byte[]},
 * {@code Boolean}, {@code BigInteger}, {@link Tuple}, {@code List}, {@code Map}, {@code Set} or
 * null, whichever was stored; an {@code Integer} therefore comes back as a {@code Long}. Anything
 * else is refused when it is stored, with {@link CacheTypeException}. Values returned are the
 * caller's own copies.
 *
 * <p>That is how {@link Disk#plain} has it. A cache opened {@linkplain CacheBuilder#open(Class,
 * Class) for declared types} takes and returns those, by a {@link Codec}; another {@link Disk}
 * stores other types, or in another form.
 *
 * <p><b>Null is a value.</b> {@link #get(Object)} answers null for a miss and for a stored null;
 * {@link #entry} tells them apart. An entry whose expiry has passed is a miss everywhere, but
 * counts in {@link #size}, {@link #keys()} and {@link #volume} until something removes it.
 *
 * <p>Every method throws {@link CacheClosedException} after {@link #close}, and {@link
 * CacheStorageException} where SQLite or the file system fails.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public interface Cache<K extends @Nullable Object, V extends @Nullable Object>
    extends AutoCloseable {

  /**
   * Opens the cache in a directory with its stored settings, or makes it with the default ones.
   *
   * @param directory the cache's own directory; made, readable by its owner only, when absent
   * @return the open cache
   * @throws CacheOpenException when the directory cannot hold a cache, or holds something else
   */
  static Cache<Object, Object> open(Path directory) {
    return builder(directory).open();
  }

  /**
   * Starts the description of a cache to open.
   *
   * @param directory the cache's own directory
   * @return a builder with no setting given
   */
  static CacheBuilder builder(Path directory) {
    return new CacheBuilder(directory);
  }

  /**
   * Stores a value that never expires and has no tag.
   *
   * @param key the key
   * @param value the value; null is a value
   * @return what became of it
   * @throws CacheTypeException when the key or value is of a type that cannot be stored; nothing
   *     has changed then
   */
  default WriteResult set(K key, @Nullable V value) {
    return set(key, value, WriteOptions.NONE);
  }

  /**
   * Stores a value, replacing value, expiry and tag of an entry that was there. The entry keeps its
   * place in insertion order. In the same transaction a bounded number of expired entries, and of
   * entries chosen by the eviction policy when the cache is over its size limit, are removed.
   *
   * @param key the key
   * @param value the value; null is a value
   * @param options expiry and tag of the new entry
   * @return what became of it
   * @throws CacheTypeException when the key or value is of a type that cannot be stored; nothing
   *     has changed then
   */
  WriteResult set(K key, @Nullable V value, WriteOptions options);

  /**
   * Stores all bytes of a stream in a value file, of any size, in constant memory. The entry's
   * value is a {@code byte[]} to {@link #get(Object)}, a stream to {@link #read}.
   *
   * @param key the key
   * @param source read to its end, and not closed
   * @param options expiry and tag of the new entry
   * @return what became of it
   * @throws CacheStorageException when the stream fails; no entry and no file remains then
   */
  WriteResult setStream(K key, InputStream source, WriteOptions options);

  /**
   * Stores a value if the key has none, as {@link #add(Object, Object, WriteOptions)} does.
   *
   * @param key the key
   * @param value the value
   * @return whether this call stored it
   */
  default boolean add(K key, @Nullable V value) {
    return add(key, value, WriteOptions.NONE);
  }

  /**
   * Stores a value if the key is missing or expired. Of any number of threads and processes that
   * add one key at the same time, exactly one is answered true.
   *
   * @param key the key
   * @param value the value; null is a value
   * @param options expiry and tag of the new entry
   * @return whether this call stored it
   * @throws CacheTypeException when the key or value is of a type that cannot be stored
   */
  boolean add(K key, @Nullable V value, WriteOptions options);

  /**
   * Returns the value of a key.
   *
   * @param key the key
   * @return the value, or null for a miss and for a stored null
   * @throws CacheTypeException when the value was written as a type that this cache refuses to read
   */
  default @Nullable V get(K key) {
    return entry(key).map(Entry::value).orElse(null);
  }

  /**
   * Returns the value of a key, or a fallback for a miss. A stored null is returned as null.
   *
   * @param key the key
   * @param fallback returned for a miss, and not stored
   * @return the value or the fallback
   */
  default @Nullable V get(K key, @Nullable V fallback) {
    Optional<Entry<V>> entry = entry(key);
    return entry.isPresent() ? entry.get().value() : fallback;
  }

  /**
   * Returns the value of a key that must be there.
   *
   * @param key the key
   * @return the value, null when null is stored
   * @throws NoSuchElementException when the key is missing or expired
   */
  default @Nullable V require(K key) {
    return entry(key)
        .orElseThrow(
            () -> new NoSuchElementException("No entry for key [" + Texts.shorten(key) + "]"))
        .value();
  }

  /**
   * Returns value, expiry and tag of a key. Present with a null value means that null is stored. A
   * value file that is missing or of the wrong length is a miss.
   *
   * @param key the key
   * @return the entry, or empty for a miss
   */
  Optional<Entry<V>> entry(K key);

  /**
   * Opens the value of a key as a stream of bytes: of its value file when it has one, as it stands
   * there, else of its bytes or of its text in UTF-8.
   *
   * @param key the key
   * @return the open stream, which the caller closes, or empty for a miss
   * @throws CacheTypeException when the value is neither bytes nor text
   */
  Optional<ValueStream> read(K key);

  /**
   * Tells whether a key has an entry that has not expired. Reads no value, counts neither hit nor
   * miss, and is no use in the sense of the eviction policies.
   *
   * @param key the key
   * @return whether the key has a live entry
   */
  boolean contains(K key);

  /**
   * Makes a live entry never expire.
   *
   * @param key the key
   * @return whether there was a live entry
   */
  boolean touch(K key);

  /**
   * Sets the expiry of a live entry to now plus a time to live.
   *
   * @param key the key
   * @param ttl zero or negative: the entry has expired at once
   * @return whether there was a live entry
   */
  boolean touch(K key, Duration ttl);

  /**
   * Removes a live entry and returns its value.
   *
   * @param key the key
   * @return the value, or null for a miss and for a stored null
   */
  default @Nullable V pop(K key) {
    return popEntry(key).map(Entry::value).orElse(null);
  }

  /**
   * Removes a live entry and returns it. Of any number of threads and processes that pop one key at
   * the same time, one gets the entry. An expired entry is a miss and stays.
   *
   * @param key the key
   * @return the entry removed, or empty for a miss
   */
  Optional<Entry<V>> popEntry(K key);

  /**
   * Removes a live entry.
   *
   * @param key the key
   * @return whether there was one
   */
  boolean delete(K key);

  /**
   * Adds one to a number, as {@link #increment(Object, long, long)} does with delta 1, initial 0.
   *
   * @param key the key
   * @return the new number
   */
  default long increment(K key) {
    return increment(key, 1, 0);
  }

  /**
   * Adds to a number, as {@link #increment(Object, long, long)} does with initial 0.
   *
   * @param key the key
   * @param delta added; may be negative
   * @return the new number
   */
  default long increment(K key, long delta) {
    return increment(key, delta, 0);
  }

  /**
   * Adds to the integer stored for a key, atomically across threads and processes. A live entry
   * keeps its expiry and tag; a missing or expired one is made anew without either. Always throws
   * {@link CacheTimeoutException} on a busy database, in a {@link FanoutCache} too: a number cannot
   * be made up.
   *
   * @param key the key
   * @param delta added; may be negative
   * @param initial what a missing number counts as
   * @return the new number
   * @throws CacheTypeException when the stored value is no integer; it stays as it was
   * @throws ArithmeticException when the sum leaves 64 bits; the stored number stays as it was
   */
  long increment(K key, long delta, long initial);

  /**
   * Adds to the number stored for a key, integer or double; the result is stored as a double. Else
   * as {@link #increment(Object, long, long)}.
   *
   * @param key the key
   * @param delta added; may be negative
   * @return the new number
   * @throws CacheTypeException when the stored value is no number, or the result is NaN
   */
  default double increment(K key, double delta) {
    return increment(key, delta, 0.0);
  }

  /**
   * Adds to the number stored for a key, integer or double; the result is stored as a double. Else
   * as {@link #increment(Object, long, long)}.
   *
   * @param key the key
   * @param delta added; may be negative
   * @param initial what a missing number counts as
   * @return the new number
   * @throws CacheTypeException when the stored value is no number, or the result is NaN
   */
  double increment(K key, double delta, double initial);

  /**
   * Adds to the integer stored for a key, unless the key is missing or expired.
   *
   * @param key the key
   * @param delta added; may be negative
   * @return the new number, or empty when nothing was changed: no live entry, or in a {@link
   *     FanoutCache} a busy shard
   * @throws CacheTypeException when the stored value is no integer
   * @throws ArithmeticException when the sum leaves 64 bits
   */
  OptionalLong incrementIfPresent(K key, long delta);

  /**
   * Subtracts one from a number: {@link #increment(Object, long, long)} with delta -1.
   *
   * @param key the key
   * @return the new number
   */
  default long decrement(K key) {
    return increment(key, -1, 0);
  }

  /**
   * Subtracts from a number: {@link #increment(Object, long, long)} with the negated delta.
   *
   * @param key the key
   * @param delta subtracted
   * @return the new number
   */
  default long decrement(K key, long delta) {
    return increment(key, Math.negateExact(delta), 0);
  }

  /**
   * Subtracts from a number: {@link #increment(Object, long, long)} with the negated delta.
   *
   * @param key the key
   * @param delta subtracted
   * @param initial what a missing number counts as
   * @return the new number
   */
  default long decrement(K key, long delta, long initial) {
    return increment(key, Math.negateExact(delta), initial);
  }

  /**
   * Returns the queue without a prefix.
   *
   * @return a view of this cache
   */
  CacheQueue<V> queue();

  /**
   * Returns the queue of a prefix. Queues of different prefixes do not touch each other, one prefix
   * being the beginning of another included.
   *
   * @param prefix any text
   * @return a view of this cache
   */
  CacheQueue<V> queue(String prefix);

  /**
   * Returns the queue without a prefix as a deque, with a maximum length and the methods of a
   * {@link java.util.concurrent.BlockingDeque}.
   *
   * @return a view of this cache; closing it does nothing
   */
  Deque<V> deque();

  /**
   * Returns all entries as a map in insertion order.
   *
   * @return a view of this cache; closing it does nothing
   */
  Index<K, V> index();

  /**
   * Returns the entry that was inserted first; overwriting does not move an entry. Expired entries
   * at that end are removed on the way.
   *
   * @return the entry with its key, or empty when there is none
   */
  Optional<KeyedEntry<K, V>> first();

  /**
   * Returns the entry that was inserted last; overwriting does not move an entry. Expired entries
   * at that end are removed on the way.
   *
   * @return the entry with its key, or empty when there is none
   */
  Optional<KeyedEntry<K, V>> last();

  /**
   * Removes the entry that was inserted first and returns it.
   *
   * @return the entry with its key, or empty when there is none
   */
  Optional<KeyedEntry<K, V>> popFirst();

  /**
   * Removes the entry that was inserted last and returns it.
   *
   * @return the entry with its key, or empty when there is none
   */
  Optional<KeyedEntry<K, V>> popLast();

  /**
   * Returns the values of several keys. Each is read on its own, so that others may write between.
   *
   * @param keys the keys
   * @return those that are neither missing nor expired, in the order given; a stored null is one
   */
  Map<K, V> getAll(Collection<? extends K> keys);

  /**
   * Stores several values without expiry and tag, as {@link #setAll(Map, WriteOptions)} does.
   *
   * @param values values by key
   * @return entries written
   */
  default long setAll(Map<? extends K, ? extends V> values) {
    return setAll(values, WriteOptions.NONE);
  }

  /**
   * Stores several values, all those of a shard in one transaction: far cheaper than one by one.
   * Nothing is written when one of them cannot be stored.
   *
   * @param values values by key
   * @param options expiry and tag of each entry
   * @return entries written: all of them, but for those of busy shards of a {@link FanoutCache}
   * @throws CacheTypeException when a key or value is of a type that cannot be stored
   */
  long setAll(Map<? extends K, ? extends V> values, WriteOptions options);

  /**
   * Removes several live entries, all those of a shard in one transaction.
   *
   * @param keys the keys
   * @return entries removed
   */
  long deleteAll(Collection<? extends K> keys);

  /**
   * Returns the keys of all entries that carry a tag, in insertion order, as {@link #keys()} does.
   * Reads all entries where tags have no index.
   *
   * @param tag as in {@link #evict}
   * @return the keys; each iteration reads anew
   */
  Iterable<K> keysTagged(Object tag);

  /**
   * Returns the live entries that carry a tag with their values, in insertion order. Each iteration
   * reads pages of at most 100 entries, holds no lock and no snapshot between them, and does not
   * return entries added since it began. Reads all entries where tags have no index.
   *
   * @param tag as in {@link #evict(Object)}
   * @return the entries; each iteration reads anew
   */
  Iterable<KeyedEntry<K, V>> entriesTagged(Object tag);

  /**
   * Returns the number of entries, expired ones included, from a counter.
   *
   * @return entries, own uncommitted ones included inside a transaction
   */
  long size();

  /**
   * Returns the keys in insertion order, as {@link #keys(KeyOrder)} does.
   *
   * @return the keys; each iteration reads anew
   */
  default Iterable<K> keys() {
    return keys(KeyOrder.INSERTION);
  }

  /**
   * Returns the keys, those of expired entries included. Each iteration reads pages of 100 keys,
   * holds no lock and no snapshot between them, and may so return a key that was deleted since its
   * page was read. By insertion, keys added after the iteration began are not returned; sorted,
   * those ahead of it are. A key that another library wrote as a type this one refuses to read is
   * passed over.
   *
   * @param order the order of keys
   * @return the keys; each iteration reads anew
   */
  Iterable<K> keys(KeyOrder order);

  /**
   * Removes all entries that carry a tag, in transactions of at most 100 entries.
   *
   * @param tag text, a {@code Long}, {@code Integer}, {@code Double} or {@code byte[]}; {@code 1}
   *     equals {@code 1.0}, and text equals neither bytes nor numbers; null is no entry's tag
   * @return entries removed
   * @throws CacheTimeoutException with {@link CacheTimeoutException#partialCount} for what was
   *     removed before
   */
  long evict(@Nullable Object tag);

  /**
   * Removes the entries that carry a tag and were stored up to an instant, in transactions of at
   * most 100 entries. An increment stores an entry anew, a touch does not.
   *
   * @param tag as in {@link #evict(Object)}
   * @param storedUntil the last instant of storing whose entries go
   * @return entries removed
   * @throws CacheTimeoutException with {@link CacheTimeoutException#partialCount} for what was
   *     removed before
   */
  long evict(Object tag, Instant storedUntil);

  /**
   * Removes all expired entries, in transactions of at most 100 entries. Nothing else removes them
   * in the background.
   *
   * @return entries removed
   * @throws CacheTimeoutException with {@link CacheTimeoutException#partialCount} for what was
   *     removed before
   */
  long expire();

  /**
   * Removes all entries whose expiry is before an instant.
   *
   * @param now what counts as now
   * @return entries removed
   * @throws CacheTimeoutException with {@link CacheTimeoutException#partialCount} for what was
   *     removed before
   */
  long expire(Instant now);

  /**
   * Removes expired entries, then entries chosen by the eviction policy, ten at a time, until the
   * volume is within the size limit.
   *
   * @return entries removed
   * @throws CacheTimeoutException with {@link CacheTimeoutException#partialCount} for what was
   *     removed before
   */
  long cull();

  /**
   * Removes all entries that were there when the call began, in transactions of at most 100.
   * Settings stay.
   *
   * @return entries removed
   * @throws CacheTimeoutException with {@link CacheTimeoutException#partialCount} for what was
   *     removed before
   */
  long clear();

  /**
   * Returns the bytes that the database and the value files take, the write-ahead log not counted.
   * An empty cache takes 32768.
   *
   * @return bytes
   */
  long volume();

  /**
   * Runs a body in one transaction: all its writes become visible together, in all processes, or
   * not at all. Calls of this cache from the body's thread join the transaction, nested ones too;
   * there are no savepoints. Other threads wait to write and read what was there before.
   *
   * @param <T> the type of the result
   * @param body run once, by this thread, while the write lock is held; keep it short
   * @return the body's result
   * @throws RuntimeException what the body throws, after everything was rolled back
   */
  <T extends @Nullable Object> T transact(Supplier<T> body);

  /**
   * Runs a body in one transaction, as {@link #transact(Supplier)} does.
   *
   * @param body run once, by this thread, while the write lock is held; keep it short
   */
  default void transact(Runnable body) {
    transact(
        () -> {
          body.run();
          return Boolean.TRUE;
        });
  }

  /**
   * Runs a body in one transaction that covers the one key, and in a {@link FanoutCache} locks only
   * the shard of that key. The cheapest way to read, decide and write atomically.
   *
   * @param <T> the type of the result
   * @param key the only key that the body may write
   * @param body run once, by this thread, while the write lock is held; keep it short
   * @return the body's result
   * @throws RuntimeException what the body throws, after everything was rolled back
   */
  <T extends @Nullable Object> T transactOn(K key, Supplier<T> body);

  /**
   * Returns a view of this cache whose writes wait for a busy database without limit,
   * interruptibly, instead of up to the busy timeout.
   *
   * @return the view; closing it closes this cache
   */
  Cache<K, V> retrying();

  /**
   * Returns a view of this cache whose writes wait for a busy database up to a time, instead of up
   * to the busy timeout, and then throw {@link CacheTimeoutException}, in a {@link FanoutCache}
   * too. What locks several shards, or works in several transactions, waits up to that for each.
   *
   * @param longest zero: one attempt
   * @return the view; closing it closes this cache
   * @throws CacheSettingException when the time is negative
   */
  Cache<K, V> waiting(Duration longest);

  /**
   * Tells whether this thread is inside a transaction on this cache's directory, and so keeps all
   * others from writing.
   *
   * @return whether it is, in any shard
   */
  boolean inTransaction();

  /**
   * Returns the operator's view of this cache: settings, statistics, check and mend.
   *
   * @return the view
   */
  CacheMaintenance maintenance();

  /**
   * Returns the directory of this cache.
   *
   * @return an absolute path
   */
  Path directory();

  /**
   * Closes this cache. The last one to close a directory in this process closes its connections. A
   * second call does nothing. Nothing is lost when this is never called.
   */
  @Override
  void close();
}
