// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The live entries of a shard with their values, read in pages, so that memory is constant and no
 * open result keeps the write-ahead log from being emptied. Confined to one thread.
 *
 * <p>What this process has removed since a page was read is not returned, and what it has changed
 * is returned as changed: once anything has changed, each row is looked up again by its key.
 */
final class RowPages implements Iterator<KeyedEntry<Object, @Nullable Object>> {
  private static final long LONGEST_PAGE = 100;

  private static final String FORTH =
      Ends.SELECT + "WHERE rowid > ? AND rowid <= ? AND key IS NOT NULL ORDER BY rowid LIMIT ?";
  private static final String TAGGED =
      Ends.SELECT
          + "WHERE tag = ? AND rowid > ? AND rowid <= ? AND key IS NOT NULL ORDER BY rowid LIMIT ?";
  private static final String BACK =
      Ends.SELECT
          + "WHERE rowid < ? AND rowid <= ? AND key IS NOT NULL ORDER BY rowid DESC LIMIT ?";

  /** Reads the rows that follow one, or the first ones. */
  private interface Pager {
    List<Ends.Row> read(SqlConnection sql, Ends.@Nullable Row behind, long most)
        throws SQLException;
  }

  /** A row whose turn has come: its entry, or why that is refused. */
  private record Turn(
      Ends.Row row,
      Optional<KeyedEntry<Object, @Nullable Object>> entry,
      @Nullable CacheTypeException refusal) {}

  private final Shard shard;
  private final Disk keys;
  private final Pager pager;
  private final @Nullable Object tag;
  private final Queue<Ends.Row> page = new ArrayDeque<>();
  private long nextPage = 1;
  private long changesAtPage;
  private Ends.@Nullable Row last;
  private @Nullable Turn ready;
  private Ends.@Nullable Row returned;

  private RowPages(Shard shard, Disk keys, Ends.@Nullable Row behind, Pager pager) {
    this(shard, keys, behind, pager, null);
  }

  private RowPages(
      Shard shard, Disk keys, Ends.@Nullable Row behind, Pager pager, @Nullable Object tag) {
    this.tag = tag;
    this.shard = shard;
    this.keys = keys;
    this.last = behind;
    this.pager = pager;
  }

  /** The entries in insertion order; those added from now on are not among them. */
  static RowPages inserted(Shard shard) {
    long highest = IteratorBound.begin(shard);
    return new RowPages(
        shard,
        shard.disk(),
        null,
        (sql, behind, most) ->
            sql.all(
                FORTH,
                Ends.Row::read,
                behind == null ? Long.MIN_VALUE : behind.row().rowid(),
                highest,
                most));
  }

  /** The entries of a tag in insertion order; those added from now on are not among them. */
  static RowPages tagged(Shard shard, Object tag) {
    long highest = IteratorBound.begin(shard);
    return new RowPages(
        shard,
        shard.disk(),
        null,
        (sql, behind, most) ->
            sql.all(
                TAGGED,
                Ends.Row::read,
                tag,
                behind == null ? Long.MIN_VALUE : behind.row().rowid(),
                highest,
                most),
        tag);
  }

  /** The entries in reverse insertion order; those added from now on are not among them. */
  static RowPages insertedReversed(Shard shard) {
    long highest = IteratorBound.begin(shard);
    return new RowPages(
        shard,
        shard.disk(),
        null,
        (sql, behind, most) ->
            sql.all(
                BACK,
                Ends.Row::read,
                behind == null ? Long.MAX_VALUE : behind.row().rowid(),
                highest,
                most));
  }

  /** The entries of the queue without a prefix, going away from an end, added ones included. */
  static RowPages queue(Shard shard, Side end) {
    return queue(shard, null, end);
  }

  /** Those behind a row. */
  static RowPages queue(Shard shard, Ends.@Nullable Row behind, Side end) {
    // Queue keys stand as they are under every disk.
    return new RowPages(
        shard, Disk.plain(), behind, (sql, last, most) -> QueueRows.page(sql, last, end, most));
  }

  @Override
  public boolean hasNext() {
    while (ready == null) {
      Ends.Row row = page.isEmpty() ? nextPage() : page.poll();
      if (row == null) {
        return false;
      }
      last = row;
      ready = turn(row);
    }
    return true;
  }

  private Ends.@Nullable Row nextPage() {
    changesAtPage = shard.database().changes();
    Ends.Row behind = last;
    // Grows, since many look at the first entry only.
    long most = nextPage;
    nextPage = Math.min(LONGEST_PAGE, 10 * most);
    page.addAll(shard.read(sql -> pager.read(sql, behind, most)));
    return page.poll();
  }

  private @Nullable Turn turn(Ends.Row row) {
    boolean mayHaveChanged = changesAtPage != shard.database().changes();
    Turn turn = decoded(mayHaveChanged ? again(row) : live(row));
    // A file may be gone because another process has replaced the value since.
    return turn == null ? decoded(again(row)) : turn;
  }

  private @Nullable Turn decoded(Ends.@Nullable Row row) {
    if (row == null) {
      return null;
    }
    try {
      Optional<KeyedEntry<Object, @Nullable Object>> entry = Entries.decoded(shard, row, keys);
      return entry.isEmpty() ? null : new Turn(row, entry, null);
    } catch (CacheTypeException e) {
      // A key of another library's own types, such as its markers, is none that we can return.
      return Entries.hasReadableKey(row, keys) ? new Turn(row, Optional.empty(), e) : null;
    }
  }

  private Ends.@Nullable Row live(Ends.Row row) {
    Double expireTime = row.row().expireTime();
    return expireTime == null || expireTime > shard.now() ? row : null;
  }

  private Ends.@Nullable Row again(Ends.Row row) {
    double now = shard.now();
    Optional<EntryTable.Row> found =
        shard.read(sql -> Optional.ofNullable(EntryTable.find(sql, row.key(), now)));
    return found
        .filter(same -> tag == null || ValueOrder.equal(same.tag(), tag))
        .map(same -> new Ends.Row(same, row.key()))
        .orElse(null);
  }

  /**
   * The next entry.
   *
   * @throws CacheTypeException when its value is of a type that is refused; the next call goes on
   */
  @Override
  public KeyedEntry<Object, @Nullable Object> next() {
    Turn turn = hasNext() ? ready : null;
    if (turn == null) {
      throw new NoSuchElementException("no more entries");
    }
    ready = null;
    returned = turn.row;
    if (turn.refusal != null) {
      throw turn.refusal;
    }
    return turn.entry.orElseThrow();
  }

  /** The row of the entry returned last. */
  Ends.Row row() {
    if (returned == null) {
      throw new IllegalStateException("next has not been called since the last removal");
    }
    return returned;
  }

  /** Removes the entry returned last, unless another one has come into its place. */
  @Override
  public void remove() {
    Ends.Row row = row();
    returned = null;
    shard.change(Deadline.never(), transaction -> row.deleteIfSame(transaction));
  }
}
