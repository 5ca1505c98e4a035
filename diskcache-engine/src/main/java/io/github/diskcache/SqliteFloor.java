// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.lang.Runtime.Version;
import java.nio.file.Path;

/**
 * The oldest SQLite that several processes may share a database through. Before it, two checkpoints
 * beside a commit could lose committed pages (the WAL-reset race, mended in 3.51.3).
 */
final class SqliteFloor {
  private static final Version OLDEST = Version.parse("3.51.3");

  private SqliteFloor() {}

  static void check(String version, Path directory) {
    if (Version.parse(version).compareTo(OLDEST) < 0) {
      throw new CacheOpenException(
          directory,
          "SQLite " + version + " can lose writes of several processes",
          "use sqlite-jdbc " + OLDEST + " or newer");
    }
  }
}
