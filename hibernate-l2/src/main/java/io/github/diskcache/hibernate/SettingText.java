// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** Reads the values of settings, and says of one that it cannot read what it should be. */
record SettingText(Map<String, Object> values) {
  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15})\\s*([a-zA-Z]*)");

  @Nullable String text(String name) {
    Object value = values.get(name);
    return value == null || value.toString().isBlank() ? null : value.toString().trim();
  }

  String text(String name, String fallback) {
    String text = text(name);
    return text == null ? fallback : text;
  }

  boolean flag(String name, boolean fallback) {
    String text = text(name);
    if (text == null) {
      return fallback;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw refused(name, text, "true or false");
    };
  }

  int count(String name, int fallback, int least, int most) {
    String text = text(name);
    if (text == null) {
      return fallback;
    }
    try {
      int count = Integer.parseInt(text);
      if (count >= least && count <= most) {
        return count;
      }
    } catch (NumberFormatException e) {
      // refused below, like a number out of range
    }
    throw refused(name, text, "a whole number from " + least + " to " + most);
  }

  long bytes(String name, long fallback) {
    String text = text(name);
    if (text == null) {
      return fallback;
    }
    Matcher amount = AMOUNT.matcher(text);
    if (amount.matches()) {
      int shift =
          switch (amount.group(2).toLowerCase(Locale.ROOT)) {
            case "", "b" -> 0;
            case "kib" -> 10;
            case "mib" -> 20;
            case "gib" -> 30;
            default -> -1;
          };
      long number = Long.parseLong(amount.group(1));
      if (shift >= 0 && number <= Long.MAX_VALUE >> shift) {
        return number << shift;
      }
    }
    throw refused(name, text, "a size such as 65536, 64KiB, 512MiB or 4GiB");
  }

  /** The duration, or null where it is given as {@code none}. */
  @Nullable Duration duration(String name, @Nullable Duration fallback) {
    String text = text(name);
    if (text == null) {
      return fallback;
    }
    if (text.equalsIgnoreCase("none")) {
      return null;
    }
    Duration duration = parsedDuration(text);
    if (duration == null || duration.isNegative() || duration.isZero()) {
      throw refused(name, text, "a duration such as 500ms, 60s, 10m, 1h, 7d or PT1H, or none");
    }
    return duration;
  }

  private static @Nullable Duration parsedDuration(String text) {
    Matcher amount = AMOUNT.matcher(text);
    if (amount.matches()) {
      long number = Long.parseLong(amount.group(1));
      return switch (amount.group(2).toLowerCase(Locale.ROOT)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        case "d" -> Duration.ofDays(number);
        default -> null;
      };
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  static CacheException refused(String name, String value, String expected) {
    return new CacheException(
        "Cannot start the second-level cache: setting ["
            + name
            + "] has the value ["
            + value
            + "]; give it "
            + expected);
  }
}
