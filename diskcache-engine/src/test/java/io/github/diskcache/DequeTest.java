// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The deque as a {@link BlockingDeque}. */
class DequeTest {
  @RegisterExtension final Stores stores = new Stores();

  private Deque<Object> bounded(int maxLength, Object... elements) {
    Deque<Object> deque = stores.openDeque();
    deque.setMaxLength(maxLength);
    deque.extend(List.of(elements));
    return deque;
  }

  @Test
  void queueMethods_workOnTheirEnds() throws Exception {
    BlockingDeque<Object> deque = stores.openDeque();

    assertThat(deque.add("c")).isTrue();
    assertThat(deque.offer("d")).isTrue();
    deque.put("e");
    deque.push("b");
    deque.addFirst("a");
    assertThat(deque.offer("f", 0, MILLISECONDS)).isTrue();
    deque.putFirst("-");
    assertThat(deque.offerFirst("--")).isTrue();

    assertThat(deque).containsExactly("--", "-", "a", "b", "c", "d", "e", "f");
    assertThat(deque.element()).isEqualTo("--");
    assertThat(deque.peek()).isEqualTo("--");
    assertThat(deque.remove()).isEqualTo("--");
    assertThat(deque.pop()).isEqualTo("-");
    assertThat(deque.poll()).isEqualTo("a");
    assertThat(deque.take()).isEqualTo("b");
    assertThat(deque.takeLast()).isEqualTo("f");
    assertThat(deque.pollLast()).isEqualTo("e");
    assertThat(deque.pollLast(1, MINUTES)).isEqualTo("d");
    assertThat(deque.poll(1, MINUTES)).isEqualTo("c");
    assertThatThrownBy(deque::element).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(deque::remove).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(deque::pop).isInstanceOf(NoSuchElementException.class);
    assertThat(deque.poll()).isNull();
    assertThat(deque.poll(1, MILLISECONDS)).isNull();
    assertThat(deque.peek()).isNull();
  }

  @Test
  void collectionMethods_workOnElements() {
    Deque<Object> deque = stores.openDeque();
    deque.addAll(List.of(1, 2, 3, 2, 1));

    assertThat(deque.contains(2)).isTrue();
    assertThat(deque.containsAll(List.of(1, 3.0))).isTrue();
    assertThat(deque.toArray()).containsExactly(1L, 2L, 3L, 2L, 1L);
    assertThat(deque.toArray(new Long[0])).containsExactly(1L, 2L, 3L, 2L, 1L);
    assertThat(deque.stream().filter(element -> element.equals(2L))).hasSize(2);
    assertThat(deque.removeIf(element -> element.equals(2L))).isTrue();
    assertThat(deque.retainAll(List.of(1L))).isTrue();
    assertThat(deque).containsExactly(1L, 1L);
    assertThat(deque.removeAll(List.of(1L))).isTrue();
    assertThat(deque.isEmpty()).isTrue();
    assertThat(deque.addAll(List.of())).isFalse();
  }

  @Test
  void fullDeque_refusesAddAndOffer() throws Exception {
    Deque<Object> deque = bounded(2, "a", "b");

    assertThat(deque.remainingCapacity()).isZero();
    assertThat(deque.offer("c")).isFalse();
    assertThat(deque.offerFirst("c")).isFalse();
    assertThat(deque.offerLast("c", 1, MILLISECONDS)).isFalse();
    assertThat(deque.offerFirst("c", -1, MILLISECONDS)).isFalse();
    assertThatThrownBy(() -> deque.add("c"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Cannot add to deque [")
        .hasMessageContaining("it has its maximum length of 2");
    assertThatThrownBy(() -> deque.push("c")).isInstanceOf(IllegalStateException.class);
    deque.remove();
    assertThat(deque.remainingCapacity()).isEqualTo(1);
    assertThatThrownBy(() -> deque.addAll(List.of("c", "d")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(deque).containsExactly("b");
    assertThat(deque.offer("c")).isTrue();
  }

  @Test
  void fullDeque_offerOfLargeValue_leavesNoFile() throws Exception {
    Deque<Object> deque = bounded(1, "a");

    assertThat(deque.offer("x".repeat(40_000))).isFalse();
    assertThat(Stores.valueFiles(stores.directory())).isEmpty();
  }

  @Test
  void take_emptyDeque_waitsForAnElement() throws Exception {
    Deque<Object> deque = stores.openDeque();
    Background<Object> taker = Background.start(deque::take).awaitWaiting();

    deque.add("a");

    assertThat(taker.result()).isEqualTo("a");
    assertThat(deque).isEmpty();
  }

  @Test
  void take_elementOfAnotherInstance_wakesToo() throws Exception {
    Deque<Object> deque = stores.openDeque();
    Background<Object> taker = Background.start(deque::takeLast).awaitWaiting();

    stores.open().queue().push(null);

    assertThat(taker.result()).isNull();
  }

  @Test
  void take_elementRolledBack_goesOnWaiting() throws Exception {
    Deque<Object> deque = stores.openDeque();
    Background<Object> taker = Background.start(deque::take).awaitWaiting();

    assertThatThrownBy(
            () ->
                deque.transact(
                    () -> {
                      deque.add("never");
                      throw new IllegalStateException("stop");
                    }))
        .hasMessage("stop");
    deque.transact(
        () -> {
          deque.add("a");
          deque.add("b");
          assertThat(taker.isDone()).isFalse();
        });

    assertThat(taker.result()).isEqualTo("a");
  }

  @Test
  void take_severalThreads_inTheOrderOfArrival() throws Exception {
    Deque<Object> deque = stores.openDeque();
    List<Background<Object>> takers = new ArrayList<>();
    WaitingLine line = Stores.shard(deque.cache()).database().takers();
    for (int i = 1; i <= 5; i++) {
      int length = i;
      takers.add(Background.start(deque::take));
      Background.await(() -> line.length() == length);
    }

    for (int i = 0; i < 5; i++) {
      deque.add(i);
      assertThat(takers.get(i).result()).isEqualTo((long) i);
    }
  }

  @Test
  void put_fullDeque_waitsForRoom() throws Exception {
    Deque<Object> deque = bounded(1, "a");
    Background<String> putter =
        Background.start(
                () -> {
                  deque.put("b");
                  return "put";
                })
            .awaitWaiting();

    assertThat(deque.take()).isEqualTo("a");

    assertThat(putter.result()).isEqualTo("put");
    assertThat(deque).containsExactly("b");
  }

  @Test
  void put_fullDeque_longerMaximumIsRoomToo() throws Exception {
    Deque<Object> deque = bounded(0);
    Background<Boolean> putter =
        Background.start(() -> deque.offerFirst("a", 10, MINUTES)).awaitWaiting();

    deque.setMaxLength(1);

    assertThat(putter.result()).isTrue();
    assertThat(deque).containsExactly("a");
  }

  @Test
  void timedMethods_timeUp_giveUp() throws Exception {
    Deque<Object> deque = bounded(0);
    long start = System.nanoTime();

    assertThat(deque.pollFirst(30, MILLISECONDS)).isNull();
    assertThat(deque.pollLast(30, MILLISECONDS)).isNull();
    assertThat(deque.offerFirst("a", 30, MILLISECONDS)).isFalse();
    assertThat(deque.offerLast("a", 30, MILLISECONDS)).isFalse();
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(120_000_000);
  }

  @Test
  void timedMethods_busyDatabase_giveUpToo() throws Exception {
    Deque<Object> deque = stores.openDeque();
    deque.add("a");
    try (ForeignLock lock = ForeignLock.on(stores.directory())) {
      assertThat(deque.poll(30, MILLISECONDS)).isNull();
      assertThat(deque.offer("b", 30, MILLISECONDS)).isFalse();
      assertThat(lock).isNotNull();
    }
    assertThat(deque).containsExactly("a");
  }

  @Test
  void timedPoll_behindOneThatWaitsForEver_givesUpAlike() throws Exception {
    Deque<Object> deque = stores.openDeque();
    Background<Object> first = Background.start(deque::take).awaitWaiting();

    assertThat(deque.pollFirst(30, MILLISECONDS)).isNull();
    assertThat(first.isDone()).isFalse();
    deque.add("a");
    assertThat(first.result()).isEqualTo("a");
  }

  @Test
  void waiting_interrupted_endsAndTakesNothing() throws Exception {
    Deque<Object> deque = bounded(1);
    Background<Object> first = Background.start(deque::take).awaitWaiting();
    Background<Object> second = Background.start(() -> deque.poll(10, MINUTES)).awaitWaiting();

    second.interrupt();
    assertThatThrownBy(second::result).isInstanceOf(InterruptedException.class);
    first.interrupt();
    assertThatThrownBy(first::result).isInstanceOf(InterruptedException.class);
    deque.add("a");
    Background<Boolean> putter =
        Background.start(() -> deque.offer("b", 10, MINUTES)).awaitWaiting();
    putter.interrupt();
    assertThatThrownBy(putter::result).isInstanceOf(InterruptedException.class);
    assertThat(deque).containsExactly("a");
  }

  @Test
  void waiting_threadInterruptedBefore_endsAtOnceWithTheFlagCleared() {
    Deque<Object> deque = stores.openDeque();
    deque.add("a");

    Thread.currentThread().interrupt();
    assertThatThrownBy(deque::take).isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> deque.put("b")).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(deque).containsExactly("a");
  }

  @Test
  void busyDatabase_isWaitedForWithoutLimit() throws Exception {
    Deque<Object> deque = stores.openDeque(stores.builder().busyTimeout(Duration.ZERO));
    Background<Boolean> adder;
    Background<Object> taker;
    try (ForeignLock lock = ForeignLock.on(stores.directory())) {
      adder = Background.start(() -> deque.add("a")).awaitWaiting();
      Background<String> interrupted =
          Background.start(
                  () -> {
                    deque.rotate(1);
                    return "rotated";
                  })
              .awaitWaiting();
      interrupted.interrupt();
      assertThatThrownBy(interrupted::result).isInstanceOf(CacheInterruptedException.class);
      taker = Background.start(deque::take).awaitWaiting();
      assertThat(adder.isDone()).isFalse();
      assertThat(lock).isNotNull();
    }

    assertThat(adder.result()).isTrue();
    assertThat(taker.result()).isEqualTo("a");
  }

  @Test
  void offerAndPoll_severalSeeTheSameChance_oneHasIt() throws Exception {
    Deque<Object> deque = bounded(1);
    List<Background<Boolean>> offers;
    try (ForeignLock lock = ForeignLock.on(stores.directory())) {
      offers =
          IntStream.range(0, 3)
              .mapToObj(i -> Background.start(() -> deque.offer("a")).awaitWaiting())
              .toList();
      assertThat(lock).isNotNull();
    }
    int added = 0;
    for (Background<Boolean> offer : offers) {
      added += offer.result() ? 1 : 0;
    }
    assertThat(added).isEqualTo(1);
    assertThat(deque).containsExactly("a");

    List<Background<Object>> polls;
    try (ForeignLock lock = ForeignLock.on(stores.directory())) {
      polls =
          IntStream.range(0, 3)
              .mapToObj(i -> Background.<Object>start(deque::poll).awaitWaiting())
              .toList();
      assertThat(lock).isNotNull();
    }
    int taken = 0;
    for (Background<Object> poll : polls) {
      taken += poll.result() == null ? 0 : 1;
    }
    assertThat(taken).isEqualTo(1);
  }

  @Test
  void take_busyDatabase_interruptionIsThrownAsDeclared() throws Exception {
    Deque<Object> deque = stores.openDeque();
    deque.add("a");
    try (ForeignLock lock = ForeignLock.on(stores.directory())) {
      Background<Object> taker = Background.start(deque::take).awaitWaiting();
      taker.interrupt();

      assertThatThrownBy(taker::result).isInstanceOf(InterruptedException.class);
      assertThat(lock).isNotNull();
    }
    assertThat(deque).containsExactly("a");
  }

  @Test
  void waiting_insideATransaction_isRefused() {
    Deque<Object> deque = bounded(1);

    assertThatThrownBy(() -> deque.<Object>transact(() -> taken(deque)))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("Cannot wait for an element of deque [")
        .hasMessageContaining("inside its transaction");
    deque.add("a");
    assertThat(deque.<Object>transact(() -> taken(deque))).isEqualTo("a");
    assertThat(deque).isEmpty();
  }

  private static Object taken(Deque<Object> deque) {
    try {
      return deque.take();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void waiting_dequeClosed_ends() throws Exception {
    Deque<Object> deque = stores.openDeque();
    Background<Object> taker = Background.start(deque::take).awaitWaiting();

    deque.close();

    assertThatThrownBy(taker::result).isInstanceOf(CacheClosedException.class);
  }

  @Test
  void drainTo_movesInOrder() {
    Deque<Object> deque = stores.openDeque();
    deque.extend(IntStream.range(0, 250).boxed().toList());
    List<Object> target = new ArrayList<>();

    assertThat(deque.drainTo(target, 0)).isZero();
    assertThat(deque.drainTo(target, 3)).isEqualTo(3);
    assertThat(target).containsExactly(0L, 1L, 2L);
    assertThat(deque.drainTo(target)).isEqualTo(247);
    assertThat(target).hasSize(250).endsWith(249L);
    assertThat(deque.drainTo(target)).isZero();
    assertThatThrownBy(() -> deque.drainTo(deque)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void drainTo_targetThatRefuses_losesNothing() {
    Deque<Object> deque = stores.openDeque();
    deque.extend(List.of("a", "b"));

    assertThatThrownBy(() -> deque.drainTo(List.of()))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(deque).containsExactly("a", "b");
  }

  @Test
  void manyThreads_boundedDeque_moveEachElementOnce() throws Exception {
    Deque<Object> deque = bounded(5);
    int each = 100;
    List<Background<Object>> producers =
        IntStream.range(0, 3)
            .mapToObj(
                p ->
                    Background.<Object>start(
                        () -> {
                          for (int i = 0; i < each; i++) {
                            deque.put(p * each + i);
                          }
                          return null;
                        }))
            .toList();
    List<Background<List<Object>>> consumers =
        IntStream.range(0, 3)
            .mapToObj(
                c ->
                    Background.start(
                        () -> {
                          List<Object> taken = new ArrayList<>();
                          for (int i = 0; i < each; i++) {
                            taken.add(deque.take());
                            assertThat(deque.size()).isLessThanOrEqualTo(5);
                          }
                          return taken;
                        }))
            .toList();

    for (Background<Object> producer : producers) {
      producer.result();
    }
    Set<Object> all = new HashSet<>();
    for (Background<List<Object>> consumer : consumers) {
      for (Object element : consumer.result()) {
        assertThat(all.add(element)).as("taken once: %s", element).isTrue();
      }
    }
    assertThat(all).hasSize(3 * each);
    assertThat(deque).isEmpty();
  }

  @Test
  void clear_elementsAddedMeanwhile_doesNotRunForEver() throws Exception {
    Deque<Object> deque = stores.openDeque();
    deque.extend(IntStream.range(0, 1000).boxed().toList());
    AtomicBoolean stop = new AtomicBoolean();
    Background<Object> producer =
        Background.start(
            () -> {
              while (!stop.get()) {
                deque.add("more");
              }
              return null;
            });

    deque.clear();

    stop.set(true);
    producer.result();
    assertThat(deque.stream().allMatch("more"::equals)).isTrue();
  }

  @Test
  void removeFirstOccurrence_concurrently_oneOfAllSucceeds() throws Exception {
    Deque<Object> deque = stores.openDeque();
    deque.extend(List.of("x", "job", "y"));

    List<Background<Boolean>> removers =
        IntStream.range(0, 4)
            .mapToObj(i -> Background.start(() -> deque.removeFirstOccurrence("job")))
            .toList();
    int removed = 0;
    for (Background<Boolean> remover : removers) {
      removed += remover.result() ? 1 : 0;
    }

    assertThat(removed).isEqualTo(1);
    assertThat(deque).containsExactly("x", "y");
  }
}
