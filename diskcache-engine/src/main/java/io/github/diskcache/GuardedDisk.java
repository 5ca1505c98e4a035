// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A disk that a user supplies, with its failures turned into ours. Thread-safe as that is. */
final class GuardedDisk implements Disk {
  private final Disk disk;

  private GuardedDisk(Disk disk) {
    this.disk = disk;
  }

  /** The disk itself when it is ours. */
  static Disk of(Disk disk) {
    if (disk instanceof PlainDisk || disk instanceof JsonDisk || disk instanceof GuardedDisk) {
      return disk;
    }
    GuardedDisk guarded = new GuardedDisk(disk);
    if (guarded.name().equals(PlainDisk.NAME) || guarded.name().equals(JsonDisk.NAME)) {
      throw new IllegalArgumentException("the name [" + guarded.name() + "] is another disk's");
    }
    return guarded;
  }

  @Override
  public String name() {
    return Objects.requireNonNull(disk.name(), "name");
  }

  @Override
  public EncodedKey encodeKey(@Nullable Object key) {
    EncodedKey encoded =
        guarded("use as key", key, () -> Objects.requireNonNull(disk.encodeKey(key), "encodeKey"));
    if (encoded.column() instanceof String text) {
      Utf8.requireWellFormed(text, "use as key");
    }
    return encoded;
  }

  @Override
  public @Nullable Object decodeKey(EncodedKey stored) {
    return guarded("read key", stored.column(), () -> disk.decodeKey(stored));
  }

  @Override
  public EncodedValue encodeValue(@Nullable Object value) {
    return guarded(
        "store", value, () -> Objects.requireNonNull(disk.encodeValue(value), "encodeValue"));
  }

  @Override
  public @Nullable Object decodeValue(EncodedValue stored) {
    return guarded("read", stored.column(), () -> disk.decodeValue(stored));
  }

  @Override
  public Map<String, Object> settings() {
    return disk.settings();
  }

  @Override
  public Disk opened(Map<String, Object> settings) {
    Disk opened = disk.opened(settings);
    return opened == disk ? this : of(opened);
  }

  private <T extends @Nullable Object> T guarded(
      String act, @Nullable Object subject, Supplier<T> work) {
    try {
      return work.get();
    } catch (CacheTypeException | DamagedValueException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw CacheTypeException.failed(act, subject, "disk [" + name() + "]", e);
    }
  }

  @Override
  public String toString() {
    return disk.toString();
  }
}
