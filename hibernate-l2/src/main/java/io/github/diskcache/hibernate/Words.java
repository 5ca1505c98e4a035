// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;

/**
 * 64-bit words in memory that all processes of the host share, read and written atomically.
 * Thread-safe.
 */
final class Words {
  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer memory;

  Words(ByteBuffer memory) {
    this.memory = memory;
  }

  long get(int index) {
    return (long) WORD.getVolatile(memory, index << 3);
  }

  void set(int index, long value) {
    WORD.setVolatile(memory, index << 3, value);
  }

  boolean compareAndSet(int index, long expected, long value) {
    return WORD.compareAndSet(memory, index << 3, expected, value);
  }

  void add(int index, long delta) {
    WORD.getAndAdd(memory, index << 3, delta);
  }

  /** Waits until all of it is on the disk, if it is a file's. */
  void force() {
    if (memory instanceof MappedByteBuffer mapped) {
      mapped.force();
    }
  }

  /** Makes a word at least as large as a value. */
  void raise(int index, long value) {
    long current = get(index);
    while (current < value && !compareAndSet(index, current, value)) {
      current = get(index);
    }
  }
}
