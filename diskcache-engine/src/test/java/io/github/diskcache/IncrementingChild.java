// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.IOException;
import java.nio.file.Path;

/** A process that reads a number, adds one and writes it, as often as it is told. */
final class IncrementingChild {
  static final String READY = "ready";
  static final String KEY = "n";

  private IncrementingChild() {}

  public static void main(String[] arguments) throws IOException {
    try (Cache<Object, Object> cache = Cache.open(Path.of(arguments[0]))) {
      System.out.println(READY);
      System.in.read();
      for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
        cache.transactOn(KEY, () -> cache.set(KEY, (Long) cache.get(KEY, 0L) + 1));
      }
    }
  }
}
