// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.Cache;
import io.github.diskcache.Entry;
import io.github.diskcache.Tuple;
import io.github.diskcache.WriteOptions;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A running average of numbers that any thread and process adds. Its row holds total and count, as
 * python-diskcache's does. Thread-safe.
 *
 * <pre>{@code
 * Averager latency = new Averager(cache, "latency");
 * latency.add(0.080);
 * latency.add(0.120);
 * latency.get(); // 0.1
 * }</pre>
 */
public final class Averager {
  private final Cache<Object, Object> cache;
  private final Object key;
  private final WriteOptions options;

  private record Sum(double total, long count) {
    OptionalDouble average() {
      return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(total / count);
    }
  }

  /**
   * Names an average that never expires. Nothing is written yet.
   *
   * @param cache where its row is; must evict nothing
   * @param key the key of its row
   */
  public Averager(Cache<Object, Object> cache, Object key) {
    this(cache, key, WriteOptions.NONE);
  }

  /**
   * Names an average. Nothing is written yet.
   *
   * @param cache where its row is; must evict nothing
   * @param key the key of its row
   * @param options expiry, which each number added begins anew, and tag of the row
   */
  public Averager(Cache<Object, Object> cache, Object key, WriteOptions options) {
    this.cache = cache.retrying();
    this.key = Objects.requireNonNull(key, "key");
    this.options = Objects.requireNonNull(options, "options");
  }

  /**
   * Adds a number, atomically.
   *
   * @param number any number
   */
  public void add(double number) {
    cache.transactOn(
        key,
        () -> {
          Sum sum = sum(cache.entry(key));
          Rows.write(cache, key, Tuple.of(sum.total + number, sum.count + 1), options);
          return Boolean.TRUE;
        });
  }

  /**
   * Returns the average.
   *
   * @return total by count, or empty when nothing has been added
   */
  public OptionalDouble get() {
    return sum(cache.entry(key)).average();
  }

  /**
   * Returns the average and forgets all numbers.
   *
   * @return total by count, or empty when nothing has been added
   */
  public OptionalDouble pop() {
    return sum(cache.popEntry(key)).average();
  }

  private Sum sum(Optional<Entry<Object>> row) {
    if (row.isEmpty()) {
      return new Sum(0, 0);
    }
    if (row.get().value() instanceof Tuple tuple
        && tuple.items().size() == 2
        && tuple.items().get(0) instanceof Number total
        && tuple.items().get(1) instanceof Number count) {
      return new Sum(total.doubleValue(), count.longValue());
    }
    throw new IllegalStateException(
        Messages.message(
            "average", key, "its entry holds no total and count", "keep other values elsewhere"));
  }

  @Override
  public String toString() {
    return "Averager[" + key + " in " + cache + "]";
  }
}
