// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * The oldest SQLite that several processes may share a database through. Before it, two checkpoints
 * beside a commit could lose committed pages (the WAL-reset race, mended in 3.51.3).
 */
final class SqliteFloor {
  private static final String OLDEST = "3.51.3";

  private SqliteFloor() {}

  static void check(String version, Path directory) {
    if (Arrays.compare(numbers(version), numbers(OLDEST)) < 0) {
      throw new CacheOpenException(
          directory,
          "SQLite " + version + " can lose writes of several processes",
          "use sqlite-jdbc " + OLDEST + " or newer");
    }
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
  }
}
