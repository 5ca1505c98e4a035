// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** How subjects stand in messages. Stateless. */
final class Texts {
  private static final int LONGEST = 120;

  private Texts() {}

  /** The text of a subject on one line, cut to a length that a log bears. */
  static String shorten(@Nullable Object subject) {
    String text =
        subject instanceof byte[] bytes ? bytes.length + " bytes" : String.valueOf(subject);
    String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    return cut.replaceAll("\\p{Cntrl}", "?");
  }

  /** The candidate with the fewest edits from a mistyped name. */
  static String nearest(String name, Collection<String> candidates) {
    return candidates.stream()
        .min(Comparator.comparingInt(candidate -> edits(name, candidate)))
        .orElseThrow();
  }

  /** Levenshtein's distance, one row at a time. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int substituted = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
