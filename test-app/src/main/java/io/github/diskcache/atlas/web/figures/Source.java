// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web.figures;

import java.util.Locale;

/** Where an answer came from: the slowest place that had to be asked. */
enum Source {
  /** The memory of this server. */
  NEAR,
  /** The directory of the second-level cache. */
  DISK,
  /** The database: at least one statement was run. */
  DATABASE;

  /** The name as the page has it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
