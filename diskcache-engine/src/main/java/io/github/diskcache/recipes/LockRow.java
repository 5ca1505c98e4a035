// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.Cache;
import io.github.diskcache.Entry;
import io.github.diskcache.Tuple;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the row of a lock says that it is held. Immutable. */
enum LockRow {
  /** The row is there while the lock is held; python-diskcache never looks at its value. */
  PRESENT {
    @Override
    boolean isFree(Cache<Object, Object> cache, Object key) {
      return !cache.contains(key);
    }

    @Override
    Object taken(long count) {
      return ThisProcess.newToken();
    }

    @Override
    boolean free(Lease lease) {
      return lease.remove();
    }
  },

  /** The row holds owner and count; it stays, with count zero, when the lock is free. */
  COUNTED {
    @Override
    boolean isFree(Cache<Object, Object> cache, Object key) {
      Optional<Entry<Object>> row = cache.entry(key);
      return row.isEmpty() || count(key, row.get().value()) == 0;
    }

    @Override
    Object taken(long count) {
      return Tuple.of(ThisProcess.thread(), count);
    }

    @Override
    boolean free(Lease lease) {
      return lease.replace(taken(0));
    }
  };

  abstract boolean isFree(Cache<Object, Object> cache, Object key);

  /** The value of a row that the calling thread holds. */
  abstract Object taken(long count);

  /** Gives the row up; false when the lease is lost. */
  abstract boolean free(Lease lease);

  private static long count(Object key, @Nullable Object value) {
    if (value instanceof Tuple tuple) {
      List<@Nullable Object> items = tuple.items();
      if (items.size() == 2 && items.get(1) instanceof Number count) {
        return count.longValue();
      }
    }
    throw new IllegalStateException(
        Messages.message(
            "lock", key, "its entry holds no owner and count", "keep other values elsewhere"));
  }
}
