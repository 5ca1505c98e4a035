// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.util.Collection;
import java.util.Comparator;

/** Finds the name that was meant. Stateless. */
final class Names {
  private Names() {}

  /** The one of some names that takes the fewest changes; empty when there is none. */
  static String nearest(String name, Collection<String> names) {
    return names.stream().min(Comparator.comparingInt(other -> distance(name, other))).orElse("");
  }

  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        int next = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + change);
        diagonal = row[j];
        row[j] = next;
      }
    }
    return row[other.length()];
  }
}
