// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One value that is to be written, as bytes of the log and back: the row, then key, tag and value,
 * each with its kind. In the byte order of the machine, for it never leaves that. Immutable.
 */
final class Intent {
  private static final int NULL = 0;
  private static final int TEXT = 1;
  private static final int BLOB = 2;
  private static final int LONG = 3;
  // A double that SQLite takes for the same key as a long.
  private static final int WHOLE = 4;
  private static final int DOUBLE = 5;
  private static final int KIND = 0x0f;
  private static final int RAW = 0x10;

  private static final int STORE_TIME = 0;
  private static final int ACCESS_TIME = 8;
  private static final int EXPIRE_TIME = 16;
  private static final int MODE = 24;
  private static final int KEY_KIND = 28;
  private static final int TAG_KIND = 29;
  private static final int VALUE_KIND = 30;
  private static final int KEY_LENGTH = 32;
  private static final int TAG_LENGTH = 36;
  private static final int VALUE_LENGTH = 40;
  private static final int KEY = 48;

  private static final double TWO_TO_63 = 0x1p63;

  private final int slot;
  private final byte[] bytes;
  private final int checksum;

  private Intent(int slot, byte[] bytes, int checksum) {
    this.slot = slot;
    this.bytes = bytes;
    this.checksum = checksum;
  }

  /** A key as it stands in the log. */
  static final class Key {
    private final int slot;
    private final int kind;
    private final byte[] bytes;

    private Key(int slot, int kind, byte[] bytes) {
      this.slot = slot;
      this.kind = kind;
      this.bytes = bytes;
    }

    static Key of(EncodedKey key) {
      int kind = kindOfKey(key.column()) | (key.raw() ? RAW : 0);
      return new Key(NearSlots.of(key), kind, bytesOf(key.column(), kind));
    }

    /** Whether an intent of a length is for this key. */
    boolean isOf(ByteBuffer memory, int at, int length) {
      return length >= KEY + bytes.length
          && same(kind) == same(memory.get(at + KEY_KIND))
          && memory.getInt(at + KEY_LENGTH) == bytes.length
          && memory.slice(at + KEY, bytes.length).equals(ByteBuffer.wrap(bytes));
    }

    private static int same(int kind) {
      return (kind & KIND) == WHOLE ? (kind & ~KIND) | LONG : kind;
    }
  }

  /** An intent as it was read again. */
  record Read(EncodedKey key, EntryTable.NewRow row) {}

  /** Whether a key can be told from others in the log. */
  static boolean takes(EncodedKey key) {
    return !key.column().equals(-0.0);
  }

  static Intent of(Key key, EntryTable.NewRow row) {
    int tagKind = kindOf(row.tag());
    int valueKind = kindOf(row.value());
    byte[] tag = bytesOf(row.tag(), tagKind);
    byte[] value = bytesOf(row.value(), valueKind);
    int keyLength = key.bytes.length;
    byte[] all = new byte[KEY + keyLength + tag.length + value.length];
    ByteBuffer buffer = ByteBuffer.wrap(all).order(ByteOrder.nativeOrder());
    Double expireTime = row.expireTime();
    buffer.putDouble(STORE_TIME, row.now());
    buffer.putDouble(ACCESS_TIME, row.accessTime());
    buffer.putDouble(EXPIRE_TIME, expireTime == null ? Double.NaN : expireTime);
    buffer.putInt(MODE, row.mode());
    all[KEY_KIND] = (byte) key.kind;
    all[TAG_KIND] = (byte) tagKind;
    all[VALUE_KIND] = (byte) valueKind;
    buffer.putInt(KEY_LENGTH, keyLength);
    buffer.putInt(TAG_LENGTH, tag.length);
    buffer.putInt(VALUE_LENGTH, value.length);
    System.arraycopy(key.bytes, 0, all, KEY, keyLength);
    System.arraycopy(tag, 0, all, KEY + keyLength, tag.length);
    System.arraycopy(value, 0, all, KEY + keyLength + tag.length, value.length);
    CRC32C crc = new CRC32C();
    crc.update(all, 0, all.length);
    return new Intent(key.slot, all, (int) crc.getValue());
  }

  /** The slot of the key, which is also its bucket in the log's index. */
  int slot() {
    return slot;
  }

  int length() {
    return bytes.length;
  }

  int checksum() {
    return checksum;
  }

  void write(ByteBuffer memory, int at) {
    memory.put(at, bytes);
  }

  /** Reads an intent from a copy of its bytes; null when the checksum is another one. */
  static @Nullable Read read(byte[] bytes, int checksum) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    if (bytes.length < KEY || (int) crc.getValue() != checksum) {
      return null;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    int keyLength = buffer.getInt(KEY_LENGTH);
    int tagLength = buffer.getInt(TAG_LENGTH);
    int valueLength = buffer.getInt(VALUE_LENGTH);
    if ((long) KEY + keyLength + tagLength + valueLength != bytes.length) {
      return null;
    }
    double expireTime = buffer.getDouble(EXPIRE_TIME);
    Object key = column(buffer, bytes[KEY_KIND], KEY, keyLength);
    Object tag = column(buffer, bytes[TAG_KIND], KEY + keyLength, tagLength);
    Object value = column(buffer, bytes[VALUE_KIND], KEY + keyLength + tagLength, valueLength);
    if (key == null) {
      return null;
    }
    return new Read(
        new EncodedKey(key, (bytes[KEY_KIND] & RAW) != 0),
        new EntryTable.NewRow(
            buffer.getDouble(STORE_TIME),
            buffer.getDouble(ACCESS_TIME),
            Double.isNaN(expireTime) ? null : expireTime,
            tag,
            0,
            buffer.getInt(MODE),
            null,
            value));
  }

  /** Whole doubles are told apart in keys only, where it matters; elsewhere -0.0 is not 0.0. */
  private static int kindOfKey(Object column) {
    boolean whole =
        column instanceof Double number
            && number >= -TWO_TO_63
            && number < TWO_TO_63
            && Math.rint(number) == number;
    return whole ? WHOLE : kindOf(column);
  }

  private static int kindOf(@Nullable Object column) {
    if (column instanceof String) {
      return TEXT;
    }
    if (column instanceof byte[]) {
      return BLOB;
    }
    if (column instanceof Long) {
      return LONG;
    }
    if (column instanceof Double) {
      return DOUBLE;
    }
    if (column == null) {
      return NULL;
    }
    throw new IllegalArgumentException("no column is a " + column.getClass().getName());
  }

  private static byte[] bytesOf(@Nullable Object column, int kind) {
    if (column instanceof String text) {
      return text.getBytes(UTF_8);
    }
    if (column instanceof byte[] bytes) {
      return bytes;
    }
    if (column instanceof Long number) {
      return eight(number);
    }
    if (column instanceof Double number) {
      double real = number;
      return eight((kind & KIND) == WHOLE ? (long) real : Double.doubleToRawLongBits(real));
    }
    return new byte[0];
  }

  private static byte[] eight(long number) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(number).array();
  }

  private static @Nullable Object column(ByteBuffer buffer, int kind, int at, int length) {
    return switch (kind & KIND) {
      case TEXT, BLOB -> {
        byte[] copy = new byte[length];
        buffer.get(at, copy);
        yield (kind & KIND) == BLOB ? copy : new String(copy, UTF_8);
      }
      case LONG -> buffer.getLong(at);
      case WHOLE -> (double) buffer.getLong(at);
      case DOUBLE -> Double.longBitsToDouble(buffer.getLong(at));
      default -> null;
    };
  }
}
