// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.Cache;
import io.github.diskcache.WriteOptions;
import io.github.diskcache.WriteResult;

/** Writes rows that a recipe relies on. Stateless. */
final class Rows {
  private Rows() {}

  /** Writes a row, or fails when the cache does not keep it; part of a transaction. */
  static void write(Cache<Object, Object> cache, Object key, Object value, WriteOptions options) {
    WriteResult result = cache.set(key, value, options);
    if (result != WriteResult.STORED) {
      throw new IllegalStateException(
          Messages.message(
              "keep the entry of",
              key,
              "the cache answered " + result,
              "raise its size limit, or use a cache of its own"));
    }
  }
}
