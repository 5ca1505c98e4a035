// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.time.Duration;
import java.util.Objects;

/**
 * How a cache logs what is to be written. {@code set} then returns once its value stands in a
 * memory-mapped log of the shard, which takes about a microsecond, and a thread writes many of them
 * to the database in one transaction.
 *
 * <p>The log belongs to the system, not to a process: what a returned {@code set} has stored
 * survives {@code kill -9}, and every Java process of the host reads it at once, however it has
 * opened the directory. A power loss, or a crash of the system, may take the last moments with it.
 * python-diskcache does not know of the log: it sees values when they are written, and what it
 * writes itself may be overwritten by what waits, or hidden behind it, until then.
 *
 * <p>Values with a file of their own, all operations but {@code set}, and caches that reject values
 * when they are full or are to survive a power loss go to the database at once; before they do,
 * they write what waits.
 *
 * @param bytes how much may wait in each shard, 64 KiB to 1 GiB, rounded up to a power of two; the
 *     first cache of a directory decides. The directory takes that much more on disk
 * @param delay how long a value waits at most before python-diskcache sees it, more than zero
 */
public record IntentLog(long bytes, Duration delay) {
  private static final long LEAST = 1 << 16;
  private static final long MOST = 1 << 30;
  private static final Duration LONGEST = Duration.ofHours(1);

  /** 8 MiB and 100 ms. */
  public static final IntentLog USUAL = new IntentLog(1 << 23, Duration.ofMillis(100));

  /**
   * Checks the bounds.
   *
   * @param bytes how much may wait in each shard
   * @param delay how long a value waits at most
   * @throws CacheSettingException when there are none such
   */
  public IntentLog {
    Objects.requireNonNull(delay, "delay");
    if (bytes < LEAST || bytes > MOST) {
      throw new CacheSettingException(
          "set",
          "intentLog",
          "it takes 65536 to 1073741824 bytes, was [" + bytes + "]",
          "give it such");
    }
    if (delay.isNegative() || delay.isZero() || delay.compareTo(LONGEST) > 0) {
      throw new CacheSettingException(
          "set",
          "intentLog",
          "it takes a delay above zero and up to an hour, was [" + delay + "]",
          "give it such");
    }
  }

  /** The length of the log, a power of two. */
  int capacity() {
    return bytes == LEAST ? (int) LEAST : Integer.highestOneBit((int) bytes - 1) << 1;
  }
}
