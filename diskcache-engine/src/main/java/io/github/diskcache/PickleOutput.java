// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The bytes of a pickle under construction, cut into frames. Confined to one thread.
 *
 * <p>A frame announces its length so that a reader can fetch it at once. It ends at the first
 * chance after 64 KiB, and large text and bytes stand between frames. Readers take any cut, but a
 * key is found by its bytes, so the cut must be that of the two Python functions that write values
 * and keys.
 */
final class PickleOutput {
  private static final int FRAME_TARGET = 64 * 1024;
  private static final int FRAME_MINIMUM = 4;
  private static final int FRAME_HEADER = 9;
  private static final int NO_FRAME = -1;
  private static final int PROTOCOL = 5;
  private static final int SHORT = 256;

  /** Who decides where frames end. */
  enum Cut {
    /** {@code pickle.dumps}: before an object; an argument of 64 KiB has no frame. */
    BY_OBJECT,
    /** {@code pickletools.optimize}: before any opcode; one of more than 64 KiB has no frame. */
    BY_OPCODE
  }

  private final Cut cut;
  private byte[] buffer = new byte[64];
  private int length;
  private int frame = NO_FRAME;

  PickleOutput(Cut cut) {
    this.cut = cut;
    append(PickleOpcode.PROTO);
    buffer[length++] = PROTOCOL;
  }

  /** Says that the next opcode begins an object. */
  void beginObject() {
    if (cut == Cut.BY_OBJECT) {
      endFullFrame();
    }
  }

  void write(PickleOpcode opcode) {
    begin(1, 0);
    append(opcode);
  }

  void writeInteger(long number) {
    if (number >= 0 && number <= 0xFF) {
      write(PickleOpcode.BININT1, 1, number);
    } else if (number >= 0 && number <= 0xFFFF) {
      write(PickleOpcode.BININT2, 2, number);
    } else if (number == (int) number) {
      write(PickleOpcode.BININT, 4, number);
    } else {
      writeInteger(BigInteger.valueOf(number));
    }
  }

  /** Writes an integer of more than 32 bits, its bytes in reverse of Java's order. */
  void writeInteger(BigInteger number) {
    byte[] bytes = number.toByteArray();
    for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
      byte swapped = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = swapped;
    }
    PickleOpcode opcode = bytes.length < SHORT ? PickleOpcode.LONG1 : PickleOpcode.LONG4;
    writeCounted(opcode, bytes.length < SHORT ? 1 : 4, bytes, 0);
  }

  /** Writes a double, the one thing that is big-endian. */
  void writeDouble(double number) {
    write(
        PickleOpcode.BINFLOAT, Double.BYTES, Long.reverseBytes(Double.doubleToRawLongBits(number)));
  }

  /** Writes text. A Java array is too short for the forms with a length of eight bytes. */
  void writeText(byte[] utf8) {
    if (utf8.length < SHORT) {
      writeCounted(PickleOpcode.SHORT_BINUNICODE, 1, utf8, utf8.length);
    } else {
      writeCounted(PickleOpcode.BINUNICODE, 4, utf8, utf8.length);
    }
  }

  void writeBytes(byte[] bytes) {
    if (bytes.length < SHORT) {
      writeCounted(PickleOpcode.SHORT_BINBYTES, 1, bytes, bytes.length);
    } else {
      writeCounted(PickleOpcode.BINBYTES, 4, bytes, bytes.length);
    }
  }

  /** Writes a reference to a slot of the memo. */
  void writeReference(int slot) {
    if (slot < SHORT) {
      write(PickleOpcode.BINGET, 1, slot);
    } else {
      write(PickleOpcode.LONG_BINGET, 4, slot);
    }
  }

  /** Ends the pickle and returns all of it. */
  byte[] finish() {
    write(PickleOpcode.STOP);
    endFrame();
    return Arrays.copyOf(buffer, length);
  }

  private void write(PickleOpcode opcode, int width, long argument) {
    begin(1 + width, 0);
    append(opcode);
    append(width, argument);
  }

  private void writeCounted(PickleOpcode opcode, int width, byte[] bytes, int payload) {
    begin(1 + width + (long) bytes.length, payload);
    append(opcode);
    append(width, bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
  }

  /**
   * Makes room for an opcode, in a frame or outside.
   *
   * @param size bytes of the opcode with its arguments
   * @param payload bytes of text or bytes among them
   */
  private void begin(long size, int payload) {
    boolean frameless = cut == Cut.BY_OBJECT ? payload >= FRAME_TARGET : size > FRAME_TARGET;
    if (frameless) {
      endFrame();
    } else if (cut == Cut.BY_OPCODE) {
      endFullFrame();
    }
    require(size + FRAME_HEADER);
    if (!frameless && frame == NO_FRAME) {
      frame = length;
      length += FRAME_HEADER;
    }
  }

  private void require(long more) {
    long required = length + more;
    if (required > Integer.MAX_VALUE - 8) {
      throw new CacheTypeException(
          "store", "a value", "its pickle is larger than 2 GiB", "store it as a stream");
    }
    if (required > buffer.length) {
      long grown = Math.min(Math.max(required, 2L * buffer.length), Integer.MAX_VALUE - 8);
      buffer = Arrays.copyOf(buffer, (int) grown);
    }
  }

  private void append(PickleOpcode opcode) {
    buffer[length++] = opcode.code();
  }

  private void append(int width, long argument) {
    put(length, width, argument);
    length += width;
  }

  private void put(int at, int width, long argument) {
    for (int i = 0; i < width; i++) {
      buffer[at + i] = (byte) (argument >>> (Byte.SIZE * i));
    }
  }

  private void endFullFrame() {
    if (frame != NO_FRAME && length - frame - FRAME_HEADER >= FRAME_TARGET) {
      endFrame();
    }
  }

  /** Fills in the header of the frame, or closes the gap left for it when the frame is tiny. */
  private void endFrame() {
    if (frame == NO_FRAME) {
      return;
    }
    int body = length - frame - FRAME_HEADER;
    if (body >= FRAME_MINIMUM) {
      buffer[frame] = PickleOpcode.FRAME.code();
      put(frame + 1, Long.BYTES, body);
    } else {
      System.arraycopy(buffer, frame + FRAME_HEADER, buffer, frame, body);
      length -= FRAME_HEADER;
    }
    frame = NO_FRAME;
  }
}
