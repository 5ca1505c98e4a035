// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The objects that a pickle under construction has numbered, so that it can refer to them when they
 * turn up again. Confined to one thread.
 *
 * <p>Values keep Python's rule: the same object, not an equal one. A key is found by its bytes, so
 * in a key equal texts and equal byte strings are the same object, as they are for Python's
 * literals; containers go by identity there too.
 */
final class PickleMemo {
  private final boolean byContent;
  private final @Nullable BitSet kept;
  private final BitSet found = new BitSet();
  private final IdentityHashMap<Object, Slot> same = new IdentityHashMap<>();
  private final HashMap<Object, Slot> equal = new HashMap<>();
  private int offered;
  private int numbered;

  /**
   * A numbered object.
   *
   * @param hashDepth what hashing recurses into, or {@link PickleWriter#UNHASHABLE}
   */
  record Slot(int number, int hashDepth) {}

  private PickleMemo(boolean byContent, @Nullable BitSet kept) {
    this.byContent = byContent;
    this.kept = kept;
  }

  static PickleMemo ofValue() {
    return new PickleMemo(false, null);
  }

  /** The memo of the first pass over a key, which learns what turns up again. */
  static PickleMemo ofKey() {
    return new PickleMemo(true, null);
  }

  /** The memo of the second pass over a key: it numbers only what turned up again. */
  PickleMemo optimized() {
    return new PickleMemo(true, found);
  }

  @Nullable Slot find(Object object) {
    Object content = content(object);
    Slot slot = content == null ? same.get(object) : equal.get(content);
    if (slot != null) {
      found.set(slot.number());
    }
    return slot;
  }

  /** Numbers an object that was written just now, and tells whether it did. */
  boolean add(Object object, int hashDepth) {
    boolean wanted = kept == null || kept.get(offered);
    offered++;
    if (wanted) {
      Slot slot = new Slot(numbered++, hashDepth);
      Object content = content(object);
      if (content == null) {
        same.put(object, slot);
      } else {
        equal.put(content, slot);
      }
    }
    return wanted;
  }

  /** What an object is compared by, or null when it is compared by identity. */
  private @Nullable Object content(Object object) {
    if (!byContent) {
      return null;
    }
    if (object instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    return object instanceof String ? object : null;
  }
}
