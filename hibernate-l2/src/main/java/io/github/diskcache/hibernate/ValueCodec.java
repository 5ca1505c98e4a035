// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import org.jspecify.annotations.Nullable;

/** How one session factory's values become bytes and back. Thread-safe. */
record ValueCodec(EntryShapes shapes, SerializedValues serialized) {

  /**
   * Encodes a value.
   *
   * @throws UnstorableException when something in it is of a type that is not cached
   */
  byte[] encode(@Nullable Object value) {
    return ValueWriter.encode(value, shapes, serialized);
  }

  /**
   * Decodes a value.
   *
   * @throws UnreadableException when the bytes are no value, or one of a class that has changed
   */
  @Nullable Object decode(byte[] bytes) {
    return ValueReader.decode(bytes, shapes, serialized);
  }
}
