// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;

/** A process that counts in one entry, set after set, until it is killed. */
final class WritingChild {
  private WritingChild() {}

  public static void main(String[] arguments) {
    Cache<Object, Object> cache = Cache.open(Path.of(arguments[0]));
    for (long sets = 1; ; sets++) {
      cache.set("sets of " + arguments[1], sets);
    }
  }
}
