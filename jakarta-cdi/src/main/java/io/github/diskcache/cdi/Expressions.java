// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.util.Optional;
import java.util.function.Function;

/** Resolves {@code ${name}} and {@code ${name:default}} in texts. Stateless. */
final class Expressions {
  private static final int DEEPEST = 10;

  private Expressions() {}

  /**
   * The text with its expressions replaced.
   *
   * @throws InvalidSetting when a name has neither value nor default
   */
  static String resolve(String text, Function<String, Optional<String>> values) {
    return resolve(text, values, 0);
  }

  private static String resolve(String text, Function<String, Optional<String>> values, int depth) {
    int begin = text.indexOf("${");
    if (begin < 0) {
      return text;
    }
    int end = end(text, begin + 2);
    if (end < 0 || depth == DEEPEST) {
      throw new InvalidSetting(Message.VALUE, "an expression", "closed, and not endless", text);
    }
    String inside = text.substring(begin + 2, end);
    int colon = inside.indexOf(':');
    String name = colon < 0 ? inside : inside.substring(0, colon);
    String value =
        values
            .apply(name)
            .orElseGet(
                () -> {
                  if (colon < 0) {
                    throw new InvalidSetting(
                        Message.VALUE, "[" + name + "] of an expression", "configured", text);
                  }
                  return inside.substring(colon + 1);
                });
    String rest = text.substring(end + 1);
    return text.substring(0, begin)
        + resolve(value, values, depth + 1)
        + resolve(rest, values, depth);
  }

  /** The place of the brace that closes, past inner expressions. */
  private static int end(String text, int from) {
    int open = 1;
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '}' && --open == 0) {
        return i;
      }
      if (text.startsWith("${", i)) {
        open++;
      }
    }
    return -1;
  }
}
