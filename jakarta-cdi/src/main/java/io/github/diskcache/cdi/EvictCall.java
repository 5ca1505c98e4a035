// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import org.jspecify.annotations.Nullable;

/** A {@link DiskEvict} of a method. Immutable. */
final class EvictCall {
  private final MemoCache area;
  private final What what;

  /** Says what a call evicts. */
  interface What {
    Eviction of(@Nullable Object[] arguments);
  }

  EvictCall(MemoCache area, What what) {
    this.area = area;
    this.what = what;
  }

  void evict(@Nullable Object[] arguments) {
    Eviction eviction;
    try {
      eviction = what.of(arguments);
    } catch (RuntimeException e) {
      // No key can be made of the arguments: none of them was stored either.
      area.account().fault(e);
      return;
    }
    AfterTransaction.nowAndThen(() -> area.evict(eviction));
  }
}
