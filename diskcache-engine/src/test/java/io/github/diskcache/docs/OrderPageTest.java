// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import io.github.diskcache.Cache;
import io.github.diskcache.CacheQueue;
import io.github.diskcache.KeyOrder;
import io.github.diskcache.KeyedEntry;
import io.github.diskcache.Side;
import io.github.diskcache.WriteOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The regions of docs/tutorial/order.md. */
class OrderPageTest extends PageTest {
  private Cache<Object, Object> cache;

  @BeforeEach
  void open() {
    cache = Cache.open(directory);
  }

  @AfterEach
  void close() {
    cache.close();
  }

  @Test
  void keys_eitherOrder() {
    // snippet: keys
    cache.set("c", 3);
    cache.set("a", 1);
    cache.set("b", 2);
    cache.set("c", 33);

    print(list(cache.keys())); // [c, a, b]
    print(list(cache.keys(KeyOrder.SORTED))); // [a, b, c]
    print(list(cache.keys(KeyOrder.INSERTION_REVERSED))); // [b, a, c]
    // end
    // snippet: ends
    print(cache.first().orElseThrow().key()); // c
    print(cache.last().orElseThrow().key()); // b
    print(cache.popFirst().orElseThrow().value()); // 33
    print(cache.size()); // 2
    // end
  }

  @Test
  void queue_pushAndPull() {
    // snippet: queue
    CacheQueue<Object> queue = cache.queue();
    Object key = queue.push("first");
    print(key); // 500000000000000
    print(cache.get(key)); // first

    queue.push("second");
    queue.push("zeroth", Side.FRONT, WriteOptions.NONE);
    print(queue.peek().orElseThrow().value()); // zeroth

    KeyedEntry<Object, Object> pulled = queue.pull().orElseThrow();
    print(pulled.key()); // 499999999999999
    print(pulled.value()); // zeroth
    // end
  }

  @Test
  void queue_prefix_isAQueueOfItsOwn() {
    // snippet: prefix
    CacheQueue<Object> mails = cache.queue("mail");
    CacheQueue<Object> prints = cache.queue("print");

    print(mails.push("to alice")); // mail-500000000000000
    mails.push("to bob", Side.BACK, WriteOptions.ttl(Duration.ofHours(1)).tag("bulk"));
    print(prints.pull()); // Optional.empty
    print(mails.pull(Side.BACK).orElseThrow().tag()); // bulk
    // end
  }

  // snippet: list
  static <E> List<E> list(Iterable<E> iterable) {
    List<E> list = new ArrayList<>();
    iterable.forEach(list::add);
    return list;
  }
  // end
}
