// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memory does not grow with the number of elements: a process with a heap of 64 MiB works on a
 * million of them, whose texts alone would not fit.
 */
class SmallHeapTest {
  private static final int MILLION = 1_000_000;
  private static final int FEWER = 100_000;

  @RegisterExtension final Stores stores = new Stores();

  @TempDir Path work;

  private void fill(int count) throws SQLException {
    stores.openDeque().close();
    Stores.rows(
        stores.directory(),
        """
        INSERT INTO Cache (key, raw, store_time, access_time, mode, value)
        WITH RECURSIVE numbers (n) AS (
          SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?)
        SELECT 500000000000000 + n, 1, 0, 0, 1, printf('element %060d', n) FROM numbers""",
        count);
  }

  private String run(String act) throws Exception {
    try (ChildProcess child =
        ChildProcess.startJava(work, "-Xmx64m", Worker.class, act, stores.directory())) {
      return child.receive();
    }
  }

  @Test
  void iterate_aMillionElements_fits() throws Exception {
    fill(MILLION);

    assertThat(run("iterate")).isEqualTo(MILLION + " elements, " + MILLION + " entries");
  }

  @Test
  void changeAll_manyElements_fits() throws Exception {
    fill(FEWER);

    assertThat(run("change")).isEqualTo("1 of " + FEWER + ", then 10, then 0");
  }

  /** The process with the small heap. */
  static final class Worker {
    private Worker() {}

    public static void main(String[] arguments) {
      try (Deque<Object> deque = Deque.open(Path.of(arguments[1]))) {
        System.out.println(arguments[0].equals("iterate") ? iterate(deque) : change(deque));
      }
    }

    private static String iterate(Deque<Object> deque) {
      long elements = 0;
      for (Object element : deque) {
        elements += element.toString().startsWith("element ") ? 1 : 0;
      }
      long entries = 0;
      for (Map.Entry<?, ?> entry : deque.cache().index().entrySet()) {
        entries += entry.getKey() instanceof Long ? 1 : 0;
      }
      return elements + " elements, " + entries + " entries";
    }

    private static String change(Deque<Object> deque) {
      Object last = deque.getLast();
      deque.reverse();
      deque.rotate(deque.size() / 3);
      int count = deque.count(last);
      Iterator<Object> backwards = deque.descendingIterator();
      int size = 0;
      while (backwards.hasNext()) {
        backwards.next();
        size++;
      }
      deque.setMaxLength(size / 2);
      deque.setMaxLength(10);
      int trimmed = deque.size();
      deque.clear();
      return count + " of " + size + ", then " + trimmed + ", then " + deque.size();
    }
  }
}
