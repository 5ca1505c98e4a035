// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.AbstractCollection;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import org.jspecify.annotations.Nullable;

/** The live views of an index as collections. */
final class IndexViews {
  private IndexViews() {}

  /** Without a size, which may change before the last entry is reached. */
  private static <T extends @Nullable Object> Spliterator<T> unsized(
      Iterator<T> iterator, int characteristics) {
    return Spliterators.spliteratorUnknownSize(iterator, Spliterator.ORDERED | characteristics);
  }

  /** The keys. Thread-safe. */
  static final class Keys<K extends @Nullable Object> extends AbstractSet<K> {
    private final ShardIndex<K, ?> index;

    Keys(ShardIndex<K, ?> index) {
      this.index = index;
    }

    @Override
    public Iterator<K> iterator() {
      return index.iterator(index::key);
    }

    @Override
    public Spliterator<K> spliterator() {
      return unsized(iterator(), Spliterator.DISTINCT);
    }

    @Override
    public boolean contains(@Nullable Object key) {
      return index.containsKey(key);
    }

    @Override
    public boolean remove(@Nullable Object key) {
      return index.removeKey(key);
    }

    @Override
    public int size() {
      return index.size();
    }

    @Override
    public void clear() {
      index.clear();
    }
  }

  /** The values. Thread-safe. */
  static final class Values<V extends @Nullable Object> extends AbstractCollection<V> {
    private final ShardIndex<?, V> index;

    Values(ShardIndex<?, V> index) {
      this.index = index;
    }

    @Override
    public Iterator<V> iterator() {
      return index.iterator(index::value);
    }

    @Override
    public Spliterator<V> spliterator() {
      return unsized(iterator(), 0);
    }

    @Override
    public boolean contains(@Nullable Object value) {
      for (V mine : this) {
        if (ValueOrder.equal(mine, value)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean remove(@Nullable Object value) {
      Iterator<V> mine = iterator();
      while (mine.hasNext()) {
        if (ValueOrder.equal(mine.next(), value)) {
          mine.remove();
          return true;
        }
      }
      return false;
    }

    @Override
    public int size() {
      return index.size();
    }

    @Override
    public void clear() {
      index.clear();
    }
  }

  /** The entries, through which values can be set. Thread-safe. */
  static final class Entries<K extends @Nullable Object, V extends @Nullable Object>
      extends AbstractSet<Map.Entry<K, V>> {
    private final ShardIndex<K, V> index;

    Entries(ShardIndex<K, V> index) {
      this.index = index;
    }

    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
      return index.iterator(index::entry);
    }

    @Override
    public Spliterator<Map.Entry<K, V>> spliterator() {
      return unsized(iterator(), Spliterator.DISTINCT);
    }

    @Override
    public boolean contains(@Nullable Object object) {
      return object instanceof Map.Entry<?, ?> entry && index.has(entry.getKey(), entry.getValue());
    }

    @Override
    public boolean remove(@Nullable Object object) {
      return object instanceof Map.Entry<?, ?> entry
          && index.remove(entry.getKey(), entry.getValue());
    }

    @Override
    public int size() {
      return index.size();
    }

    @Override
    public void clear() {
      index.clear();
    }
  }

  /** An entry as an iteration found it, whose value can be set. Confined to one thread. */
  static final class LiveEntry<K extends @Nullable Object, V extends @Nullable Object>
      implements Map.Entry<K, V> {
    private final ShardIndex<K, V> index;
    private final K key;
    private @Nullable V value;

    LiveEntry(ShardIndex<K, V> index, K key, @Nullable V value) {
      this.index = index;
      this.key = key;
      this.value = value;
    }

    @Override
    public K getKey() {
      return key;
    }

    @Override
    public @Nullable V getValue() {
      return value;
    }

    @Override
    public @Nullable V setValue(@Nullable V replacement) {
      V before = value;
      index.put(key, replacement);
      value = replacement;
      return before;
    }

    @Override
    public boolean equals(@Nullable Object object) {
      return object instanceof Map.Entry<?, ?> that
          && Objects.equals(key, that.getKey())
          && Objects.equals(value, that.getValue());
    }

    @Override
    public int hashCode() {
      return Objects.hashCode(key) ^ Objects.hashCode(value);
    }

    @Override
    public String toString() {
      return key + "=" + value;
    }
  }
}
