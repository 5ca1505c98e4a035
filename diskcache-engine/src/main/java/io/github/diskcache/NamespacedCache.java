// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A view of a cache for one application: its keys carry a prefix and a version, and its entries
 * expire after a default time. The counterpart of python-diskcache's DjangoCache, whose keys it
 * shares. Immutable and thread-safe; the cache is the caller's to close.
 *
 * <p>A key is the text {@code prefix:version:key}, so that the number 1 and the text {@code "1"}
 * are one key. Writes wait for a busy database without limit.
 *
 * @param <V> the type of values
 */
public final class NamespacedCache<V extends @Nullable Object> {
  private static final Duration DEFAULT_TTL = Duration.ofMinutes(5);

  private final Cache<Object, V> cache;
  private final String prefix;
  private final int version;
  private final WriteOptions defaults;

  private NamespacedCache(
      Cache<Object, V> cache, String prefix, int version, WriteOptions defaults) {
    this.cache = cache;
    this.prefix = prefix;
    this.version = version;
    this.defaults = defaults;
  }

  /**
   * Returns the view with an empty prefix, version 1 and a default time to live of 300 s.
   *
   * @param <V> the type of values
   * @param cache the cache to keep the entries in
   * @return the view
   */
  public static <V extends @Nullable Object> NamespacedCache<V> on(Cache<Object, V> cache) {
    return new NamespacedCache<>(cache, "", 1, WriteOptions.ttl(DEFAULT_TTL));
  }

  /**
   * Returns this view with another prefix.
   *
   * @param prefix any text
   * @return the view
   */
  public NamespacedCache<V> prefix(String prefix) {
    return new NamespacedCache<>(
        cache, Objects.requireNonNull(prefix, "prefix"), version, defaults);
  }

  /**
   * Returns this view with another version; what one version holds, another does not see.
   *
   * @param version any number
   * @return the view
   */
  public NamespacedCache<V> version(int version) {
    return new NamespacedCache<>(cache, prefix, version, defaults);
  }

  /**
   * Returns this view with another expiry, and possibly tag, for what is stored without options.
   *
   * @param options {@link WriteOptions#NONE} for entries that never expire
   * @return the view
   */
  public NamespacedCache<V> defaults(WriteOptions options) {
    return new NamespacedCache<>(
        cache, prefix, version, Objects.requireNonNull(options, "options"));
  }

  /**
   * Returns the key in the cache that a key of this view stands for.
   *
   * @param key anything; its text counts
   * @return {@code prefix:version:key}
   */
  public String key(Object key) {
    return prefix + ':' + version + ':' + key;
  }

  /**
   * Returns the cache that keeps the entries.
   *
   * @return the cache
   */
  public Cache<Object, V> cache() {
    return cache;
  }

  /**
   * Stores a value with the default options.
   *
   * @param key the key
   * @param value the value; null is a value
   */
  public void set(Object key, @Nullable V value) {
    set(key, value, defaults);
  }

  /**
   * Stores a value.
   *
   * @param key the key
   * @param value the value; null is a value
   * @param options expiry and tag; without a time to live the entry never expires, with zero it has
   *     expired at once
   */
  public void set(Object key, @Nullable V value, WriteOptions options) {
    cache.retrying().set(key(key), value, options);
  }

  /**
   * Stores a value with the default options if the key is missing or expired.
   *
   * @param key the key
   * @param value the value; null is a value
   * @return whether this call stored it
   */
  public boolean add(Object key, @Nullable V value) {
    return add(key, value, defaults);
  }

  /**
   * Stores a value if the key is missing or expired.
   *
   * @param key the key
   * @param value the value; null is a value
   * @param options expiry and tag
   * @return whether this call stored it
   */
  public boolean add(Object key, @Nullable V value, WriteOptions options) {
    return cache.retrying().add(key(key), value, options);
  }

  /**
   * Returns a value.
   *
   * @param key the key
   * @return the value, or null for a miss and for a stored null
   */
  public @Nullable V get(Object key) {
    return cache.get(key(key));
  }

  /**
   * Returns a value with its expiry and tag.
   *
   * @param key the key
   * @return the entry, or empty for a miss
   */
  public Optional<Entry<V>> entry(Object key) {
    return cache.entry(key(key));
  }

  /**
   * Returns a value, or computes and adds it with the default options. No lock is held while it
   * computes: of several that compute at once, one adds its result and all return that.
   *
   * @param key the key
   * @param supplier computes the value on a miss; a null result is stored and counts as present
   * @return what is stored, or the computed value where that has expired already
   */
  public @Nullable V getOrSet(Object key, Supplier<? extends V> supplier) {
    Optional<Entry<V>> present = entry(key);
    if (present.isPresent()) {
      return present.get().value();
    }
    V computed = supplier.get();
    add(key, computed);
    Optional<Entry<V>> stored = entry(key);
    return stored.isPresent() ? stored.get().value() : computed;
  }

  /**
   * Opens a value as a stream; its path, where it has one, can be handed to a web server that sends
   * files itself.
   *
   * @param key the key
   * @return the open stream, which the caller closes, or empty for a miss
   */
  public Optional<ValueStream> read(Object key) {
    return cache.read(key(key));
  }

  /**
   * Tells whether a key has a live entry.
   *
   * @param key the key
   * @return whether it has
   */
  public boolean hasKey(Object key) {
    return cache.contains(key(key));
  }

  /**
   * Sets the expiry of a live entry to the default, counted from now.
   *
   * @param key the key
   * @return whether there was a live entry
   */
  public boolean touch(Object key) {
    Duration ttl = defaults.ttl();
    return ttl == null ? cache.retrying().touch(key(key)) : touch(key, ttl);
  }

  /**
   * Sets the expiry of a live entry.
   *
   * @param key the key
   * @param ttl counted from now; zero or negative: it has expired at once
   * @return whether there was a live entry
   */
  public boolean touch(Object key, Duration ttl) {
    return cache.retrying().touch(key(key), ttl);
  }

  /**
   * Removes a live entry and returns it.
   *
   * @param key the key
   * @return the entry removed, or empty for a miss
   */
  public Optional<Entry<V>> popEntry(Object key) {
    return cache.retrying().popEntry(key(key));
  }

  /**
   * Removes a live entry.
   *
   * @param key the key
   * @return whether there was one
   */
  public boolean delete(Object key) {
    return cache.retrying().delete(key(key));
  }

  /**
   * Adds to an integer that must be there; its expiry stays.
   *
   * @param key the key
   * @param delta added; may be negative
   * @return the new number
   * @throws NoSuchElementException when the key is missing or expired
   * @throws CacheTypeException when the value is no integer
   */
  public long increment(Object key, long delta) {
    return cache.retrying().incrementIfPresent(key(key), delta).orElseThrow(() -> missing(key));
  }

  private NoSuchElementException missing(Object key) {
    return new NoSuchElementException("No entry for key [" + Texts.shorten(key(key)) + "]");
  }

  /**
   * Returns several values.
   *
   * @param keys the keys
   * @return those present, by the keys given
   */
  public Map<Object, V> getMany(Collection<?> keys) {
    Map<Object, V> found = new LinkedHashMap<>();
    for (Object key : keys) {
      entry(key).ifPresent(entry -> found.put(key, entry.value()));
    }
    return found;
  }

  /**
   * Stores several values with the default options, all those of a shard in one transaction.
   *
   * @param values values by key
   */
  public void setMany(Map<?, ? extends V> values) {
    Map<Object, V> qualified = new LinkedHashMap<>();
    values.forEach((key, value) -> qualified.put(key(key), value));
    cache.retrying().setAll(qualified, defaults);
  }

  /**
   * Removes several entries, all those of a shard in one transaction.
   *
   * @param keys the keys
   * @return entries removed
   */
  public long deleteMany(Collection<?> keys) {
    return cache.retrying().deleteAll(keys.stream().map(this::key).toList());
  }

  /**
   * Moves an entry to another version, with the default options. Others may see both or, between,
   * the newer one only.
   *
   * @param key the key
   * @param delta added to this view's version
   * @return the version that has the entry now
   * @throws NoSuchElementException when the key is missing or expired
   */
  public int incrementVersion(Object key, int delta) {
    Entry<V> entry = entry(key).orElseThrow(() -> missing(key));
    NamespacedCache<V> moved = version(Math.addExact(version, delta));
    moved.set(key, entry.value());
    delete(key);
    return moved.version;
  }
}
