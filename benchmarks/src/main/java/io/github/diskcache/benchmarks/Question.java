// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

import java.util.List;

/** Something that the arms are compared in. Asked in rounds, each of which asks every arm. */
interface Question {
  /** Its name in {@code -Dbench.only} and in the results. */
  String name();

  int rounds(Mode mode);

  void round(Bench bench, int round);

  /** What was found. */
  List<Table> tables(Measurements measurements);
}
