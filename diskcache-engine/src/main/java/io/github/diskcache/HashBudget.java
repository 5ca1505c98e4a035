// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Checks what a pickle makes keys of maps and members of sets, before Java hashes it. Confined to
 * one thread.
 *
 * <p>References let sixty pairs, each of the one before, stand for a tuple of 2^60 items, and Java
 * hashes every one of them. So the items hashed by one pickle are counted, and limited far above
 * what a pickler writes.
 */
final class HashBudget {
  /** The deepest nesting of tuples and frozensets in a key; hashing recurses into it. */
  static final int DEEPEST = 100;

  private static final long ALWAYS_FINE = 1 << 25;
  private static final long PER_BYTE = 16;

  private long left;

  HashBudget(int pickleLength) {
    left = ALWAYS_FINE + PER_BYTE * pickleLength;
  }

  /** Takes the cost of hashing an object, or refuses one that Python cannot have hashed. */
  void spend(@Nullable Object object) {
    spend(object, 0);
  }

  private void spend(@Nullable Object object, int depth) {
    left -= object instanceof BigInteger large ? large.bitLength() / Integer.SIZE : 1;
    if (left < 0 || depth > DEEPEST) {
      throw new DamagedValueException("the pickle has a key too large to hash");
    }
    Iterable<?> items = null;
    if (object instanceof Tuple tuple) {
      items = tuple.items();
    } else if (object instanceof FrozenSet set) {
      items = set;
    } else if (object instanceof Iterable || object instanceof java.util.Map) {
      throw new DamagedValueException("the pickle has a list, map or set as a key");
    }
    if (items != null) {
      items.forEach(item -> spend(item, depth + 1));
    }
  }
}
