// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import io.github.diskcache.FanoutCache;
import io.github.diskcache.WriteOptions;
import io.github.diskcache.WriteResult;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one role: reads and writes them, and says which values still count. Decides nothing.
 * Thread-safe.
 */
final class RoleRows {
  private static final Duration LONGEST_HOLD = Duration.ofHours(1);

  private final L2Store store;
  private final CachedRole role;
  private final WriteOptions values;
  private final WriteOptions marks;

  /**
   * Locks are kept a little longer than they count, whatever the size limit, and have no tag, so
   * that no sweep takes them.
   */
  RoleRows(L2Store store, CachedRole role, Duration lockTimeout) {
    this.store = store;
    this.role = role;
    this.values = new WriteOptions(role.ttl(), role.tag());
    this.marks =
        new WriteOptions(lockTimeout.plusSeconds(60), null)
            .heldFor(lockTimeout.compareTo(LONGEST_HOLD) < 0 ? lockTimeout : LONGEST_HOLD);
  }

  /** Reads, decides and writes the row of a key as one step, in all processes. */
  <T extends @Nullable Object> T atomically(byte[] key, Function<Step, T> body) {
    return step(store.patient(), key, body);
  }

  /** As {@link #atomically}, but gives up soon when others are writing. */
  <T extends @Nullable Object> T ifFree(byte[] key, Function<Step, T> body) {
    return step(store.hasty(), key, body);
  }

  @Nullable Object bytes(byte[] key) {
    return store.patient().get(key);
  }

  Row read(byte[] key) {
    return parsed(key, bytes(key));
  }

  Row parsed(byte[] key, @Nullable Object bytes) {
    if (bytes == null) {
      return new Row.Absent();
    }
    return bytes instanceof byte[] envelope
        ? Envelope.read(key, store.area().era(), envelope)
        : new Row.Unreadable(true);
  }

  /** Removes a row that could not be read, unless somebody has written another meanwhile. */
  void deleteIfUnchanged(byte[] key, @Nullable Object seen) {
    FanoutCache<Object, Object> rows = store.hasty();
    rows.transactOn(key, () -> Objects.deepEquals(seen, rows.get(key)) && rows.delete(key));
  }

  /** Stamps at or below this do not count for a key. */
  long floor(int stripe) {
    long floor = store.area().generalFloor(role.mutable());
    floor = Math.max(floor, store.area().stripes().poison(stripe));
    return Math.max(floor, role.floor());
  }

  private <T extends @Nullable Object> T step(
      FanoutCache<Object, Object> cache, byte[] key, Function<Step, T> body) {
    return cache.transactOn(key, () -> body.apply(new Step(cache, key)));
  }

  /** The row of one key while its shard is locked for writing. */
  final class Step {
    private final FanoutCache<Object, Object> cache;
    private final byte[] key;

    private Step(FanoutCache<Object, Object> cache, byte[] key) {
      this.cache = cache;
      this.key = key;
    }

    Row read() {
      return parsed(key, cache.get(key));
    }

    /** Writes a row over the one that was read. */
    void write(Row before, Row row) {
      byte[] envelope = Envelope.write(key, store.area().era(), row);
      WriteResult result = cache.set(key, envelope, row instanceof Row.Value ? values : marks);
      if (result != WriteResult.STORED) {
        throw new IllegalStateException(
            "the row was not kept (" + result + "): the size limit is too low");
      }
      if (!isCounted(before)) {
        role.roleFloor().addEntries(1);
      }
    }

    void delete(Row before) {
      if (!(before instanceof Row.Absent)) {
        cache.delete(key);
        if (isCounted(before)) {
          role.roleFloor().addEntries(-1);
        }
      }
    }

    private boolean isCounted(Row row) {
      return row instanceof Row.Locked
          || (row instanceof Row.Value value && value.stamp() > role.floor());
    }
  }
}
