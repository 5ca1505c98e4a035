// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.Cache;
import io.github.diskcache.Codec;
import io.github.diskcache.Deque;
import io.github.diskcache.FanoutCache;
import io.github.diskcache.Index;
import io.github.diskcache.recipes.BoundedSemaphore;
import io.github.diskcache.recipes.Lock;
import io.github.diskcache.recipes.RLock;
import io.github.diskcache.recipes.Rate;
import io.github.diskcache.recipes.Throttle;
import io.github.diskcache.recipes.ThrottleOptions;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All that one deployment has of caches. Thread-safe. */
final class Registry implements DiskCaches {
  /** How long memoized methods wait for a busy database, before they go on without. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Settings settings;
  private final OpenStores stores;
  private final Chance chance;
  private final boolean enabled;
  private final Background background = new Background();
  private final String process = UUID.randomUUID().toString();
  private final Map<String, MemoCache> memoCaches = new ConcurrentHashMap<>();
  private final Map<HandleId, ResultStore> results = new ConcurrentHashMap<>();

  Registry(Settings settings, OpenStores stores, Chance chance) {
    this.settings = settings;
    this.stores = stores;
    this.chance = chance;
    this.enabled = settings.isEnabled();
  }

  OpenStores stores() {
    return stores;
  }

  Settings settings() {
    return settings;
  }

  /** What the memoized methods of a cache share. */
  MemoCache memoCache(String name) {
    return memoCaches.computeIfAbsent(name, key -> new MemoCache(key, enabled, once(key)));
  }

  private Supplier<Cache<Object, Object>> once(String name) {
    return new Once<>(() -> stores.openRaw(name));
  }

  /** The results of a method, of a type whose codec is given. */
  Memo memo(String cache, Type type, Codec<Object> codec, MemoOptions options) {
    MemoCache area = memoCache(cache);
    HandleId id = new HandleId(StoreKind.CACHE, cache, String.class, type);
    ResultStore store =
        results.computeIfAbsent(
            id,
            key -> {
              stores.expectView(cache);
              return new ResultStore(area, () -> stores.openResults(cache, codec));
            });
    return new Memo(area, store, options, chance, background, process);
  }

  @Override
  @SuppressWarnings("unchecked") // what the id says
  public Cache<Object, Object> cache(String name) {
    return (Cache<Object, Object>) handle(StoreKind.CACHE, name, Object.class, Object.class);
  }

  @Override
  @SuppressWarnings("unchecked") // what the id says
  public <K, V> Cache<K, V> cache(String name, Class<K> keyType, Class<V> valueType) {
    return (Cache<K, V>) handle(StoreKind.CACHE, name, keyType, valueType);
  }

  @Override
  @SuppressWarnings("unchecked") // what the id says
  public FanoutCache<Object, Object> fanoutCache(String name) {
    return (FanoutCache<Object, Object>) handle(StoreKind.FANOUT, name, Object.class, Object.class);
  }

  @Override
  @SuppressWarnings("unchecked") // what the id says
  public <E> Deque<E> deque(String name, Class<E> elementType) {
    return (Deque<E>) handle(StoreKind.DEQUE, name, Object.class, elementType);
  }

  @Override
  @SuppressWarnings("unchecked") // what the id says
  public <K, V> Index<K, V> index(String name, Class<K> keyType, Class<V> valueType) {
    return (Index<K, V>) handle(StoreKind.INDEX, name, keyType, valueType);
  }

  private Object handle(StoreKind kind, String name, Class<?> key, Class<?> value) {
    return handle(new HandleId(kind, settings.cacheName(name), key, value));
  }

  Object handle(HandleId id) {
    return Handle.of(id, stores);
  }

  @Override
  public Lock lock(String name) {
    return new Lock(stores.recipes(), "lock:" + settings.cacheName(name));
  }

  @Override
  public RLock reentrantLock(String name) {
    return lockOf(settings.cacheName(name));
  }

  RLock lockOf(String name) {
    return new RLock(stores.recipes(), "rlock:" + name);
  }

  @Override
  public Throttle throttle(String name, Rate rate) {
    return throttleOf(settings.cacheName(name), rate);
  }

  Throttle throttleOf(String name, Rate rate) {
    ThrottleOptions time =
        ThrottleOptions.DEFAULT.time(chance.clock(), ThrottleOptions.DEFAULT.sleeper());
    return new Throttle(stores.recipes(), "throttle:" + name, rate, time);
  }

  @Override
  public BoundedSemaphore semaphore(String name, int permits) {
    String checked = settings.cacheName(name);
    int most = settings.of(checked).permits().orElse(permits);
    if (most < 1) {
      throw new InvalidSetting(Message.VALUE, "permits", "1 or more", most);
    }
    return semaphoreOf(checked, most);
  }

  BoundedSemaphore semaphoreOf(String name, int permits) {
    return new BoundedSemaphore(stores.recipes(), "semaphore:" + name, permits);
  }

  @Override
  public <R> Memoized<R> memoize(String cache, String name, Class<R> resultType, MemoSettings how) {
    String checked = settings.cacheName(cache);
    ResultType type = ResultType.of(resultType);
    CacheSettings ofCache = settings.of(checked);
    Duration ttl = how.ttl() == null ? ofCache.expire() : how.ttl();
    Duration wait = how.lockTimeout() == null ? ofCache.lockTimeout() : how.lockTimeout();
    MemoOptions options = new MemoOptions(ttl, wait, how.beta(), how.cacheNull(), null);
    Memo memo = memo(checked, type.data(), type.codec(ofCache), options);
    return new MemoizedFunction<>(name, how.tag(), memo);
  }

  @Override
  public long evict(String cache, String name, @Nullable Object... arguments) {
    return evict(cache, new Eviction.OfKey(KeyText.ofPlain(name, arguments)));
  }

  @Override
  public long evictNamed(String cache, String name) {
    return evict(cache, new Eviction.OfName(name));
  }

  @Override
  public long evictTagged(String cache, String tag) {
    return evict(cache, new Eviction.OfTag(tag));
  }

  @Override
  public long evictAll(String cache) {
    return evict(cache, new Eviction.OfAll());
  }

  private long evict(String cache, Eviction eviction) {
    return memoCache(settings.cacheName(cache)).evict(eviction);
  }

  @Override
  public MemoStatistics statistics(String name) {
    return memoCache(settings.cacheName(name)).account().statistics();
  }

  void close() {
    background.close();
    stores.close();
  }
}
