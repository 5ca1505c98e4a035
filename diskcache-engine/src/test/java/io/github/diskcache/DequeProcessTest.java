// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One deque open in several processes. */
class DequeProcessTest {
  private static final String BEGIN = "";

  @RegisterExtension final Stores stores = new Stores();

  @TempDir Path work;

  private ChildProcess worker(Object... arguments) throws IOException {
    return ChildProcess.startJava(work, DequeWorker.class, arguments);
  }

  private static void begin(ChildProcess worker) throws InterruptedException {
    assertThat(worker.receive()).isEqualTo("started");
    worker.send(BEGIN);
  }

  @Test
  void producersAndConsumers_boundedDeque_moveEachElementOnce() throws Exception {
    int each = 150;
    Deque<Object> deque = stores.openDeque();
    deque.setMaxLength(10);
    List<String> taken = new ArrayList<>();

    try (ChildProcess one = worker("produce", stores.directory(), "a", each);
        ChildProcess two = worker("produce", stores.directory(), "b", each);
        ChildProcess three = worker("consume", stores.directory());
        ChildProcess four = worker("consume", stores.directory())) {
      for (ChildProcess worker : List.of(one, two, three, four)) {
        begin(worker);
      }
      assertThat(one.receive()).isEqualTo(DequeWorker.END);
      assertThat(two.receive()).isEqualTo(DequeWorker.END);
      deque.put(DequeWorker.END);
      deque.put(DequeWorker.END);
      for (ChildProcess consumer : List.of(three, four)) {
        for (String element = consumer.receive();
            !element.equals(DequeWorker.END);
            element = consumer.receive()) {
          taken.add(element);
        }
      }
    }

    List<String> all =
        IntStream.range(0, each).boxed().flatMap(i -> Stream.of("a" + i, "b" + i)).toList();
    assertThat(taken).containsExactlyInAnyOrderElementsOf(all);
    assertThat(deque).isEmpty();
  }

  @Test
  void take_elementOfAnotherProcess_wakes() throws Exception {
    Deque<Object> deque = stores.openDeque();
    try (ChildProcess consumer = worker("consume", stores.directory());
        ChildProcess producer = worker("produce", stores.directory(), "p", 1)) {
      begin(consumer);

      deque.add("first");
      assertThat(consumer.receive()).isEqualTo("first");
      // Whether it waits by now or not yet, the next one comes too.
      deque.add("second");
      assertThat(consumer.receive()).isEqualTo("second");
      deque.add(DequeWorker.END);
      assertThat(consumer.receive()).isEqualTo(DequeWorker.END);

      Background<Object> taker = Background.start(deque::take).awaitWaiting();
      begin(producer);
      assertThat(taker.result()).isEqualTo("p0");
    }
  }

  @Test
  void put_roomMadeByAnotherProcess_wakes() throws Exception {
    Deque<Object> deque = stores.openDeque();
    deque.setMaxLength(1);
    deque.add("first");
    try (ChildProcess consumer = worker("consume", stores.directory())) {
      Background<Object> putter =
          Background.<Object>start(
                  () -> {
                    deque.put(DequeWorker.END);
                    return "put";
                  })
              .awaitWaiting();

      begin(consumer);

      assertThat(putter.result()).isEqualTo("put");
      assertThat(consumer.receive()).isEqualTo("first");
      assertThat(consumer.receive()).isEqualTo(DequeWorker.END);
    }
  }

  @Test
  void consumerKilled_takenInATransaction_losesNothingAndRepeatsNothing() throws Exception {
    int count = 3000;
    Cache<Object, Object> cache = stores.open(stores.builder().evictionPolicy(EvictionPolicy.NONE));
    Deque<Object> deque = cache.deque();
    deque.extend(IntStream.range(0, count).boxed().toList());

    for (int kills = 0; kills < 2; kills++) {
      try (ChildProcess mover = worker("move", stores.directory())) {
        begin(mover);
        for (int i = 0; i < 20; i++) {
          assertThat(mover.receive()).isEqualTo("moved");
        }
        mover.kill();
      }
    }

    List<Object> all = new ArrayList<>();
    CacheQueue<Object> moved = cache.queue("moved");
    for (Optional<KeyedEntry<Object, Object>> next = moved.pull();
        next.isPresent();
        next = moved.pull()) {
      all.add(next.get().value());
    }
    assertThat(all).hasSizeGreaterThanOrEqualTo(40);
    deque.drainTo(all);
    assertThat(all)
        .containsExactlyElementsOf(
            IntStream.range(0, count).mapToObj(i -> (Object) (long) i).toList());
  }
}
