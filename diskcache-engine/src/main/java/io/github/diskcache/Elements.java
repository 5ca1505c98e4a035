// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.sql.SQLException;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a deque does with its elements: the queue without a prefix of a shard, with a maximum
 * length. An element is a {@link KeyedEntry}, for null is one too. Waits without limit for a busy
 * database. Thread-safe.
 */
final class Elements {
  private static final String MAX_LENGTH = "max_length";
  private static final long MOMENT = 20_000_000;

  private final Shard shard;
  private final Entries entries;

  Elements(Shard shard) {
    this.shard = shard;
    this.entries = new Entries(shard);
  }

  long size() {
    return shard.<Long>read(QueueRows::size);
  }

  boolean isEmpty() {
    return shard.<Boolean>read(QueueRows::isEmpty);
  }

  long maxLength() {
    return shard.<Long>read(Elements::maxLength);
  }

  private static long maxLength(SqlConnection sql) throws SQLException {
    OptionalLong stored = SideTable.read(sql, MAX_LENGTH);
    return stored.isPresent() ? stored.getAsLong() : Deque.UNLIMITED;
  }

  void setMaxLength(long maxLength) {
    shard.change(
        Deadline.never(),
        transaction -> {
          if (maxLength == Deque.UNLIMITED) {
            SideTable.remove(transaction, MAX_LENGTH);
          } else {
            SideTable.write(transaction, MAX_LENGTH, maxLength);
            QueueRows.drop(transaction, QueueRows.size(transaction.sql()) - maxLength, Side.FRONT);
          }
        });
  }

  /** The elements that may still be added. */
  long room() {
    return shard.<Long>read(Elements::room);
  }

  private static long room(SqlConnection sql) throws SQLException {
    long maxLength = maxLength(sql);
    return maxLength == Deque.UNLIMITED
        ? Deque.UNLIMITED
        : Math.max(0, maxLength - QueueRows.size(sql));
  }

  /** Adds an element, and drops as many from the other end as are then too many. */
  void append(@Nullable Object value, Side side) {
    Side other = side == Side.FRONT ? Side.BACK : Side.FRONT;
    entries.put(
        value,
        WriteOptions.NONE,
        transaction -> {
          SqlConnection sql = transaction.sql();
          long maxLength = maxLength(sql);
          if (maxLength == 0) {
            QueueRows.drop(transaction, QueueRows.size(sql), other);
            return null;
          }
          EncodedKey key = QueueKeys.PLAIN.next(sql, side, shard.directory());
          if (maxLength != Deque.UNLIMITED) {
            QueueRows.drop(transaction, QueueRows.size(sql) + 1 - maxLength, other);
          }
          return key;
        },
        Deadline.never());
  }

  /** Adds an element if there is room. */
  boolean offer(@Nullable Object value, Side side) {
    return offer(value, side, Deadline.never());
  }

  private boolean offer(@Nullable Object value, Side side, Deadline deadline) {
    // Looked at before, too, lest a value file be written in vain.
    return room() > 0
        && entries
            .put(
                value,
                WriteOptions.NONE,
                transaction ->
                    room(transaction.sql()) == 0
                        ? null
                        : QueueKeys.PLAIN.next(transaction.sql(), side, shard.directory()),
                deadline)
            .isPresent();
  }

  /** Adds an element, and waits for room up to a time. */
  boolean offer(@Nullable Object value, Side side, long nanos) throws InterruptedException {
    return await(
            shard.database().putters(),
            nanos,
            "wait for room in deque",
            deadline -> offer(value, side, deadline) ? Optional.of(true) : Optional.empty())
        .isPresent();
  }

  Optional<KeyedEntry<Object, @Nullable Object>> peek(Side side) {
    return Ends.of(QueueKeys.PLAIN, side).get(shard, Deadline.never());
  }

  /** Removes an element from an end. */
  Optional<KeyedEntry<Object, @Nullable Object>> pull(Side side) {
    return pull(side, Deadline.never());
  }

  private Optional<KeyedEntry<Object, @Nullable Object>> pull(Side side, Deadline deadline) {
    // That it is empty is seen without the write lock, which those who wait would take in vain.
    return isEmpty() ? Optional.empty() : Ends.of(QueueKeys.PLAIN, side).remove(shard, deadline);
  }

  /** Removes an element from an end, and waits for one up to a time. */
  Optional<KeyedEntry<Object, @Nullable Object>> pull(Side side, long nanos)
      throws InterruptedException {
    return await(
        shard.database().takers(),
        nanos,
        "wait for an element of deque",
        deadline -> pull(side, deadline));
  }

  private <T> Optional<T> await(
      WaitingLine line, long nanos, String act, Function<Deadline, Optional<T>> attempt)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before the deque was asked");
    }
    WaitingLine.Attempt<T> timed = remaining -> attempt(remaining, attempt);
    try {
      Optional<T> atOnce = timed.make(nanos);
      if (atOnce.isPresent() || nanos <= 0) {
        return atOnce;
      }
      shard.checkNoTransaction(act);
      return line.await(nanos, timed);
    } catch (CacheInterruptedException e) {
      // Where interruption is declared, it is thrown and the flag is clear.
      Thread.interrupted();
      InterruptedException interruption = new InterruptedException(e.getMessage());
      interruption.initCause(e);
      throw interruption;
    }
  }

  /** A busy database counts as time spent waiting, but a moment is granted at the end too. */
  private static <T> Optional<T> attempt(long nanos, Function<Deadline, Optional<T>> attempt) {
    try {
      return attempt.apply(Deadline.after(Duration.ofNanos(Math.max(nanos, MOMENT))));
    } catch (CacheTimeoutException e) {
      return Optional.empty();
    }
  }

  /** The element at an index, with its row. */
  private record Found(Ends.Row row, @Nullable Object value) {}

  private Found find(String act, long index) {
    long size = size();
    Side end = index < 0 ? Side.BACK : Side.FRONT;
    long distance = index < 0 ? -1 - index : index;
    Ends.Row before =
        distance == 0 || distance >= size
            ? null
            : shard
                .read(sql -> Optional.ofNullable(QueueRows.at(sql, distance - 1, end)))
                .orElse(null);
    RowPages from = RowPages.queue(shard, before, end);
    if (distance >= size || (distance > 0 && before == null) || !from.hasNext()) {
      throw new IndexOutOfBoundsException(
          CacheException.message(
              act,
              shard.directory(),
              "index " + index + " is out of bounds for size " + size,
              "use one from " + -size + " to " + (size - 1)));
    }
    Object value = from.next().value();
    return new Found(from.row(), value);
  }

  @Nullable Object get(long index) {
    return find("get element of deque", index).value;
  }

  @Nullable Object set(long index, @Nullable Object value) {
    Found[] old = new Found[1];
    entries.put(
        value,
        WriteOptions.NONE,
        transaction -> {
          old[0] = find("set element of deque", index);
          return old[0].row.key();
        },
        Deadline.never());
    return old[0].value;
  }

  @Nullable Object remove(long index) {
    Found removed =
        shard.write(
            Deadline.never(),
            transaction -> {
              Found found = find("remove element of deque", index);
              found.row.deleteIfSame(transaction);
              return found;
            });
    return removed.value;
  }

  /** Changes with every write of any process; read on the writing connection. */
  private record State(long ofOthers, long ofOurs) {
    static State of(WriteTransaction transaction) throws SQLException {
      return new State(
          transaction.sql().number("PRAGMA data_version"),
          transaction.sql().number("SELECT total_changes()"));
    }
  }

  /**
   * Removes the element nearest to an end that equals an object. Looked for outside the write lock,
   * and again inside only when somebody has written meanwhile.
   */
  boolean remove(@Nullable Object object, Side end) {
    shard.checkWritable();
    State before = shard.write(Deadline.never(), State::of);
    Optional<Ends.Row> found = find(object, end);
    return shard.write(
        Deadline.never(),
        transaction -> {
          if (found.isPresent() && found.get().deleteIfSame(transaction)) {
            return true;
          }
          Optional<Ends.Row> again =
              State.of(transaction).equals(before) ? Optional.empty() : find(object, end);
          return again.isPresent() && again.get().deleteIfSame(transaction);
        });
  }

  private Optional<Ends.Row> find(@Nullable Object object, Side end) {
    RowPages pages = RowPages.queue(shard, end);
    while (pages.hasNext()) {
      if (ValueOrder.equal(pages.next().value(), object)) {
        return Optional.of(pages.row());
      }
    }
    return Optional.empty();
  }

  /** Counts outside the write lock, and again inside when somebody has written meanwhile. */
  int count(@Nullable Object object) {
    if (shard.isReadOnly()) {
      return countNow(object);
    }
    State before = shard.write(Deadline.never(), State::of);
    int count = countNow(object);
    return shard.<Integer>write(
        Deadline.never(),
        transaction -> State.of(transaction).equals(before) ? count : countNow(object));
  }

  private int countNow(@Nullable Object object) {
    int count = 0;
    RowPages pages = RowPages.queue(shard, Side.FRONT);
    while (pages.hasNext()) {
      count += ValueOrder.equal(pages.next().value(), object) ? 1 : 0;
    }
    return count;
  }

  void rotate(long steps) {
    shard.change(
        Deadline.never(),
        transaction -> {
          transaction.changedAll();
          QueueRows.rotate(transaction.sql(), steps, shard.directory());
        });
  }

  void reverse() {
    shard.change(
        Deadline.never(),
        transaction -> {
          transaction.changedAll();
          QueueRows.reverse(transaction.sql(), shard.directory());
        });
  }

  /** Removes the elements that are there now, in transactions of at most a batch. */
  void clear() {
    Optional<Ends.Row> last =
        shard.read(sql -> Optional.ofNullable(QueueRows.at(sql, 0, Side.BACK)));
    if (last.isPresent()) {
      Object lastKey = last.get().key().column();
      boolean more = true;
      while (more) {
        more =
            shard.write(Deadline.never(), transaction -> QueueRows.dropUpTo(transaction, lastKey));
      }
    }
  }

  /** The elements, going away from an end. */
  RowPages pages(Side end) {
    return RowPages.queue(shard, end);
  }

  NoSuchElementException empty(String act) {
    return new NoSuchElementException(
        CacheException.message(act, shard.directory(), "it is empty", "add an element first"));
  }

  IllegalStateException full() {
    return new IllegalStateException(
        CacheException.message(
            "add to deque",
            shard.directory(),
            "it has its maximum length of " + maxLength(),
            "take elements, or use append to drop from the other end"));
  }
}
