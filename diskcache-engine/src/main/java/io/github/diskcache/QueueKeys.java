// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a queue: integers between 0 and 999999999999999, or such with 15 digits behind a
 * prefix. Immutable.
 */
final class QueueKeys {
  private static final long MIDDLE = 500_000_000_000_000L;
  private static final long LAST = 999_999_999_999_999L;

  /** No queue has ever gone so far from the middle that its keys have fewer digits. */
  private static final long PUSHED_FROM = 100_000_000_000_000L;

  private static final Pattern PREFIXED = Pattern.compile("(?s).*-[0-9]{15}");

  private final @Nullable String prefix;

  QueueKeys(@Nullable String prefix) {
    this.prefix = prefix;
  }

  /** Which rows are the queue's; those of a prefix that continues this one are not. */
  String condition() {
    return prefix == null
        ? "WHERE key > ? AND key < ? AND raw = 1"
        : """
        WHERE key > ? AND key < ? AND raw = 1 AND length(key) = ?
          AND substr(key, -15) NOT GLOB '*[^0-9]*'""";
  }

  List<Object> parameters() {
    return prefix == null
        ? List.of(0L, LAST)
        : List.of(text(0), text(LAST), (long) text(0).codePointCount(0, text(0).length()));
  }

  /** The key beyond an end, which is null when the queue is empty. */
  EncodedKey next(@Nullable EncodedKey end, Side side) {
    long number = end == null ? MIDDLE : number(end) + (side == Side.BACK ? 1 : -1);
    return Keys.encode(prefix == null ? (Object) number : text(number));
  }

  private long number(EncodedKey key) {
    return prefix == null
        ? ((Number) key.column()).longValue()
        : Long.parseLong(key.column().toString().substring(prefix.length() + 1));
  }

  /** Whether a push may have made this key, so that it stands as it is under every disk. */
  static boolean isLike(EncodedKey key) {
    if (key.column() instanceof Long number) {
      return number >= PUSHED_FROM && number <= LAST;
    }
    return key.raw() && key.column() instanceof String text && PREFIXED.matcher(text).matches();
  }

  private String text(long number) {
    return String.format(Locale.ROOT, "%s-%015d", prefix, number);
  }
}
