// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.Cache;
import io.github.diskcache.Entry;
import io.github.diskcache.WriteOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row that says by being there that something is held, and that expires unless it is renewed.
 *
 * <p>The row is this lease's as long as it has both the value and the expiry last written. The
 * value alone would not do where its format is python-diskcache's: "pid-threadid" comes back when a
 * process with the same id starts, as in a restarted container it does.
 *
 * <p>Thread-safe: value and expiry change only inside transactions on the row, which exclude each
 * other.
 */
final class Lease {
  private final Cache<Object, Object> cache;
  private final Object key;
  private final Duration length;
  private final WriteOptions options;
  private volatile @Nullable Object value;
  private volatile @Nullable Instant expiry;

  Lease(Cache<Object, Object> cache, Object key, LeaseOptions options) {
    this.cache = cache;
    this.key = key;
    this.length = options.lease();
    WriteOptions ttl = WriteOptions.ttl(length);
    Object tag = options.tag();
    this.options = tag == null ? ttl : ttl.tag(tag);
  }

  /** Writes the row anew; part of a transaction on it. */
  void write(Object newValue) {
    Rows.write(cache, key, newValue, options);
    value = newValue;
    expiry = cache.entry(key).map(Entry::expiry).orElse(null);
  }

  /** Whether the row is this lease's; asked outside of transactions too. */
  boolean isHeld() {
    // A renewal under way has noted the new expiry before others see it; then look after it.
    return isOurs() || cache.retrying().<Boolean>transactOn(key, this::isOurs);
  }

  private boolean isOurs() {
    Optional<Entry<Object>> row = cache.entry(key);
    return row.isPresent()
        && Objects.equals(row.get().value(), value)
        && Objects.equals(row.get().expiry(), expiry);
  }

  /** Begins the time anew; false when the lease is lost. */
  boolean renew() {
    return cache.transactOn(
        key,
        () -> {
          boolean ours = isOurs();
          if (ours) {
            cache.touch(key, length);
            expiry = cache.entry(key).map(Entry::expiry).orElse(null);
          }
          return ours;
        });
  }

  /** Replaces the value; false when the lease is lost. */
  boolean replace(Object newValue) {
    Cache<Object, Object> waiting = cache.retrying();
    return waiting.transactOn(
        key,
        () -> {
          boolean ours = isOurs();
          if (ours) {
            write(newValue);
          }
          return ours;
        });
  }

  /** Removes the row; false when the lease is lost. */
  boolean remove() {
    Cache<Object, Object> waiting = cache.retrying();
    return waiting.transactOn(key, () -> isOurs() && cache.delete(key));
  }
}
