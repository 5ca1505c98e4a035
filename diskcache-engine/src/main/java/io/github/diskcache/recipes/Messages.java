// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import org.jspecify.annotations.Nullable;

/** The one form of every message: act, subject, reason, remedy. Stateless. */
final class Messages {
  private static final int LONGEST = 80;

  private Messages() {}

  static String message(String act, @Nullable Object subject, String reason, String remedy) {
    String text = String.valueOf(subject);
    String shortened = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    return "Cannot " + act + " [" + shortened + "]: " + reason + "; " + remedy;
  }
}
