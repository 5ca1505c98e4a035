// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import org.jspecify.annotations.Nullable;

/**
 * A {@link DiskPut} of a method. Immutable.
 *
 * @param memoized the method whose result it stores
 * @param keys makes the key
 * @param type of what the method returns
 */
record PutCall(MemoizedMethod memoized, KeyText keys, ResultType type) {

  void put(@Nullable Object[] arguments, @Nullable Object result) {
    try {
      String key = keys.of(arguments);
      String tag = memoized.tagOf(keys.counted(arguments));
      memoized.memo().put(key, type.unwrap(result), tag);
    } catch (RuntimeException e) {
      memoized.memo().area().account().fault(e);
    }
  }
}
