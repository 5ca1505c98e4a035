// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Memory outside the cache that all processes of the soak share: the highest change of each key
 * whose commit has returned, and counts.
 */
@SuppressWarnings("EnumOrdinal")
record SoakMemory(Words words) {
  static final int KEYS = 40;
  private static final int COUNTS = SoakModel.Kind.values().length * KEYS;

  enum Count {
    READS,
    HITS,
    WRITES,
    ROLLBACKS,
    FAILED,
    STALE,
    WRONG,
    STOP
  }

  static SoakMemory map(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long size = (long) (COUNTS + Count.values().length) * Long.BYTES;
      return new SoakMemory(new Words(channel.map(FileChannel.MapMode.READ_WRITE, 0, size)));
    }
  }

  long acknowledged(SoakModel.Kind kind, int key) {
    return words.get(kind.ordinal() * KEYS + key);
  }

  void acknowledge(SoakModel.Kind kind, int key, long serial) {
    words.raise(kind.ordinal() * KEYS + key, serial);
  }

  long get(Count count) {
    return words.get(COUNTS + count.ordinal());
  }

  void add(Count count, long number) {
    words.add(COUNTS + count.ordinal(), number);
  }
}
