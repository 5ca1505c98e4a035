// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A deque or an index open in this JVM and in a Python process at the same time. */
class PersistentTypesPythonTest {
  @TempDir static Path work;

  private static Python python;

  @RegisterExtension final Stores stores = new Stores();

  @BeforeAll
  static void startPython() throws Exception {
    python = Python.start(work);
  }

  @AfterAll
  static void stopPython() {
    if (python != null) {
      python.close();
    }
  }

  private Deque<Object> openDeque() throws Exception {
    Deque<Object> deque = stores.openDeque();
    python.run("d = diskcache.Deque(directory='" + stores.directory() + "')");
    return deque;
  }

  private Index<Object, Object> openIndex() throws Exception {
    Index<Object, Object> index = stores.openIndex();
    python.run("x = diskcache.Index('" + stores.directory() + "')");
    return index;
  }

  @Test
  void deque_bothAppend_isOneSequence() throws Exception {
    Deque<Object> deque = openDeque();

    deque.append(1);
    python.run("d.append('two')");
    deque.append(null);
    python.run("d.append([4])");
    deque.appendLeft("x".repeat(40_000));
    python.run("d.appendleft(b'y' * 40000)");

    python.assertTrue("list(d) == [b'y' * 40000, 'x' * 40000, 1, 'two', None, [4]]");
    List<Object> expected = Arrays.asList("x".repeat(40_000), 1L, "two", null, List.of(4L));
    assertThat((byte[]) deque.removeFirst()).hasSize(40_000).containsOnly('y');
    assertThat(deque).containsExactlyElementsOf(expected);
    python.assertTrue("d.pop() == [4] and d.popleft() == 'x' * 40000 and len(d) == 3");
    assertThat(deque).containsExactly(1L, "two", null);
    python.assertTrue("check(d.cache) == []");
  }

  @Test
  void deque_bothReorder_agree() throws Exception {
    Deque<Object> deque = openDeque();
    deque.extend(IntStream.range(0, 7).boxed().toList());

    deque.rotate(2);
    python.assertTrue("list(d) == [5, 6, 0, 1, 2, 3, 4]");
    python.run("d.rotate(-1)");
    assertThat(deque).containsExactly(6L, 0L, 1L, 2L, 3L, 4L, 5L);
    deque.reverse();
    python.assertTrue("list(d) == [5, 4, 3, 2, 1, 0, 6]");
    python.run("d.reverse()");
    python.run("del d[1]");
    python.run("d[-1] = 'last'");
    assertThat(deque).containsExactly(6L, 1L, 2L, 3L, 4L, "last");
    deque.set(1, "first");
    deque.remove(0);
    python.assertTrue("list(d) == ['first', 2, 3, 4, 'last']");
  }

  @Test
  void deque_maxLength_isOfNoConcernToPython() throws Exception {
    Deque<Object> deque = openDeque();
    deque.setMaxLength(2);
    deque.extend(List.of(1, 2));

    python.run("d.extend([3, 4, 5])");
    assertThat(deque).hasSize(5);
    assertThat(deque.offer(6)).isFalse();
    deque.append(6);
    python.assertTrue("list(d) == [5, 6]");
    python.run("d = diskcache.Deque(directory='" + stores.directory() + "')");
    python.assertTrue("check(d.cache) == [] and d.cache.eviction_policy == 'none'");
  }

  @Test
  void deque_pythonAppends_wakesTake() throws Exception {
    Deque<Object> deque = openDeque();
    Background<Object> taker = Background.start(deque::take).awaitWaiting();

    python.run("d.append('from Python')");

    assertThat(taker.result()).isEqualTo("from Python");
  }

  @Test
  void deque_bothTake_eachElementOnce() throws Exception {
    Deque<Object> deque = openDeque();
    int count = 300;
    deque.extend(IntStream.range(0, count).boxed().toList());
    python.run("taken = []");

    python.send("[taken.append(v) for k, v in iter(d.cache.pull, (None, None))]");
    List<Object> all = new ArrayList<>();
    deque.drainTo(all);
    python.receive();
    python.run("d.cache['taken'] = taken");
    all.addAll((List<?>) stores.open().get("taken"));

    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, count).boxed().toList());
    assertThat(deque).isEmpty();
  }

  @Test
  void index_bothPut_isOneOrder() throws Exception {
    Index<Object, Object> index = openIndex();

    index.put("b", 1);
    python.run("x['a'] = None");
    index.put(Tuple.of(1, "t"), List.of(1));
    python.run("x['b'] = 2");

    python.assertTrue("list(x.items()) == [('b', 2), ('a', None), ((1, 't'), [1])]");
    assertThat(index.keySet()).containsExactly("b", "a", Tuple.of(1L, "t"));
    assertThat(index.putIfAbsent("a", "default")).isNull();
    python.assertTrue("x.setdefault('a', 'default') is None");
    assertThat(index.popFirst()).isEqualTo(entry("b", 2L));
    python.assertTrue("x.popitem() == ((1, 't'), [1]) and list(x) == ['a']");
    assertThat(index.merge("n", 1L, (a, b) -> (Long) a + (Long) b)).isEqualTo(1L);
    python.run("x['n'] += 1");
    assertThat(index.merge("n", 1L, (a, b) -> (Long) a + (Long) b)).isEqualTo(3L);
    python.assertTrue("check(x.cache) == []");
  }

  @Test
  void index_queues_areShared() throws Exception {
    Index<Object, Object> index = openIndex();

    assertThat(python.eval("x.push('p', prefix='q')")).isEqualTo("'q-500000000000000'");
    assertThat(index.queue("q").push("j")).isEqualTo("q-500000000000001");
    assertThat(index.queue("q").pull().orElseThrow().value()).isEqualTo("p");
    assertThat(python.eval("x.pull(prefix='q')")).isEqualTo("('q-500000000000001', 'j')");
    assertThat(index.queue().push(null)).isEqualTo(500_000_000_000_000L);
    assertThat(python.eval("x.pull()")).isEqualTo("(500000000000000, None)");
  }

  @Test
  void index_iterationWhilePythonRemoves_goesOn() throws Exception {
    Index<Object, Object> index = openIndex();
    for (int i = 0; i < 500; i++) {
      index.put(i, i);
    }
    Iterator<Map.Entry<Object, Object>> entries = index.entrySet().iterator();
    assertThat(entries.next().getKey()).isEqualTo(0L);

    python.run("x.clear()");

    int left = 0;
    while (entries.hasNext()) {
      entries.next();
      left++;
    }
    assertThat(left).isLessThanOrEqualTo(100);
    assertThat(index.isEmpty()).isTrue();
  }
}
