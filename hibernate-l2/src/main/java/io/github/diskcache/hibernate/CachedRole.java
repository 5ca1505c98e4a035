// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.time.Duration;
import java.util.Comparator;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the entries of an entity hierarchy, a collection, a natural id or a query region have in
 * common. Thread-safe.
 *
 * @param name the role's name, with the region prefix
 * @param label the role's name for messages
 * @param mutable whether the application may change what the entries stand for
 * @param fingerprint known after the session factory's start only
 * @param versions compares versions; null: there are none
 * @param ttl null: entries never expire
 */
record CachedRole(
    RoleKind kind,
    String name,
    String label,
    boolean mutable,
    LongSupplier fingerprint,
    @Nullable Supplier<Comparator<Object>> versions,
    @Nullable Duration ttl,
    Floor regionFloor,
    Floor roleFloor,
    RegionCounters counters) {

  /** Asks once. */
  static LongSupplier lazily(LongSupplier computed) {
    return new LongSupplier() {
      private volatile @Nullable Long known;

      @Override
      public long getAsLong() {
        Long value = known;
        if (value == null) {
          value = computed.getAsLong();
          known = value;
        }
        return value;
      }
    };
  }

  /** What the rows of its values carry. */
  String tag() {
    return kind.letter + ":" + name;
  }

  /** Stamps at or below this do not count. */
  long floor() {
    return Math.max(regionFloor.stamp(), roleFloor.stamp());
  }

  KeyWriter beginKey(@Nullable String tenant) {
    return new KeyWriter().letter(kind.letter).text(name).text(tenant);
  }
}
