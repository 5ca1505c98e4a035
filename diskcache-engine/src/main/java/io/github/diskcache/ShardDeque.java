// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The deque of a shard, as {@link Deque} has it. Thread-safe. */
final class ShardDeque<E extends @Nullable Object> extends AbstractCollection<E>
    implements Deque<E> {
  private final Cache<?, E> cache;
  private final Cache<?, E> retrying;
  private final Elements elements;
  private final boolean ownsCache;

  ShardDeque(Cache<?, E> cache, Shard shard, boolean ownsCache) {
    this.cache = cache;
    this.retrying = cache.retrying();
    this.elements = new Elements(shard);
    this.ownsCache = ownsCache;
  }

  static long checkMaxLength(long maxLength) {
    if (maxLength < 0) {
      throw new IllegalArgumentException(
          CacheException.message(
              "set",
              "maxLength",
              "it takes zero or more, was [" + maxLength + "]",
              "give it such"));
    }
    return maxLength;
  }

  @SuppressWarnings("unchecked") // raw deques hold any object
  private @Nullable E element(@Nullable Object value) {
    return (E) value;
  }

  private @Nullable E element(KeyedEntry<Object, @Nullable Object> entry) {
    return element(entry.value());
  }

  private @Nullable E orEmpty(Optional<KeyedEntry<Object, @Nullable Object>> entry, String act) {
    return element(entry.orElseThrow(() -> elements.empty(act)));
  }

  private @Nullable E orNull(Optional<KeyedEntry<Object, @Nullable Object>> entry) {
    return entry.isPresent() ? element(entry.get()) : null;
  }

  private void addOrThrow(@Nullable E element, Side side) {
    if (!elements.offer(element, side)) {
      throw elements.full();
    }
  }

  @Override
  public void append(@Nullable E element) {
    elements.append(element, Side.BACK);
  }

  @Override
  public void appendLeft(@Nullable E element) {
    elements.append(element, Side.FRONT);
  }

  @Override
  public void extend(Iterable<? extends E> added) {
    inBatches(added, this::append);
  }

  @Override
  public void extendLeft(Iterable<? extends E> added) {
    inBatches(added, this::appendLeft);
  }

  @Override
  public boolean addAll(Collection<? extends E> added) {
    inBatches(added, this::addLast);
    return !added.isEmpty();
  }

  /** Many to a transaction, whose elements are had before it, for getting them may take long. */
  private void inBatches(Iterable<? extends E> added, Consumer<E> addition) {
    if (added == this) {
      throw new IllegalArgumentException("a deque cannot be added to itself");
    }
    List<E> batch = new ArrayList<>();
    for (@Nullable E element : added) {
      batch.add(element);
      if (batch.size() == EntryTable.BATCH) {
        transact(() -> batch.forEach(addition));
        batch.clear();
      }
    }
    if (!batch.isEmpty()) {
      transact(() -> batch.forEach(addition));
    }
  }

  @Override
  public boolean add(@Nullable E element) {
    addLast(element);
    return true;
  }

  @Override
  public void addFirst(@Nullable E element) {
    addOrThrow(element, Side.FRONT);
  }

  @Override
  public void addLast(@Nullable E element) {
    addOrThrow(element, Side.BACK);
  }

  @Override
  public boolean offerFirst(@Nullable E element) {
    return elements.offer(element, Side.FRONT);
  }

  @Override
  public boolean offerLast(@Nullable E element) {
    return elements.offer(element, Side.BACK);
  }

  @Override
  public boolean offerFirst(@Nullable E element, long timeout, TimeUnit unit)
      throws InterruptedException {
    return elements.offer(element, Side.FRONT, unit.toNanos(timeout));
  }

  @Override
  public boolean offerLast(@Nullable E element, long timeout, TimeUnit unit)
      throws InterruptedException {
    return elements.offer(element, Side.BACK, unit.toNanos(timeout));
  }

  @Override
  public void putFirst(@Nullable E element) throws InterruptedException {
    elements.offer(element, Side.FRONT, WaitingLine.FOREVER);
  }

  @Override
  public void putLast(@Nullable E element) throws InterruptedException {
    elements.offer(element, Side.BACK, WaitingLine.FOREVER);
  }

  @Override
  public @Nullable E removeFirst() {
    return orEmpty(elements.pull(Side.FRONT), "remove first element of deque");
  }

  @Override
  public @Nullable E removeLast() {
    return orEmpty(elements.pull(Side.BACK), "remove last element of deque");
  }

  @Override
  public @Nullable E pollFirst() {
    return orNull(elements.pull(Side.FRONT));
  }

  @Override
  public @Nullable E pollLast() {
    return orNull(elements.pull(Side.BACK));
  }

  @Override
  public @Nullable E pollFirst(long timeout, TimeUnit unit) throws InterruptedException {
    return orNull(elements.pull(Side.FRONT, unit.toNanos(timeout)));
  }

  @Override
  public @Nullable E pollLast(long timeout, TimeUnit unit) throws InterruptedException {
    return orNull(elements.pull(Side.BACK, unit.toNanos(timeout)));
  }

  @Override
  public @Nullable E takeFirst() throws InterruptedException {
    return element(elements.pull(Side.FRONT, WaitingLine.FOREVER).orElseThrow());
  }

  @Override
  public @Nullable E takeLast() throws InterruptedException {
    return element(elements.pull(Side.BACK, WaitingLine.FOREVER).orElseThrow());
  }

  @Override
  public @Nullable E getFirst() {
    return orEmpty(elements.peek(Side.FRONT), "get first element of deque");
  }

  @Override
  public @Nullable E getLast() {
    return orEmpty(elements.peek(Side.BACK), "get last element of deque");
  }

  @Override
  public @Nullable E peekFirst() {
    return orNull(elements.peek(Side.FRONT));
  }

  @Override
  public @Nullable E peekLast() {
    return orNull(elements.peek(Side.BACK));
  }

  @Override
  public int drainTo(Collection<? super E> target) {
    return drainTo(target, Integer.MAX_VALUE);
  }

  @Override
  public int drainTo(Collection<? super E> target, int most) {
    if (target == this) {
      throw new IllegalArgumentException("a deque cannot be drained to itself");
    }
    Objects.requireNonNull(target, "target");
    int drained = 0;
    while (drained < most) {
      int batch = Math.min(EntryTable.BATCH, most - drained);
      int moved = transact(() -> drainBatch(target, batch));
      drained += moved;
      if (moved < batch) {
        break;
      }
    }
    return drained;
  }

  private int drainBatch(Collection<? super E> target, int most) {
    for (int moved = 0; moved < most; moved++) {
      Optional<KeyedEntry<Object, @Nullable Object>> first = elements.pull(Side.FRONT);
      if (first.isEmpty()) {
        return moved;
      }
      target.add(element(first.get()));
    }
    return most;
  }

  @Override
  public @Nullable E get(int index) {
    return element(elements.get(index));
  }

  @Override
  public @Nullable E set(int index, @Nullable E element) {
    return element(elements.set(index, element));
  }

  @Override
  public @Nullable E remove(int index) {
    return element(elements.remove(index));
  }

  @Override
  public int indexOf(@Nullable Object object) {
    int index = 0;
    for (@Nullable E element : this) {
      if (ValueOrder.equal(element, object)) {
        return index;
      }
      index++;
    }
    return -1;
  }

  @Override
  public boolean contains(@Nullable Object object) {
    return indexOf(object) >= 0;
  }

  @Override
  public int count(@Nullable Object object) {
    return elements.count(object);
  }

  @Override
  public boolean remove(@Nullable Object object) {
    return removeFirstOccurrence(object);
  }

  @Override
  public boolean removeFirstOccurrence(@Nullable Object object) {
    return elements.remove(object, Side.FRONT);
  }

  @Override
  public boolean removeLastOccurrence(@Nullable Object object) {
    return elements.remove(object, Side.BACK);
  }

  @Override
  public void rotate(long steps) {
    elements.rotate(steps);
  }

  @Override
  public void reverse() {
    elements.reverse();
  }

  @Override
  public Iterator<E> iterator() {
    return new Elementwise(elements.pages(Side.FRONT));
  }

  @Override
  public Iterator<E> descendingIterator() {
    return new Elementwise(elements.pages(Side.BACK));
  }

  /** The elements of pages. Confined to one thread. */
  private final class Elementwise implements Iterator<E> {
    private final RowPages pages;

    Elementwise(RowPages pages) {
      this.pages = pages;
    }

    @Override
    public boolean hasNext() {
      return pages.hasNext();
    }

    @Override
    public @Nullable E next() {
      return element(pages.next());
    }

    @Override
    public void remove() {
      pages.remove();
    }
  }

  /** Without a size, which may change before the last element is reached. */
  @Override
  public Spliterator<E> spliterator() {
    return Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED);
  }

  @Override
  public int size() {
    return (int) Math.min(Integer.MAX_VALUE, elements.size());
  }

  @Override
  public boolean isEmpty() {
    return elements.isEmpty();
  }

  @Override
  public int remainingCapacity() {
    return (int) Math.min(Integer.MAX_VALUE, elements.room());
  }

  @Override
  public void clear() {
    elements.clear();
  }

  @Override
  public int compareTo(Iterable<? extends @Nullable Object> other) {
    return ValueOrder.compare(iterator(), other.iterator());
  }

  @Override
  public boolean equals(@Nullable Object object) {
    if (object == this) {
      return true;
    }
    return (object instanceof List || object instanceof java.util.Deque)
        && ValueOrder.equal(iterator(), ((Collection<?>) object).iterator());
  }

  @Override
  public int hashCode() {
    return ValueOrder.hash(iterator());
  }

  @Override
  public long maxLength() {
    return elements.maxLength();
  }

  @Override
  public void setMaxLength(long maxLength) {
    elements.setMaxLength(checkMaxLength(maxLength));
  }

  @Override
  public <T extends @Nullable Object> T transact(Supplier<T> body) {
    return retrying.transact(body);
  }

  @Override
  public Cache<?, E> cache() {
    return cache;
  }

  @Override
  public void close() {
    if (ownsCache) {
      cache.close();
    }
  }

  @Override
  public String toString() {
    return "Deque[" + cache.directory() + "]";
  }
}
