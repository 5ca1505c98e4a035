// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import io.github.diskcache.Cache;
import io.github.diskcache.FanoutCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The regions of docs/tutorial/transactions.md. */
class TransactionsPageTest extends PageTest {
  private Cache<Object, Object> cache;

  @BeforeEach
  void open() {
    cache = Cache.open(directory.resolve("cache"));
  }

  @AfterEach
  void close() {
    cache.close();
  }

  @Test
  void transact_totalAndCount_belongTogether() {
    // snippet: write
    cache.transact(
        () -> {
          cache.increment("total", 123.45);
          cache.increment("count");
        });
    // end
    // snippet: read
    double average = cache.transact(() -> (Double) cache.get("total") / (Long) cache.get("count"));
    print(average); // 123.45
    // end
  }

  @Test
  void transact_exception_undoesAll() {
    // snippet: rollback
    cache.set("account", 100);
    try {
      cache.transact(
          () -> {
            cache.increment("account", -30);
            throw new IllegalStateException("no such recipient");
          });
    } catch (IllegalStateException e) {
      print(e.getMessage()); // no such recipient
    }
    print(cache.get("account")); // 100
    // end
  }

  @Test
  void transact_many_isOneCommit() {
    // snippet: batch
    cache.transact(
        () -> {
          for (int i = 0; i < 1000; i++) {
            cache.set(i, i * i);
          }
        });
    print(cache.size()); // 1000
    // end
  }

  @Test
  void transactOn_oneKey_locksItsShard() {
    // snippet: key
    try (FanoutCache<Object, Object> fanout = FanoutCache.open(directory.resolve("fanout"))) {
      fanout.set("state", "open");

      String next =
          fanout.transactOn(
              "state",
              () -> {
                String state = "open".equals(fanout.get("state")) ? "closed" : "open";
                fanout.set("state", state);
                return state;
              });
      print(next); // closed
    }
    // end
  }
}
