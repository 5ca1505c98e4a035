// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.Tuple;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Deep copies of plain values, the way a cache would give them back: every integer that fits as a
 * {@code Long}, every floating number as a {@code Double}, containers and bytes as the caller's
 * own. Anything else is handed through, as is what is nested too deep to be stored. Stateless.
 */
final class Plain {
  private static final int DEEPEST = 500;

  private Plain() {}

  /** The value as it would come back from the cache. */
  static @Nullable Object copy(@Nullable Object value) {
    return copy(value, byte[]::clone, 0);
  }

  /** A copy whose {@code equals} compares bytes by their content too. */
  static @Nullable Object comparable(@Nullable Object value) {
    return copy(value, bytes -> ByteBuffer.wrap(bytes.clone()), 0);
  }

  private static @Nullable Object copy(
      @Nullable Object value, Function<byte[], Object> bytesCopy, int depth) {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof BigInteger large && large.bitLength() < Long.SIZE) {
      return large.longValue();
    }
    if (value instanceof Float number) {
      return number.doubleValue();
    }
    if (value instanceof byte[] bytes) {
      return bytesCopy.apply(bytes);
    }
    return depth == DEEPEST ? value : copyContainer(value, bytesCopy, depth + 1);
  }

  private static @Nullable Object copyContainer(
      @Nullable Object value, Function<byte[], Object> bytesCopy, int depth) {
    if (value instanceof Tuple tuple) {
      List<@Nullable Object> items = new ArrayList<>();
      tuple.items().forEach(item -> items.add(copy(item, bytesCopy, depth)));
      return new Tuple(items);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> items = new ArrayList<>();
      list.forEach(item -> items.add(copy(item, bytesCopy, depth)));
      return items;
    }
    if (value instanceof Set<?> set) {
      Set<@Nullable Object> members = new LinkedHashSet<>();
      set.forEach(member -> members.add(copy(member, bytesCopy, depth)));
      return members;
    }
    if (value instanceof Map<?, ?> map) {
      Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
      map.forEach(
          (key, item) -> entries.put(copy(key, bytesCopy, depth), copy(item, bytesCopy, depth)));
      return entries;
    }
    return value;
  }
}
