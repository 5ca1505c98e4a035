// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.Locale;

/**
 * How much a store holds.
 *
 * @param entries how many entries
 * @param valueBytes bytes of each value
 */
record Scale(int entries, int valueBytes) {
  /** What goals are about unless they say otherwise. */
  static final Scale USUAL = new Scale(10_000, 100);

  long bytes() {
    return (long) entries * (valueBytes + Data.KEY_LENGTH);
  }

  /** Whether a child's heap holds it. */
  boolean fitsHeap() {
    return bytes() < 1L << 30;
  }

  /** Such as {@code 100 B x 10 k}. */
  String label() {
    String size = valueBytes < 1024 ? valueBytes + " B" : valueBytes / 1024 + " KB";
    String count =
        entries >= 1_000_000
            ? entries / 1_000_000 + " M"
            : entries >= 1000 ? entries / 1000 + " k" : Integer.toString(entries);
    return String.format(Locale.ROOT, "%s x %s", size, count);
  }
}
