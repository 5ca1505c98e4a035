// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a cache to open is to be like. Every value is checked when it is given; nothing is touched
 * before {@link #open} or {@link #openFanout()}. Settings that are not given keep their stored
 * values. Not thread-safe.
 *
 * <pre>{@code
 * try (Cache<Object, Object> cache = Cache.builder(directory).sizeLimit(1L << 28).open()) {
 *   cache.set("answer", 42);
 * }
 * }</pre>
 */
public final class CacheBuilder {
  static final int DEFAULT_SHARDS = 8;
  private static final int MOST_SHARDS = 1000;
  private static final int AS_FOUND = 0;
  private static final Duration CACHE_BUSY_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration FANOUT_BUSY_TIMEOUT = Duration.ofMillis(10);

  private final Path directory;
  private final Map<Setting, Object> given = new EnumMap<>(Setting.class);
  private InstantSource clock = InstantSource.system();
  private @Nullable Duration busyTimeout;
  private CacheOptions.Access access = CacheOptions.Access.WRITE;
  private WhenFull whenFull = WhenFull.EVICT;
  private @Nullable EvictionPolicy ownPolicy;
  private @Nullable Consumer<Eviction> evictions;
  private Disk disk = Disk.plain();
  private int shards = AS_FOUND;
  private long nearBytes;
  private @Nullable WriteBehind writeBehind;
  private @Nullable IntentLog intentLog;
  private @Nullable Duration foreignWriters;
  private final List<CacheListener> listeners = new ArrayList<>();
  private boolean published = true;

  CacheBuilder(Path directory) {
    this.directory = Objects.requireNonNull(directory, "directory").toAbsolutePath().normalize();
  }

  /**
   * Sets the bytes above which entries are removed by the eviction policy.
   *
   * @param bytes 0 or more; 1 GiB when never given
   * @return this builder
   */
  public CacheBuilder sizeLimit(long bytes) {
    return setting(Setting.SIZE_LIMIT, bytes);
  }

  /**
   * Sets which entries go first when the cache is over its size limit.
   *
   * @param policy least-recently-stored when never given
   * @return this builder
   */
  public CacheBuilder evictionPolicy(EvictionPolicy policy) {
    return setting(Setting.EVICTION_POLICY, policy);
  }

  /**
   * Sets a setting.
   *
   * @param setting the setting
   * @param value a value of the setting's type, or text that stands for one
   * @return this builder
   * @throws CacheSettingException when the setting takes no such value
   */
  public CacheBuilder setting(Setting setting, Object value) {
    given.put(setting, setting.checked(Objects.requireNonNull(value, "value")));
    if (setting == Setting.EVICTION_POLICY) {
      ownPolicy = value instanceof EvictionPolicy policy ? policy : null;
    }
    return this;
  }

  /**
   * Sets a setting by its stored name, as configuration has it.
   *
   * @param name such as {@code size_limit}
   * @param value a value of the setting's type, or text that stands for one
   * @return this builder
   * @throws CacheSettingException when there is no such setting, naming the nearest one, or it
   *     takes no such value
   */
  public CacheBuilder setting(String name, Object value) {
    return setting(Setting.ofStoredName(name), value);
  }

  /**
   * Sets how long a write waits for the database lock.
   *
   * @param timeout zero or more: zero tries once; 60 s for a cache and 10 ms for a fan-out cache
   *     when never given
   * @return this builder
   */
  public CacheBuilder busyTimeout(Duration timeout) {
    if (timeout.isNegative()) {
      throw new CacheSettingException(
          "set", "busyTimeout", "it takes zero or more, was [" + timeout + "]", "give it such");
    }
    this.busyTimeout = timeout;
    return this;
  }

  /**
   * Sets the clock by which entries expire. Processes that share a directory should agree on it.
   *
   * @param source the system's clock when never given
   * @return this builder
   */
  public CacheBuilder clock(InstantSource source) {
    this.clock = Objects.requireNonNull(source, "source");
    return this;
  }

  /**
   * Opens for reading only: nothing in the directory is made or changed, no hit is counted, and
   * every write throws {@link CacheReadOnlyException}. The directory must hold a cache, and may be
   * one that this process cannot write to; other processes may write meanwhile.
   *
   * @return this builder
   */
  public CacheBuilder readOnly() {
    this.access = CacheOptions.Access.READ;
    return this;
  }

  /**
   * Sets what happens to new values at the size limit.
   *
   * @param action evict when never given
   * @return this builder
   */
  public CacheBuilder whenFull(WhenFull action) {
    this.whenFull = Objects.requireNonNull(action, "action");
    return this;
  }

  /**
   * Sets who is told of entries that this instance removes because they have expired or the cache
   * is full. The writing thread calls it after its transaction; what it throws is logged.
   *
   * @param listener returns quickly
   * @return this builder
   */
  public CacheBuilder onEviction(Consumer<Eviction> listener) {
    this.evictions = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Adds somebody who is told of reads, writes and failures of this instance, and how long they
   * took.
   *
   * @param listener returns quickly
   * @return this builder
   */
  public CacheBuilder listener(CacheListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /**
   * Keeps the cache out of JMX, where {@link CacheMXBean} shows it otherwise.
   *
   * @return this builder
   */
  public CacheBuilder withoutMXBean() {
    this.published = false;
    return this;
  }

  /**
   * Has {@code set} return before its value is written, which makes it several times faster and
   * less safe: {@link WriteBehind} says what a killed process loses. Values large enough for a file
   * of their own, and everything but {@code set}, are written as ever. The first cache of a process
   * that opens a directory so gives the bounds for all of them.
   *
   * @param bounds how far writing may fall behind, such as {@link WriteBehind#USUAL}
   * @return this builder
   */
  public CacheBuilder writeBehind(WriteBehind bounds) {
    this.writeBehind = Objects.requireNonNull(bounds, "bounds");
    return this;
  }

  /**
   * Has {@code set} put its value into a log that all Java processes of the host share, which takes
   * about a tenth of what the database takes: {@link IntentLog} says what is kept and what is not.
   * What was set so survives {@code kill -9}, and every Java process sees it at once;
   * python-diskcache sees it later, so do not use it where that writes too. A directory keeps the
   * log once it has one, and all Java processes heed it; those that set without it write to the
   * database as ever.
   *
   * @param bounds how much may wait in the log, such as {@link IntentLog#USUAL}
   * @return this builder
   */
  public CacheBuilder intentLog(IntentLog bounds) {
    this.intentLog = Objects.requireNonNull(bounds, "bounds");
    return this;
  }

  /**
   * Sets how keys and values are encoded. A directory keeps to the disk that it was made with.
   *
   * @param disk {@link Disk#plain} when never given
   * @return this builder
   */
  public CacheBuilder disk(Disk disk) {
    this.disk = GuardedDisk.of(Objects.requireNonNull(disk, "disk"));
    return this;
  }

  /**
   * Keeps entries in the heap too, so that reading one again costs about what a heap cache does. It
   * is coherent: once a write has returned, in whichever Java process, no read returns an older
   * value. Processes without a near tier count as well; python-diskcache does not, so a directory
   * that it writes to must be told by {@link #foreignWriters}.
   *
   * <p>What may change is decoded anew for each caller, or copied; strings, numbers, {@code
   * java.time}, records of such, and what a codec calls {@linkplain Codec#isImmutable immutable}
   * are shared. Keys without an entry are kept too. Has no effect on a cache opened for reading
   * only.
   *
   * @param bytes about how much heap its entries may take; 0: none, which is the default
   * @return this builder
   */
  public CacheBuilder nearTier(long bytes) {
    if (bytes < 0) {
      throw new CacheSettingException(
          "set", "nearTier", "it takes 0 or more, was [" + bytes + "]", "give it such");
    }
    this.nearBytes = bytes;
    return this;
  }

  /**
   * Declares that others than this library, such as python-diskcache, write to the directory. A
   * {@linkplain #nearTier near tier} then looks for what they have written, in every process, and
   * this library's writes take a few microseconds longer. The directory keeps a few triggers, which
   * python-diskcache runs and does not mind.
   *
   * @param bound how long at most a near tier answers with what such a writer has replaced; more
   *     than zero, and each look costs about one read
   * @return this builder
   */
  public CacheBuilder foreignWriters(Duration bound) {
    if (bound.isNegative() || bound.isZero()) {
      throw new CacheSettingException(
          "set", "foreignWriters", "it takes more than zero, was [" + bound + "]", "give it such");
    }
    this.foreignWriters = bound;
    return this;
  }

  /**
   * Sets how many shards a fan-out cache has.
   *
   * @param count 1 to 1000; when never given, what the directory has, or 8 in a new one
   * @return this builder
   */
  public CacheBuilder shards(int count) {
    if (count < 1 || count > MOST_SHARDS) {
      throw new CacheSettingException(
          "set",
          "shards",
          "it takes 1 to " + MOST_SHARDS + ", was [" + count + "]",
          "give it such");
    }
    this.shards = count;
    return this;
  }

  /**
   * Opens the cache for keys and values of any type that its disk stores.
   *
   * @return the open cache
   * @throws CacheOpenException when the directory cannot hold a cache, or holds something else
   * @throws CacheTimeoutException when another process keeps the database locked
   */
  public Cache<Object, Object> open() {
    return open(disk);
  }

  /**
   * Opens the cache for keys and values of declared types, as {@link #open(Codec, Codec)} does with
   * {@link Codec#ofKey(Class)} and {@link Codec#of(Class)}.
   *
   * @param <K> the type of keys
   * @param <V> the type of values
   * @param keyType the type of keys
   * @param valueType the type of values
   * @return the open cache
   * @throws CacheTypeException when no codec is known for a type
   */
  public <K, V> Cache<K, V> open(Class<K> keyType, Class<V> valueType) {
    return open(Codec.ofKey(keyType), Codec.of(valueType));
  }

  /**
   * Opens the cache for keys and values of declared types, as {@link #open(Codec, Codec)} does with
   * {@link Codec#ofKey(Type)} and {@link Codec#of(Type)}.
   *
   * @param <K> the type of keys, which must be what {@code keyType} says
   * @param <V> the type of values, which must be what {@code valueType} says
   * @param keyType a class, or a parameterized type such as {@code List<Long>}
   * @param valueType a class, or a parameterized type such as {@code List<Order>}
   * @return the open cache
   * @throws CacheTypeException when no codec is known for a type
   */
  public <K, V> Cache<K, V> open(Type keyType, Type valueType) {
    return open(Codec.<K>ofKey(keyType), Codec.<V>of(valueType));
  }

  /**
   * Opens the cache for keys and values that codecs encode. A directory does not remember codecs:
   * it may be open with several, and what one has written, another reads or refuses. Iteration
   * passes over keys that the codec of keys refuses.
   *
   * @param <K> the type of keys
   * @param <V> the type of values
   * @param keys makes of keys what the disk stores
   * @param values makes of values what the disk stores
   * @return the open cache
   * @throws CacheOpenException when the directory cannot hold a cache, or holds something else
   * @throws CacheTimeoutException when another process keeps the database locked
   */
  public <K, V> Cache<K, V> open(Codec<K> keys, Codec<V> values) {
    return open(CodecDisk.of(disk, keys, values));
  }

  private <K, V> RoutedCache<K, V> open(Disk with) {
    List<Shard> opened = List.of(Shard.open(directory, given, options(CACHE_BUSY_TIMEOUT, with)));
    NearTier near = near(opened);
    return new RoutedCache<>(directory, opened, OnBusy.FAIL, null, near, publication(opened, near));
  }

  private @Nullable Publication publication(List<Shard> opened, @Nullable NearTier near) {
    return published
        ? Publication.of(new RoutedCache<>(directory, opened, OnBusy.FAIL, null, near, null))
        : null;
  }

  private @Nullable NearTier near(List<Shard> opened) {
    if (nearBytes == 0 || access == CacheOptions.Access.READ) {
      return null;
    }
    try {
      opened.forEach(Shard::makeNearSlots);
      return new NearTier(nearBytes, opened.get(0).disk());
    } catch (RuntimeException e) {
      opened.forEach(Shard::close);
      throw e;
    }
  }

  /**
   * Opens the deque in the directory, for elements of any type that its disk stores. Sets the
   * eviction policy to none, whatever was given.
   *
   * @return the open deque, which closes the directory
   * @throws CacheOpenException when the directory cannot hold a deque, or holds something else
   * @throws CacheTimeoutException when another process keeps the database locked
   */
  public Deque<Object> openDeque() {
    return openDeque(Object.class);
  }

  /**
   * Opens the deque in the directory for elements of a declared type, as {@link #openDeque(Codec)}
   * does with {@link Codec#of(Class)}.
   *
   * @param <E> the type of elements
   * @param type the type of elements
   * @return the open deque, which closes the directory
   * @throws CacheTypeException when no codec is known for the type
   */
  public <E> Deque<E> openDeque(Class<E> type) {
    return openDeque(Codec.of(type));
  }

  /**
   * Opens the deque in the directory for elements that a codec encodes. Sets the eviction policy to
   * none, whatever was given.
   *
   * @param <E> the type of elements
   * @param elements makes of elements what the disk stores
   * @return the open deque, which closes the directory
   * @throws CacheOpenException when the directory cannot hold a deque, or holds something else
   * @throws CacheTimeoutException when another process keeps the database locked
   */
  public <E> Deque<E> openDeque(Codec<E> elements) {
    Disk with = CodecDisk.of(disk, Codec.of(Object.class), elements);
    RoutedCache<Object, E> cache = evictionPolicy(EvictionPolicy.NONE).open(with);
    return new ShardDeque<>(cache, cache.onlyShard("open deque"), true);
  }

  /**
   * Opens the index in the directory, for keys and values of any type that its disk stores. Sets
   * the eviction policy to none, whatever was given.
   *
   * @return the open index, which closes the directory
   * @throws CacheOpenException when the directory cannot hold an index, or holds something else
   * @throws CacheTimeoutException when another process keeps the database locked
   */
  public Index<Object, Object> openIndex() {
    return openIndex(Object.class, Object.class);
  }

  /**
   * Opens the index in the directory for keys and values of declared types, as {@link
   * #openIndex(Codec, Codec)} does with {@link Codec#ofKey(Class)} and {@link Codec#of(Class)}.
   *
   * @param <K> the type of keys
   * @param <V> the type of values
   * @param keyType the type of keys
   * @param valueType the type of values
   * @return the open index, which closes the directory
   * @throws CacheTypeException when no codec is known for a type
   */
  public <K, V> Index<K, V> openIndex(Class<K> keyType, Class<V> valueType) {
    return openIndex(Codec.ofKey(keyType), Codec.of(valueType));
  }

  /**
   * Opens the index in the directory for keys and values that codecs encode. Sets the eviction
   * policy to none, whatever was given.
   *
   * @param <K> the type of keys
   * @param <V> the type of values
   * @param keys makes of keys what the disk stores
   * @param values makes of values what the disk stores
   * @return the open index, which closes the directory
   * @throws CacheOpenException when the directory cannot hold an index, or holds something else
   * @throws CacheTimeoutException when another process keeps the database locked
   */
  public <K, V> Index<K, V> openIndex(Codec<K> keys, Codec<V> values) {
    Disk with = CodecDisk.of(disk, keys, values);
    RoutedCache<K, V> cache = evictionPolicy(EvictionPolicy.NONE).open(with);
    return new ShardIndex<>(cache, cache.onlyShard("open index"), true);
  }

  /**
   * Opens the fan-out cache for keys and values of any type that its disk stores.
   *
   * @return the open cache
   * @throws CacheOpenException when the directory was made with another number of shards, cannot
   *     hold a cache, or holds something else
   * @throws CacheTimeoutException when another process keeps the database locked
   */
  public FanoutCache<Object, Object> openFanout() {
    return openFanout(disk);
  }

  /**
   * Opens the fan-out cache with a number of shards.
   *
   * @param shards how many shards, 1 to 1000
   * @return the open cache
   * @throws CacheOpenException when the directory was made with another number of shards, cannot
   *     hold a cache, or holds something else
   * @throws CacheTimeoutException when another process keeps the database locked
   */
  public FanoutCache<Object, Object> openFanout(int shards) {
    return shards(shards).openFanout();
  }

  /**
   * Opens the fan-out cache for keys and values of declared types, as {@link #open(Class, Class)}
   * does.
   *
   * @param <K> the type of keys
   * @param <V> the type of values
   * @param keyType the type of keys
   * @param valueType the type of values
   * @return the open cache
   * @throws CacheTypeException when no codec is known for a type
   */
  public <K, V> FanoutCache<K, V> openFanout(Class<K> keyType, Class<V> valueType) {
    return openFanout(Codec.ofKey(keyType), Codec.of(valueType));
  }

  /**
   * Opens the fan-out cache for keys and values of declared types, as {@link #open(Type, Type)}
   * does.
   *
   * @param <K> the type of keys, which must be what {@code keyType} says
   * @param <V> the type of values, which must be what {@code valueType} says
   * @param keyType a class, or a parameterized type such as {@code List<Long>}
   * @param valueType a class, or a parameterized type such as {@code List<Order>}
   * @return the open cache
   * @throws CacheTypeException when no codec is known for a type
   */
  public <K, V> FanoutCache<K, V> openFanout(Type keyType, Type valueType) {
    return openFanout(Codec.<K>ofKey(keyType), Codec.<V>of(valueType));
  }

  /**
   * Opens the fan-out cache for keys and values that codecs encode, as {@link #open(Codec, Codec)}
   * does.
   *
   * @param <K> the type of keys
   * @param <V> the type of values
   * @param keys makes of keys what the disk stores
   * @param values makes of values what the disk stores
   * @return the open cache
   * @throws CacheOpenException when the directory was made with another number of shards, cannot
   *     hold a cache, or holds something else
   * @throws CacheTimeoutException when another process keeps the database locked
   */
  public <K, V> FanoutCache<K, V> openFanout(Codec<K> keys, Codec<V> values) {
    return openFanout(CodecDisk.of(disk, keys, values));
  }

  private <K, V> FanoutCache<K, V> openFanout(Disk with) {
    List<Shard> opened =
        ShardDirectories.open(directory, shards, given, options(FANOUT_BUSY_TIMEOUT, with));
    NearTier near = near(opened);
    return new ShardedCache<>(directory, opened, near, publication(opened, near));
  }

  private CacheOptions options(Duration usualBusyTimeout, Disk with) {
    if (intentLog != null && writeBehind != null) {
      throw new CacheSettingException(
          "set", "intentLog", "writeBehind is given too", "give one of them");
    }
    Duration patience = busyTimeout == null ? usualBusyTimeout : busyTimeout;
    return new CacheOptions(
        patience,
        clock,
        access,
        whenFull,
        ownPolicy,
        evictions,
        foreignWriters,
        writeBehind,
        intentLog,
        with,
        new Activity(listeners));
  }
}
