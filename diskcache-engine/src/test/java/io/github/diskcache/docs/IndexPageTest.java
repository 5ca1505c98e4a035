// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.docs;

import io.github.diskcache.Cache;
import io.github.diskcache.Index;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The regions of docs/tutorial/index.md. */
class IndexPageTest extends PageTest {
  @Test
  void index_isAMap() {
    // snippet: open
    try (Index<Object, Object> index = Index.open(directory)) {
      index.put("a", 1);
      index.put("b", 2);
      index.put("c", 3);
      print(index.containsKey("b")); // true
      print(index.get("c")); // 3
      print(index.remove("a")); // 1
      print(index.size()); // 2
    }

    try (Index<Object, Object> again = Index.open(directory)) {
      print(new LinkedHashMap<>(again)); // {b=2, c=3}
      print(again.popFirst()); // b=2
    }
    // end
  }

  @Test
  void merge_isOneTransaction() {
    // snippet: atomic
    try (Index<String, Long> words = Cache.builder(directory).openIndex(String.class, Long.class)) {
      for (String word : List.of("to", "be", "or", "not", "to", "be")) {
        words.merge(word, 1L, Long::sum);
      }
      print(new LinkedHashMap<>(words)); // {to=2, be=2, or=1, not=1}
      print(words.putIfAbsent("to", 9L)); // 2
      print(words.computeIfAbsent("that", word -> 1L)); // 1
    }
    // end
  }

  @Test
  void order_isThatOfTheFirstPut() {
    // snippet: order
    try (Index<Object, Object> index = Index.open(directory)) {
      index.putAll(Map.of("k", 1));
      index.put("j", 2);
      index.put("k", 3);
      print(index.firstEntry()); // k=3
      print(index.lastEntry()); // j=2
      print(index.keySet()); // [k, j]
      print(index.equals(Map.of("j", 2L, "k", 3L))); // true
    }
    // end
  }

  @Test
  void cache_ofAnIndex() {
    // snippet: on
    try (Cache<Object, Object> cache = Cache.open(directory)) {
      Index<Object, Object> index = cache.index();
      index.put("k", "v");
      print(cache.get("k")); // v
    }
    // end
  }
}
