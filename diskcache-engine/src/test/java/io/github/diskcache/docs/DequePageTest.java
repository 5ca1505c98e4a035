// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import io.github.diskcache.Cache;
import io.github.diskcache.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The regions of docs/tutorial/deque.md. */
class DequePageTest extends PageTest {
  @Test
  void deque_bothEnds() {
    // snippet: open
    try (Deque<Object> deque = Deque.open(directory)) {
      deque.extend(List.of(5, 6, 7, 8, 9));
      print(deque.removeLast()); // 9
      print(deque.removeFirst()); // 5
      deque.appendLeft("first");
      print(deque.size()); // 4
    }

    try (Deque<Object> again = Deque.open(directory)) {
      print(again.stream().toList()); // [first, 6, 7, 8]
      print(again.get(-1)); // 8
    }
    // end
  }

  @Test
  void maxLength_isStored() {
    // snippet: maxlength
    try (Deque<Object> latest = Deque.open(directory, 3)) {
      latest.extend(List.of("a", "b", "c", "d", "e"));
      print(latest.stream().toList()); // [c, d, e]
      latest.appendLeft("z");
      print(latest.stream().toList()); // [z, c, d]
      print(latest.offer("f")); // false
    }

    try (Deque<Object> again = Deque.open(directory)) {
      print(again.maxLength()); // 3
    }
    // end
  }

  @Test
  void nothing_throwsOrIsNull() {
    // snippet: empty
    try (Deque<String> jobs = Cache.builder(directory).openDeque(String.class)) {
      print(jobs.pollFirst()); // null
      try {
        jobs.removeFirst();
      } catch (NoSuchElementException e) {
        print(jobs.isEmpty()); // true
      }
    }
    // end
  }

  @Test
  void take_anyProcess_getsEachOnce() throws InterruptedException {
    // snippet: work
    try (Deque<Object> jobs = Deque.open(directory)) {
      jobs.put("resize 1.jpg");
      jobs.put("resize 2.jpg");

      print(jobs.take()); // resize 1.jpg
      print(jobs.poll(1, TimeUnit.MINUTES)); // resize 2.jpg
    }
    // end
  }

  @Test
  void transact_takeAndRecord_areOne() {
    // snippet: record
    try (Cache<Object, Object> cache = Cache.open(directory)) {
      Deque<Object> jobs = cache.deque();
      jobs.append("resize 1.jpg");

      cache.transact(
          () -> {
            Object job = jobs.pollFirst();
            cache.set("in work: " + job, "since today");
          });
      print(cache.contains("in work: resize 1.jpg")); // true
      print(jobs.isEmpty()); // true
    }
    // end
  }

  @Test
  void rotate_reverse_compare() {
    try (Deque<Object> deque = Deque.open(directory)) {
      // snippet: rotate
      deque.extend(List.of(1, 2, 3, 4));
      deque.rotate(1);
      print(deque.stream().toList()); // [4, 1, 2, 3]
      deque.reverse();
      print(deque.stream().toList()); // [3, 2, 1, 4]
      print(deque.compareTo(List.of(3, 2, 1, 4))); // 0
      print(deque.count(2)); // 1
      // end
    }
  }
}
