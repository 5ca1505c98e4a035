// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.Cache;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removes results, and before them the leases of those being computed, which are not stored then.
 * Immutable.
 */
sealed interface Eviction {
  /** Carries it out, and returns how many entries went. */
  long on(Cache<Object, Object> cache);

  /** The only key that it concerns, or null. */
  default @Nullable String onlyKey() {
    return null;
  }

  /** Of one call. */
  record OfKey(String key) implements Eviction {
    @Override
    public long on(Cache<Object, Object> cache) {
      cache.delete(Lease.key(key));
      return cache.delete(key) ? 1 : 0;
    }

    @Override
    public String onlyKey() {
      return key;
    }
  }

  // The others remove in many transactions, and so look twice: what was stored between by one who
  // had seen its lease goes the second time, and none of the leases is there any more.

  /** Of all calls with a tag. */
  record OfTag(Object tag) implements Eviction {
    @Override
    public long on(Cache<Object, Object> cache) {
      return cache.evict(tag) + cache.evict(tag);
    }
  }

  /** Of all calls of a name. Looks at all keys. */
  record OfName(String name) implements Eviction {
    private static final int BATCH = 100;

    @Override
    public long on(Cache<Object, Object> cache) {
      return pass(cache) + pass(cache);
    }

    private long pass(Cache<Object, Object> cache) {
      String prefix = KeyText.prefix(name);
      List<Object> batch = new ArrayList<>(BATCH);
      long removed = 0;
      for (Object key : cache.keys()) {
        if (key instanceof String text && text.startsWith(prefix)) {
          batch.add(key);
        }
        if (batch.size() == BATCH) {
          removed += cache.deleteAll(batch);
          batch.clear();
        }
      }
      return removed + cache.deleteAll(batch);
    }
  }

  /** Of all that the cache holds. */
  record OfAll() implements Eviction {
    @Override
    public long on(Cache<Object, Object> cache) {
      return cache.clear() + cache.clear();
    }
  }
}
