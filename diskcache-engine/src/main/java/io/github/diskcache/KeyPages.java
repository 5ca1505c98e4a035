// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a shard, read in pages, since an open result would keep the write-ahead log from ever
 * being emptied. Confined to one thread. Null keys in the table, which python-diskcache writes for
 * NaN and never finds again, are passed over.
 */
final class KeyPages implements Iterator<@Nullable Object> {
  private static final long PAGE = 100;

  private static final String FORTH =
      """
      SELECT rowid, key, raw FROM Cache WHERE rowid > ? AND rowid <= ? AND key IS NOT NULL
      ORDER BY rowid LIMIT ?""";

  private static final String BACK =
      """
      SELECT rowid, key, raw FROM Cache WHERE rowid < ? AND rowid >= ? AND key IS NOT NULL
      ORDER BY rowid DESC LIMIT ?""";

  private static final String SORTED_FIRST =
      "SELECT rowid, key, raw FROM Cache WHERE key IS NOT NULL ORDER BY key, raw LIMIT ?";

  private static final String SORTED =
      "SELECT rowid, key, raw FROM Cache WHERE (key, raw) > (?, ?) ORDER BY key, raw LIMIT ?";

  private static final String REVERSED_FIRST =
      """
      SELECT rowid, key, raw FROM Cache WHERE key IS NOT NULL
      ORDER BY key DESC, raw DESC LIMIT ?""";

  private static final String REVERSED =
      """
      SELECT rowid, key, raw FROM Cache WHERE (key, raw) < (?, ?)
      ORDER BY key DESC, raw DESC LIMIT ?""";

  private record StoredKey(long rowid, Object column, long raw) {
    static StoredKey read(SqlRow row) throws SQLException {
      Object column = row.getValue(2);
      return new StoredKey(row.getLong(1), column == null ? "" : column, row.getLong(3));
    }
  }

  private static final String TAGGED =
      """
      SELECT rowid, key, raw FROM Cache
      WHERE tag = ? AND rowid > ? AND rowid <= ? AND key IS NOT NULL ORDER BY rowid LIMIT ?""";

  private final Shard shard;
  private final KeyOrder order;
  private final @Nullable Object tag;
  private final long highest;
  private final Queue<StoredKey> page = new ArrayDeque<>();
  private @Nullable StoredKey last;
  private @Nullable StoredKey ready;
  private @Nullable Object readyKey;

  private KeyPages(Shard shard, KeyOrder order, @Nullable Object tag) {
    this.shard = shard;
    this.order = order;
    this.tag = tag;
    this.highest = IteratorBound.begin(shard);
  }

  /** All keys of a shard. */
  static KeyPages of(Shard shard, KeyOrder order) {
    return new KeyPages(shard, order, null);
  }

  /** The keys of the entries that carry a tag, in insertion order. */
  static KeyPages tagged(Shard shard, Object tag) {
    return new KeyPages(shard, KeyOrder.INSERTION, tag);
  }

  @Override
  public boolean hasNext() {
    while (ready == null) {
      StoredKey stored = page.isEmpty() ? nextPage() : page.poll();
      if (stored == null) {
        return false;
      }
      last = stored;
      try {
        readyKey = shard.disk().decodeKey(EncodedKey.ofRow(stored.column, stored.raw != 0));
        ready = stored;
      } catch (CacheTypeException | DamagedValueException e) {
        // A key of another library's own types, such as its markers, is none that we can return.
        ready = null;
      }
    }
    return true;
  }

  @Override
  public @Nullable Object next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more keys");
    }
    ready = null;
    return readyKey;
  }

  private @Nullable StoredKey nextPage() {
    page.addAll(shard.read(this::read));
    return page.poll();
  }

  private List<StoredKey> read(SqlConnection sql) throws SQLException {
    StoredKey from = last;
    if (tag != null) {
      long after = from == null ? Long.MIN_VALUE : from.rowid;
      return sql.all(TAGGED, StoredKey::read, tag, after, highest, PAGE);
    }
    return switch (order) {
      case INSERTION ->
          sql.all(
              FORTH, StoredKey::read, from == null ? Long.MIN_VALUE : from.rowid, highest, PAGE);
      case INSERTION_REVERSED ->
          sql.all(
              BACK, StoredKey::read, from == null ? highest + 1 : from.rowid, Long.MIN_VALUE, PAGE);
      case SORTED ->
          from == null
              ? sql.all(SORTED_FIRST, StoredKey::read, PAGE)
              : sql.all(SORTED, StoredKey::read, from.column, from.raw, PAGE);
      case SORTED_REVERSED ->
          from == null
              ? sql.all(REVERSED_FIRST, StoredKey::read, PAGE)
              : sql.all(REVERSED, StoredKey::read, from.column, from.raw, PAGE);
    };
  }
}
