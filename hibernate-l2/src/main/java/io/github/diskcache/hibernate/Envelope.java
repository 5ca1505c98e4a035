// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How a row is written: magic and version, state, era, the state's stamps, version and payload with
 * their lengths, and a CRC32C over key and all of it. Damage that SQLite cannot notice is found
 * here, and so is a row that came under another key. Stateless.
 */
final class Envelope {
  private static final byte MAGIC = (byte) 0xD5;
  private static final byte FORMAT = 2;
  private static final byte VALUE = 0;
  private static final byte LOCKED = 1;
  private static final int FIXED = 96;

  private Envelope() {}

  static byte[] write(byte[] key, long era, Row row) {
    if (row instanceof Row.Value value) {
      ByteBuffer out = begun(VALUE, era, length(value.version()) + value.payload().length);
      out.putLong(value.stamp()).putLong(value.fingerprint());
      putBytes(out, value.version());
      putBytes(out, value.payload());
      return sealed(key, out);
    }
    if (row instanceof Row.Locked locked) {
      ByteBuffer out = begun(LOCKED, era, 0);
      out.putLong(locked.lock().owner().getMostSignificantBits())
          .putLong(locked.lock().owner().getLeastSignificantBits())
          .putLong(locked.lock().number())
          .putLong(locked.since())
          .putLong(locked.timeout())
          .putInt(locked.holders())
          .put((byte) (locked.concurrent() ? 1 : 0));
      return sealed(key, out);
    }
    throw new IllegalArgumentException("There is nothing to write of " + row);
  }

  static Row read(byte[] key, long era, byte[] bytes) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      int end = bytes.length - Integer.BYTES;
      if (end < 0
          || in.getInt(end) != checksum(key, bytes, end)
          || in.get() != MAGIC
          || in.get() != FORMAT) {
        return new Row.Unreadable(true);
      }
      byte state = in.get();
      if (in.getLong() != era) {
        return new Row.Unreadable(false);
      }
      return switch (state) {
        case VALUE -> new Row.Value(in.getLong(), in.getLong(), bytes(in), notNull(bytes(in)));
        case LOCKED ->
            new Row.Locked(
                new LockMark(new UUID(in.getLong(), in.getLong()), in.getLong()),
                in.getLong(),
                in.getLong(),
                in.getInt(),
                in.get() != 0);
        default -> new Row.Unreadable(true);
      };
    } catch (BufferUnderflowException e) {
      return new Row.Unreadable(true);
    }
  }

  private static ByteBuffer begun(byte state, long era, int variable) {
    return ByteBuffer.allocate(FIXED + variable).put(MAGIC).put(FORMAT).put(state).putLong(era);
  }

  private static byte[] sealed(byte[] key, ByteBuffer out) {
    out.flip();
    byte[] bytes = new byte[out.limit() + Integer.BYTES];
    out.get(bytes, 0, out.limit());
    int end = bytes.length - Integer.BYTES;
    ByteBuffer.wrap(bytes).putInt(end, checksum(key, bytes, end));
    return bytes;
  }

  private static int checksum(byte[] key, byte[] bytes, int end) {
    CRC32C crc = new CRC32C();
    crc.update(key);
    crc.update(bytes, 0, end);
    return (int) crc.getValue();
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static void putBytes(ByteBuffer out, byte @Nullable [] bytes) {
    if (bytes == null) {
      out.putInt(-1);
    } else {
      out.putInt(bytes.length).put(bytes);
    }
  }

  private static byte @Nullable [] bytes(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0) {
      return null;
    }
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static byte[] notNull(byte @Nullable [] bytes) {
    if (bytes == null) {
      throw new BufferUnderflowException();
    }
    return bytes;
  }
}
