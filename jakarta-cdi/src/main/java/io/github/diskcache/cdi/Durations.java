// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads durations and sizes as people write them. Stateless. */
final class Durations {
  private static final Pattern SHORT = Pattern.compile("(\\d{1,15})\\s*(ms|s|m|h|d)");
  private static final Pattern BYTES = Pattern.compile("(\\d{1,15})\\s*([KMGT]?)(i?B)?");

  private Durations() {}

  /**
   * The duration of a text, null for {@code never}.
   *
   * @throws InvalidSetting when it is none
   */
  static @Nullable Duration parse(String text) {
    String trimmed = text.trim();
    if (trimmed.equalsIgnoreCase("never") || trimmed.equalsIgnoreCase("none")) {
      return null;
    }
    Duration duration = read(trimmed);
    if (duration.isNegative() || duration.isZero()) {
      throw new InvalidSetting(Message.DURATION, text, "it must be more than zero");
    }
    return duration;
  }

  private static Duration read(String text) {
    Matcher plain = SHORT.matcher(text.toLowerCase(Locale.ROOT));
    try {
      if (!plain.matches()) {
        return Duration.parse(text);
      }
      long number = Long.parseLong(plain.group(1));
      return switch (plain.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      };
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new InvalidSetting(Message.DURATION, text, "it cannot be read");
    }
  }

  /** The bytes of a text such as {@code 64M}, or -1 when it is none; K is 1024. */
  static long bytes(String text) {
    Matcher size = BYTES.matcher(text.trim().toUpperCase(Locale.ROOT).replace("IB", "iB"));
    if (!size.matches()) {
      return -1;
    }
    int shift = " KMGT".indexOf(size.group(2).isEmpty() ? " " : size.group(2)) * 10;
    long number = Long.parseLong(size.group(1));
    return number > Long.MAX_VALUE >> shift ? -1 : number << shift;
  }
}
