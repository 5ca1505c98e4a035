// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import org.jspecify.annotations.Nullable;

/** The disk of python-diskcache: native where SQLite has a type, else a pickle. Stateless. */
final class PlainDisk implements Disk {
  static final PlainDisk INSTANCE = new PlainDisk();
  static final String NAME = "plain";

  private PlainDisk() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public EncodedKey encodeKey(@Nullable Object key) {
    return Keys.encode(key);
  }

  @Override
  public @Nullable Object decodeKey(EncodedKey stored) {
    return Keys.decode(stored.column(), stored.raw());
  }

  @Override
  public EncodedValue encodeValue(@Nullable Object value) {
    return Values.encode(value);
  }

  @Override
  public @Nullable Object decodeValue(EncodedValue stored) {
    return Values.decode(stored);
  }

  @Override
  public String toString() {
    return "Disk[" + NAME + "]";
  }
}
