// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.nio.file.Path;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A persistent double-ended queue in one directory, worked on by any number of threads and
 * processes. An element that was added survives {@code kill -9}, and is taken once, by one of them.
 *
 * <pre>{@code
 * try (Deque<Object> jobs = Deque.open(directory)) {
 *   jobs.add("job 1");
 *   Object job = jobs.take();
 * }
 * }</pre>
 *
 * <p>Instances are thread-safe. Every method waits for a busy database without limit, but for those
 * with a time limit of their own; interrupting the thread ends that wait with {@link
 * CacheInterruptedException}, or {@link InterruptedException} where it is declared. Threads that
 * wait for an element or for room get it in the order of their arrival and at once when this
 * process brings it; what other processes bring is noticed within about 20 ms. None may wait so
 * inside a transaction, which would keep everybody else out.
 *
 * <p><b>Null is an element.</b> {@code removeFirst}, {@code getFirst}, {@code takeFirst} and their
 * kin return it and throw when there is nothing; {@code pollFirst}, {@code peekFirst} and theirs
 * answer null for both. Elements are of the types that are values of a {@link Cache}. They are
 * equal by what they mean: {@code 1} and {@code 1.0} are, bytes of the same content are, a list and
 * a {@link Tuple} are not.
 *
 * <p><b>Length.</b> A deque may have a maximum length, which is stored with it. {@link #append} and
 * {@link #appendLeft} then drop elements from the other end, {@code add} and its kin throw {@link
 * IllegalStateException}, {@code offer} and its answer false, {@code put} and its wait.
 * python-diskcache does not know of the stored maximum; the next append brings the length down.
 *
 * <p>Iterators and streams read pages of 100 elements, so that memory is constant however long the
 * deque is. They are weakly consistent: an element added ahead is returned, one that this process
 * has removed is not, one that another process has removed since its page was read may be. An index
 * counts from the first element, or if negative from behind the last one; finding it costs a walk
 * over the keys in between. An element of a type that is refused fails the method that meets it
 * with {@link CacheTypeException} and stays.
 *
 * <p>A deque {@link #on on a cache} is its {@linkplain Cache#queue() queue without a prefix}, under
 * that cache's eviction policy. Entries of such keys that expire are counted until something
 * removes them, but are not returned.
 *
 * @param <E> the type of elements
 */
public interface Deque<E extends @Nullable Object> extends BlockingDeque<E>, AutoCloseable {

  /** The maximum length of a deque that has none. */
  long UNLIMITED = Long.MAX_VALUE;

  /**
   * Opens the deque in a directory, or makes it. Nothing is ever evicted from it.
   *
   * @param directory the deque's own directory; made, readable by its owner only, when absent
   * @return the open deque, with the maximum length that is stored
   * @throws CacheOpenException when the directory cannot hold a deque, or holds something else
   */
  static Deque<Object> open(Path directory) {
    return Cache.builder(directory).openDeque();
  }

  /**
   * Opens the deque in a directory, or makes it, and sets its maximum length.
   *
   * @param directory the deque's own directory; made, readable by its owner only, when absent
   * @param maxLength as {@link #setMaxLength} takes it
   * @return the open deque
   * @throws CacheOpenException when the directory cannot hold a deque, or holds something else
   */
  static Deque<Object> open(Path directory, long maxLength) {
    ShardDeque.checkMaxLength(maxLength);
    Deque<Object> deque = open(directory);
    try {
      deque.setMaxLength(maxLength);
      return deque;
    } catch (RuntimeException e) {
      deque.close();
      throw e;
    }
  }

  /**
   * Returns the deque of a cache, as {@link Cache#deque} does.
   *
   * @param <E> the type of elements
   * @param cache a cache that is no {@link FanoutCache}
   * @return a view of the cache
   * @throws CacheTypeException when the cache has several shards
   */
  static <E extends @Nullable Object> Deque<E> on(Cache<?, E> cache) {
    return cache.deque();
  }

  /**
   * Adds an element at the back; drops elements from the front to keep the maximum length.
   *
   * @param element the element; null is one
   * @throws CacheTypeException when it is of a type that cannot be stored
   */
  void append(@Nullable E element);

  /**
   * Adds an element at the front; drops elements from the back to keep the maximum length.
   *
   * @param element the element; null is one
   * @throws CacheTypeException when it is of a type that cannot be stored
   */
  void appendLeft(@Nullable E element);

  /**
   * Appends elements in their order, in transactions of at most 100.
   *
   * @param elements read outside of the transactions; may not be this deque
   */
  void extend(Iterable<? extends E> elements);

  /**
   * Appends elements at the front one by one, so that they end up in reverse order, in transactions
   * of at most 100.
   *
   * @param elements read outside of the transactions; may not be this deque
   */
  void extendLeft(Iterable<? extends E> elements);

  /**
   * Returns the element at an index.
   *
   * @param index 0 for the first element, -1 for the last one
   * @return the element
   * @throws IndexOutOfBoundsException when there is none
   */
  @Nullable E get(int index);

  /**
   * Replaces the element at an index.
   *
   * @param index 0 for the first element, -1 for the last one
   * @param element the new element
   * @return the element that was there
   * @throws IndexOutOfBoundsException when there is none
   */
  @Nullable E set(int index, @Nullable E element);

  /**
   * Removes the element at an index. Like that of a list, this method takes an {@code int}; give
   * {@link #removeFirstOccurrence} a number to remove.
   *
   * @param index 0 for the first element, -1 for the last one
   * @return the element that was there
   * @throws IndexOutOfBoundsException when there is none
   */
  @Nullable E remove(int index);

  /**
   * Returns the index of the first element that equals an object.
   *
   * @param object the object
   * @return the index, or -1 when there is none
   */
  int indexOf(@Nullable Object object);

  /**
   * Returns how many elements equal an object, as of one moment. Other writers wait only when some
   * have written while this was counting.
   *
   * @param object the object
   * @return how many
   */
  int count(@Nullable Object object);

  /**
   * Moves elements from the back to the front, one by one, in one transaction. Moves the fewer of
   * those on either side, and reads no values.
   *
   * @param steps how many; if negative, from the front to the back
   */
  void rotate(long steps);

  /** Reverses the order of the elements in one transaction. Reads no values. */
  void reverse();

  /**
   * Compares this deque with a sequence, element by element. The first elements that differ decide,
   * else the length: numbers by value, text by code points, bytes unsigned, other elements as their
   * class does.
   *
   * @param other the sequence
   * @return negative, zero or positive, as this one comes before the other, equals it or comes
   *     after
   * @throws ClassCastException when the first elements that differ have no order
   */
  int compareTo(Iterable<? extends @Nullable Object> other);

  /**
   * Tells whether an object is a {@link java.util.List} or {@link java.util.Deque} of equal
   * elements in the same order. A list never equals a deque in its own view.
   *
   * @param object the object
   * @return whether it is
   */
  @Override
  boolean equals(@Nullable Object object);

  /**
   * Returns the hash code of a list of these elements; a whole number's is that of a {@code Long}.
   * Reads all elements, and changes with them.
   *
   * @return the hash code
   */
  @Override
  int hashCode();

  /**
   * Returns the maximum length that is stored.
   *
   * @return 0 or more; {@link #UNLIMITED} when there is none
   */
  long maxLength();

  /**
   * Stores the maximum length, for all who have the deque open. Elements beyond it are dropped from
   * the front in the same transaction.
   *
   * @param maxLength 0 or more: a deque of 0 stays empty; {@link #UNLIMITED} for none
   * @throws IllegalArgumentException when it is negative
   */
  void setMaxLength(long maxLength);

  /**
   * Runs a body in one transaction, as {@link Cache#transact(Supplier)} does.
   *
   * @param <T> the type of the result
   * @param body run once, by this thread, while the write lock is held; keep it short
   * @return the body's result
   * @throws RuntimeException what the body throws, after everything was rolled back
   */
  <T extends @Nullable Object> T transact(Supplier<T> body);

  /**
   * Runs a body in one transaction, as {@link Cache#transact(Runnable)} does.
   *
   * @param body run once, by this thread, while the write lock is held; keep it short
   */
  default void transact(Runnable body) {
    transact(
        () -> {
          body.run();
          return Boolean.TRUE;
        });
  }

  /**
   * Returns the cache that holds the elements.
   *
   * @return the cache, for its maintenance, directory and volume
   */
  Cache<?, E> cache();

  /**
   * Closes the directory that this deque was opened on. A deque on a cache is closed with that
   * cache, and not by this. A second call does nothing.
   */
  @Override
  void close();

  @Override
  default void push(@Nullable E element) {
    addFirst(element);
  }

  @Override
  default boolean offer(@Nullable E element) {
    return offerLast(element);
  }

  @Override
  default boolean offer(@Nullable E element, long timeout, TimeUnit unit)
      throws InterruptedException {
    return offerLast(element, timeout, unit);
  }

  @Override
  default void put(@Nullable E element) throws InterruptedException {
    putLast(element);
  }

  @Override
  default @Nullable E take() throws InterruptedException {
    return takeFirst();
  }

  @Override
  default @Nullable E remove() {
    return removeFirst();
  }

  @Override
  default @Nullable E pop() {
    return removeFirst();
  }

  @Override
  default @Nullable E poll() {
    return pollFirst();
  }

  @Override
  default @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
    return pollFirst(timeout, unit);
  }

  @Override
  default @Nullable E element() {
    return getFirst();
  }

  @Override
  default @Nullable E peek() {
    return peekFirst();
  }
}
