// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a queue: integers between 0 and 999999999999999, or such with 15 digits behind a
 * prefix. Immutable.
 */
final class QueueKeys {
  /** The first key of a queue that was empty. */
  static final long MIDDLE = 500_000_000_000_000L;

  /** The number above those that belong to a queue, as 0 is the one below. */
  static final long END = 999_999_999_999_999L;

  /** The keys of the queue without a prefix. */
  static final QueueKeys PLAIN = new QueueKeys(null);

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
        WHERE key > ? AND key < ? AND raw = 1 AND length(CAST(key AS BLOB)) = ?
          AND trim(substr(CAST(key AS BLOB), -15), '0123456789') = ''""";
  }

  List<Object> parameters() {
    return prefix == null
        ? List.of(0L, END)
        : List.of(text(0), text(END), (long) text(0).getBytes(UTF_8).length);
  }

  /**
   * The key beyond an end of the queue.
   *
   * @throws CacheException when the last key has been used
   */
  EncodedKey next(SqlConnection sql, Side side, Path directory) throws SQLException {
    Ends.Row end = Ends.of(this, side).find(sql);
    long number = end == null ? MIDDLE : number(end.key()) + (side == Side.BACK ? 1 : -1);
    EncodedKey key = Keys.encode(prefix == null ? (Object) number : text(number));
    if (EntryTable.findEvenExpired(sql, key) != null) {
      throw exhausted("push to queue of cache", directory, key.column());
    }
    return key;
  }

  static CacheException exhausted(String act, Path directory, Object key) {
    return new CacheException(
        CacheException.message(
            act,
            directory,
            "its queue key space is exhausted at [" + key + "]",
            "empty the queue, or use one with another prefix"),
        null);
  }

  private long number(EncodedKey key) {
    return prefix == null
        ? ((Number) key.column()).longValue()
        : Long.parseLong(key.column().toString().substring(prefix.length() + 1));
  }

  /** Whether a push may have made this key, so that it stands as it is under every disk. */
  static boolean isLike(EncodedKey key) {
    if (key.column() instanceof Long number) {
      return number >= PUSHED_FROM && number <= END;
    }
    return key.raw() && key.column() instanceof String text && PREFIXED.matcher(text).matches();
  }

  private String text(long number) {
    return String.format(Locale.ROOT, "%s-%015d", prefix, number);
  }
}
