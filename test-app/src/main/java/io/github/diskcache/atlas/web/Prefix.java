// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.web;

import java.util.Locale;

/** The beginning of a name as a pattern of SQL. */
final class Prefix {

  /** How many names are answered at most. */
  static final int MOST = 50;

  private Prefix() {}

  /** Returns a pattern with {@code !} before what stands for itself. */
  static String pattern(String prefix) {
    return prefix.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
  }
}
