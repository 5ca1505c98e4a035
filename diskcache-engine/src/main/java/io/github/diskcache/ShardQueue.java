// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A queue in a shard. Thread-safe. */
final class ShardQueue<V extends @Nullable Object> implements CacheQueue<V> {
  private final Shard shard;
  private final QueueKeys keys;
  private final Supplier<Deadline> patience;
  private final Entries entries;

  ShardQueue(Shard shard, QueueKeys keys, Supplier<Deadline> patience) {
    this.shard = shard;
    this.keys = keys;
    this.patience = patience;
    this.entries = new Entries(shard);
  }

  @Override
  public Object push(@Nullable V value, Side side, WriteOptions options) {
    Objects.requireNonNull(side, "side");
    return entries
        .put(
            value,
            options,
            transaction -> keys.next(transaction.sql(), side, shard.directory()),
            patience.get())
        .orElseThrow()
        .column();
  }

  @Override
  public Optional<KeyedEntry<Object, V>> pull(Side side) {
    return typed(Ends.of(keys, Objects.requireNonNull(side, "side")).remove(shard, patience.get()));
  }

  @Override
  public Optional<KeyedEntry<Object, V>> peek(Side side) {
    return typed(Ends.of(keys, Objects.requireNonNull(side, "side")).get(shard, patience.get()));
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private Optional<KeyedEntry<Object, V>> typed(
      Optional<KeyedEntry<Object, @Nullable Object>> entry) {
    return (Optional) entry;
  }
}
