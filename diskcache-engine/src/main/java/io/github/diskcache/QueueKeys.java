// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a queue: integers between 0 and 999999999999999, or such with 15 digits behind a
 * prefix. Immutable.
 */
final class QueueKeys {
  private static final long MIDDLE = 500_000_000_000_000L;
  private static final long LAST = 999_999_999_999_999L;

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

  private String text(long number) {
    return String.format(Locale.ROOT, "%s-%015d", prefix, number);
  }
}
