// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The index of a shard, as {@link Index} has it. Thread-safe. */
final class ShardIndex<K extends @Nullable Object, V extends @Nullable Object>
    implements Index<K, V> {
  /** From Java 21 on, the maps that keep an order. */
  private static final @Nullable Class<?> SEQUENCED_MAP = sequencedMap();

  private final Cache<K, V> cache;
  private final Cache<K, V> retrying;
  private final Shard shard;
  private final Entries entries;
  private final boolean ownsCache;

  ShardIndex(Cache<K, V> cache, Shard shard, boolean ownsCache) {
    this.cache = cache;
    this.retrying = cache.retrying();
    this.shard = shard;
    this.entries = new Entries(shard);
    this.ownsCache = ownsCache;
  }

  private static @Nullable Class<?> sequencedMap() {
    try {
      return Class.forName("java.util.SequencedMap");
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  /** A map takes any object for a key, null included. */
  @SuppressWarnings({"unchecked", "NullAway"})
  private K key(@Nullable Object object) {
    return (K) object;
  }

  /** What a key has: nothing, or a value that may be null. */
  private record Stored<V extends @Nullable Object>(boolean present, @Nullable V value) {
    boolean has(@Nullable Object object) {
      return present && ValueOrder.equal(value, object);
    }
  }

  private Stored<V> stored(K key) {
    var entry = retrying.entry(key);
    return entry.isPresent() ? new Stored<>(true, entry.get().value()) : new Stored<>(false, null);
  }

  /** Stores a value if what the key has suits, and returns what it had. */
  private Stored<V> put(K key, @Nullable V value, Predicate<Stored<V>> suits) {
    EncodedKey encoded = shard.disk().encodeKey(key);
    List<Stored<V>> before = new ArrayList<>(1);
    entries.put(
        value,
        WriteOptions.NONE,
        transaction -> {
          before.add(stored(key));
          return suits.test(before.get(0)) ? encoded : null;
        },
        Deadline.never());
    return before.get(0);
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    return retrying.get(key(key));
  }

  @Override
  public @Nullable V getOrDefault(@Nullable Object key, @Nullable V fallback) {
    return retrying.get(key(key), fallback);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return retrying.contains(key(key));
  }

  @Override
  public boolean containsValue(@Nullable Object value) {
    return values().contains(value);
  }

  @Override
  public @Nullable V put(K key, @Nullable V value) {
    return put(key, value, before -> true).value;
  }

  @Override
  public @Nullable V putIfAbsent(K key, @Nullable V value) {
    Stored<V> before = stored(key);
    return (before.present ? before : put(key, value, stored -> !stored.present)).value;
  }

  @Override
  public @Nullable V replace(K key, @Nullable V value) {
    return put(key, value, Stored::present).value;
  }

  @Override
  public boolean replace(K key, @Nullable V oldValue, @Nullable V newValue) {
    return put(key, newValue, before -> before.has(oldValue)).has(oldValue);
  }

  @Override
  public void putAll(Map<? extends K, ? extends V> map) {
    Iterator<? extends Map.Entry<? extends K, ? extends V>> all = map.entrySet().iterator();
    while (all.hasNext()) {
      List<Map.Entry<? extends K, ? extends V>> batch = new ArrayList<>();
      while (all.hasNext() && batch.size() < EntryTable.BATCH) {
        batch.add(all.next());
      }
      transact(() -> batch.forEach(entry -> retrying.set(entry.getKey(), entry.getValue())));
    }
  }

  @Override
  public @Nullable V remove(@Nullable Object key) {
    return retrying.pop(key(key));
  }

  /** Removes a key, and tells whether it was there, be it with a null. */
  boolean removeKey(@Nullable Object key) {
    return retrying.delete(key(key));
  }

  boolean has(@Nullable Object key, @Nullable Object value) {
    return stored(key(key)).has(value);
  }

  @Override
  public boolean remove(@Nullable Object key, @Nullable Object value) {
    K typed = key(key);
    return retrying.transactOn(typed, () -> stored(typed).has(value) && retrying.delete(typed));
  }

  @Override
  public @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function) {
    Stored<V> before = stored(key);
    return before.present
        ? before.value
        : retrying.transactOn(key, () -> computeIfStillAbsent(key, function));
  }

  private @Nullable V computeIfStillAbsent(
      K key, Function<? super K, ? extends @Nullable V> function) {
    Stored<V> before = stored(key);
    return before.present ? before.value : keep(key, before, function.apply(key));
  }

  @Override
  public @Nullable V computeIfPresent(
      K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
    return change(key, stored -> stored.present ? function.apply(key, stored.value) : null);
  }

  @Override
  public @Nullable V compute(
      K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
    return change(key, stored -> function.apply(key, stored.value));
  }

  @Override
  public @Nullable V merge(
      K key, @Nullable V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
    return change(
        key, stored -> stored.value == null ? value : function.apply(stored.value, value));
  }

  /** Stores what a function makes of what a key has, in one transaction; null removes it. */
  private @Nullable V change(K key, Function<Stored<V>, ? extends @Nullable V> function) {
    return retrying.transactOn(
        key,
        () -> {
          Stored<V> before = stored(key);
          return keep(key, before, function.apply(before));
        });
  }

  private @Nullable V keep(K key, Stored<V> before, @Nullable V after) {
    if (after != null) {
      retrying.set(key, after);
    } else if (before.present) {
      retrying.delete(key);
    }
    return after;
  }

  @Override
  public void clear() {
    retrying.clear();
  }

  @Override
  public int size() {
    return (int) Math.min(Integer.MAX_VALUE, cache.size());
  }

  @Override
  public boolean isEmpty() {
    return cache.size() == 0;
  }

  @Override
  public Set<K> keySet() {
    return new IndexViews.Keys<>(this);
  }

  @Override
  public Collection<V> values() {
    return new IndexViews.Values<>(this);
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new IndexViews.Entries<>(this);
  }

  @Override
  public Iterable<Map.Entry<K, V>> descendingEntries() {
    return () -> iterator(RowPages.insertedReversed(shard), this::entry);
  }

  /** What each entry stands for, in insertion order. */
  <T extends @Nullable Object> Iterator<T> iterator(
      Function<KeyedEntry<Object, @Nullable Object>, T> part) {
    return iterator(RowPages.inserted(shard), part);
  }

  private static <T extends @Nullable Object> Iterator<T> iterator(
      RowPages pages, Function<KeyedEntry<Object, @Nullable Object>, T> part) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return pages.hasNext();
      }

      @Override
      public T next() {
        return part.apply(pages.next());
      }

      @Override
      public void remove() {
        pages.remove();
      }
    };
  }

  /** An entry whose value can be set. */
  Map.Entry<K, V> entry(KeyedEntry<Object, @Nullable Object> entry) {
    return new IndexViews.LiveEntry<>(this, key(entry.key()), value(entry));
  }

  @SuppressWarnings("unchecked") // raw indexes hold any object
  @Nullable V value(KeyedEntry<Object, @Nullable Object> entry) {
    return (V) entry.value();
  }

  K key(KeyedEntry<Object, @Nullable Object> entry) {
    return key(entry.key());
  }

  @Override
  public Map.@Nullable Entry<K, V> firstEntry() {
    return orNull(retrying.first());
  }

  @Override
  public Map.@Nullable Entry<K, V> lastEntry() {
    return orNull(retrying.last());
  }

  @Override
  public Map.@Nullable Entry<K, V> pollFirstEntry() {
    return orNull(retrying.popFirst());
  }

  @Override
  public Map.@Nullable Entry<K, V> pollLastEntry() {
    return orNull(retrying.popLast());
  }

  private Map.@Nullable Entry<K, V> orNull(Optional<KeyedEntry<K, V>> entry) {
    return entry.isPresent() ? immutable(entry.get()) : null;
  }

  private static <K extends @Nullable Object, V extends @Nullable Object> Map.Entry<K, V> immutable(
      KeyedEntry<K, V> entry) {
    return new SimpleImmutableEntry<>(entry.key(), entry.value());
  }

  @Override
  public Map.Entry<K, V> popFirst() {
    return immutable(retrying.popFirst().orElseThrow(() -> empty("pop first entry of index")));
  }

  @Override
  public Map.Entry<K, V> popLast() {
    return immutable(retrying.popLast().orElseThrow(() -> empty("pop last entry of index")));
  }

  private NoSuchElementException empty(String act) {
    return new NoSuchElementException(
        CacheException.message(act, cache.directory(), "it is empty", "put an entry first"));
  }

  @Override
  public CacheQueue<V> queue() {
    return retrying.queue();
  }

  @Override
  public CacheQueue<V> queue(String prefix) {
    return retrying.queue(prefix);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    if (object == this) {
      return true;
    }
    if (!(object instanceof Map<?, ?> map) || map.size() != size()) {
      return false;
    }
    return keepsOrder(map) ? hasInOrder(map) : hasAll(map);
  }

  private static boolean keepsOrder(Map<?, ?> map) {
    return map instanceof Index
        || map instanceof LinkedHashMap
        || map instanceof SortedMap
        || (SEQUENCED_MAP != null && SEQUENCED_MAP.isInstance(map));
  }

  private boolean hasInOrder(Map<?, ?> map) {
    Iterator<Map.Entry<K, V>> mine = entrySet().iterator();
    for (Map.Entry<?, ?> theirs : map.entrySet()) {
      if (!mine.hasNext()) {
        return false;
      }
      Map.Entry<K, V> next = mine.next();
      if (!ValueOrder.equal(next.getKey(), theirs.getKey())
          || !ValueOrder.equal(next.getValue(), theirs.getValue())) {
        return false;
      }
    }
    return !mine.hasNext();
  }

  /** Looks their keys up here and not the other way round, for 1 is found by 1.0 only here. */
  private boolean hasAll(Map<?, ?> map) {
    try {
      return map.entrySet().stream()
          .allMatch(theirs -> stored(key(theirs.getKey())).has(theirs.getValue()));
    } catch (CacheTypeException e) {
      return false;
    }
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (Map.Entry<K, V> entry : entrySet()) {
      hash += ValueOrder.hash(entry.getKey()) ^ ValueOrder.hash(entry.getValue());
    }
    return hash;
  }

  @Override
  public <T extends @Nullable Object> T transact(Supplier<T> body) {
    return retrying.transact(body);
  }

  @Override
  public Cache<K, V> cache() {
    return cache;
  }

  @Override
  public void close() {
    if (ownsCache) {
      cache.close();
    }
  }

  @Override
  public String toString() {
    return "Index[" + cache.directory() + "]";
  }
}
