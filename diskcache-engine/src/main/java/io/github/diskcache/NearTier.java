// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one cache in the heap, bounded by bytes. It never answers with what is not so any
 * more: {@link NearChanges} has the protocol. A thread inside a transaction goes past it, as it may
 * see what nobody else may. Thread-safe.
 *
 * <p>Keys without a row are held too, since what makes a row moves the slot.
 */
final class NearTier {
  private final Cache<Object, NearEntry> entries;
  private final long bytes;
  private final boolean immutable;

  NearTier(long bytes, Disk disk) {
    this.bytes = bytes;
    this.immutable = CodecDisk.hasImmutableValues(disk);
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .weigher(NearTier::weight)
            // On the caller's thread: no thread outlives the cache, or its class loader.
            .executor(Runnable::run)
            .build();
  }

  private static int weight(Object key, NearEntry entry) {
    Object column = key instanceof EncodedKey encoded ? encoded.column() : key;
    return (int) Math.min(Integer.MAX_VALUE, NearEntry.bytesOf(column) + entry.bytes());
  }

  /** Whether a key may be kept as it is, because it never changes and equals by value. */
  static boolean isHeapKey(@Nullable Object key) {
    return key instanceof String
        || key instanceof Long
        || key instanceof Integer
        || key instanceof Double
        || key instanceof UUID
        || key instanceof Enum<?>;
  }

  /** What is so of a key, or null when only the database knows. */
  @Nullable NearEntry find(Object heapKey) {
    NearEntry entry = entries.getIfPresent(heapKey);
    if (entry == null) {
      return null;
    }
    Shard shard = entry.shard();
    shard.checkOpen();
    return entry.isCurrent() && !shard.isInTransaction() ? entry : null;
  }

  /** Reads an entry from the database, and holds what it finds. */
  Optional<Entry<@Nullable Object>> load(Object heapKey, EncodedKey key, Entries source) {
    Shard shard = source.shard();
    NearPlace place = shard.nearPlace();
    if (place == null || shard.isInTransaction()) {
      return source.get(key);
    }
    // Taken before the database is read: whatever is written from now on moves the slot.
    NearPlace.Moment moment = place.now(key);
    Lookup lookup = source.lookup(key);
    if (!moment.isSettled() || lookup == Lookup.Miss.DAMAGED) {
      return source.entry(lookup);
    }
    if (lookup instanceof Lookup.Found found && fits(found.stored())) {
      EncodedValue stored = found.stored();
      NearEntry held = NearEntry.of(moment, found.row().head(), stored, immutable);
      try {
        Entry<@Nullable Object> entry = held.entry();
        entries.put(heapKey, held);
        source.hit(found.row().head());
        return Optional.of(entry);
      } catch (DamagedValueException e) {
        return Entries.damaged(shard, e);
      }
    }
    if (lookup == Lookup.Miss.ABSENT) {
      entries.put(heapKey, NearEntry.absent(moment));
    }
    return source.entry(lookup);
  }

  /** Holds what has just been stored, and is the caller's to change. */
  void hold(Object heapKey, NearPlace.Moment moment, EntryTable.Head head, Object column) {
    EncodedValue stored =
        new EncodedValue(column instanceof byte[] array ? array.clone() : column, true);
    entries.put(heapKey, NearEntry.of(moment, head, stored, immutable));
  }

  /** Whether a value is not so large that holding it would cost too many others their place. */
  boolean fits(EncodedValue value) {
    return NearEntry.bytesOf(value.column()) < bytes / 8;
  }

  /** How many entries it holds. */
  long size() {
    entries.cleanUp();
    return entries.estimatedSize();
  }

  /** About what it takes in the heap. */
  long bytes() {
    entries.cleanUp();
    return entries.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }

  /** About what it may take in the heap. */
  long limitBytes() {
    return bytes;
  }

  void clear() {
    entries.invalidateAll();
  }
}
