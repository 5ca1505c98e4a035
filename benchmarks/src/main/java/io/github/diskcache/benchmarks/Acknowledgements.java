// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The number of the last write of each key that returned, in a mapped file: what a killed process
 * put there stays, as the kernel has it.
 */
final class Acknowledgements {
  private final IntBuffer numbers;

  private Acknowledgements(IntBuffer numbers) {
    this.numbers = numbers;
  }

  static Acknowledgements in(Path file, int entries) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new Acknowledgements(
          channel
              .map(FileChannel.MapMode.READ_WRITE, 0, (long) entries * Integer.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .asIntBuffer());
    }
  }

  void note(int key, int number) {
    numbers.put(key, number);
  }

  /** Returns 0 for a key of which no write returned. */
  int number(int key) {
    return numbers.get(key);
  }

  boolean has(int key) {
    return key < numbers.capacity();
  }
}
