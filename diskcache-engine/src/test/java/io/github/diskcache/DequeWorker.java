// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A process that works on a deque: a main class of its own, with the work as its first argument.
 */
final class DequeWorker {
  static final String END = "end";

  private DequeWorker() {}

  public static void main(String[] arguments) throws InterruptedException, IOException {
    Path directory = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "produce" -> produce(directory, arguments[2], Integer.parseInt(arguments[3]));
      case "consume" -> consume(directory);
      case "move" -> move(directory);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /** Puts numbered elements, and waits for room. */
  private static void produce(Path directory, String name, int count)
      throws InterruptedException, IOException {
    try (Deque<Object> deque = Deque.open(directory)) {
      started();
      for (int i = 0; i < count; i++) {
        deque.put(name + i);
      }
      System.out.println(END);
    }
  }

  /** Takes elements and prints them, until it takes the end mark. */
  private static void consume(Path directory) throws InterruptedException, IOException {
    try (Deque<Object> deque = Deque.open(directory)) {
      started();
      Object element;
      do {
        element = deque.take();
        System.out.println(element);
      } while (!element.equals(END));
    }
  }

  /** Moves elements from the deque to a queue beside it, in one transaction each. */
  private static void move(Path directory) throws IOException {
    try (Cache<Object, Object> cache = Cache.open(directory)) {
      Deque<Object> deque = cache.deque();
      started();
      while (!deque.isEmpty()) {
        deque.transact(
            () -> {
              Object element = deque.poll();
              cache.queue("moved").push(element);
            });
        System.out.println("moved");
      }
      System.out.println(END);
    }
  }

  /** Says that all is open, and waits for the word to begin. */
  private static void started() throws IOException {
    System.out.println("started");
    if (System.in.read() < 0) {
      throw new IOException("the test has ended");
    }
  }
}
