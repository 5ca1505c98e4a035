// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The protocol of {@link NearChanges} as a model, of which every interleaving is looked at: two
 * writers, which may be killed at any step and start anew, one slot, one row whose value counts its
 * writes, a reader with a heap, and readers without one. No read may return less than what any
 * operation that returned before it began has shown.
 */
class NearProtocolTest {
  private static final int WRITES = 3;
  private static final int READS = 3;
  private static final int KILLS = 1;

  /** What is left out of the protocol, or done at another time. */
  enum Fault {
    MARK_AFTER_COMMIT,
    FILL_WITH_WORD_READ_AFTER_ROW,
    FILL_WHILE_ODD,
    SERVE_WITHOUT_LOOKING,
    MARK_WITHOUT_LOCK,
    SETTLE_BEFORE_COMMIT
  }

  /** The steps of a writer, in order. */
  private enum Step {
    IDLE,
    LOCKED,
    MARKED,
    COMMITTED,
    SETTLED
  }

  /**
   * A state of the world.
   *
   * @param floor the largest value that any returned operation has shown
   */
  private record World(
      int row,
      int word,
      int lockedBy,
      int floor,
      int writesLeft,
      int killsLeft,
      List<Writer> writers,
      Reader reader) {

    World with(int index, Writer writer) {
      List<Writer> changed = new ArrayList<>(writers);
      changed.set(index, writer);
      return new World(
          row, word, lockedBy, floor, writesLeft, killsLeft, List.copyOf(changed), reader);
    }

    World with(Reader next) {
      return new World(row, word, lockedBy, floor, writesLeft, killsLeft, writers, next);
    }

    World row(int value) {
      return new World(value, word, lockedBy, floor, writesLeft, killsLeft, writers, reader);
    }

    World word(int value) {
      return new World(row, value, lockedBy, floor, writesLeft, killsLeft, writers, reader);
    }

    World lockedBy(int writer) {
      return new World(row, word, writer, floor, writesLeft, killsLeft, writers, reader);
    }

    World shown(int value) {
      int now = Math.max(floor, value);
      return new World(row, word, lockedBy, now, writesLeft, killsLeft, writers, reader);
    }

    World oneWriteLess() {
      return new World(row, word, lockedBy, floor, writesLeft - 1, killsLeft, writers, reader);
    }

    World oneKillLess() {
      return new World(row, word, lockedBy, floor, writesLeft, killsLeft - 1, writers, reader);
    }
  }

  /** A writer: what it has marked the slot with, and the value it writes. */
  private record Writer(Step step, int mark, int value) {
    static final Writer IDLE = new Writer(Step.IDLE, 0, 0);
  }

  /**
   * A reader and the heap of its process.
   *
   * @param step 0 idle, 1 has read the word, 2 has read the row too
   */
  private record Reader(
      int step, int floor, int seenWord, int seenRow, int heapValue, int heapWord, int readsLeft) {
    static final Reader IDLE = new Reader(0, 0, 0, 0, -1, 0, READS);
  }

  private final EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);
  private int staleReads;

  @Test
  void explore_protocol_neverReturnsAStaleValue() {
    int states = explore();

    assertThat(staleReads).isZero();
    assertThat(states).as("states looked at").isGreaterThan(10_000);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void explore_seededFault_isFound(Fault fault) {
    faults.add(fault);

    explore();

    assertThat(staleReads).isPositive();
  }

  private int explore() {
    World start =
        new World(0, 0, -1, 0, WRITES, KILLS, List.of(Writer.IDLE, Writer.IDLE), Reader.IDLE);
    Set<World> seen = new HashSet<>(Set.of(start));
    Deque<World> open = new ArrayDeque<>(seen);
    while (!open.isEmpty() && (faults.isEmpty() || staleReads == 0)) {
      for (World next : successors(open.pop())) {
        if (seen.add(next)) {
          open.push(next);
        }
      }
    }
    return seen.size();
  }

  private List<World> successors(World world) {
    List<World> next = new ArrayList<>();
    for (int i = 0; i < world.writers.size(); i++) {
      write(world, i, next);
      kill(world, i, next);
    }
    read(world, next);
    // Anybody without a heap reads the row.
    next.add(world.shown(world.row));
    return next;
  }

  private void write(World world, int i, List<World> next) {
    Writer writer = world.writers.get(i);
    switch (writer.step) {
      case IDLE -> {
        if (world.writesLeft > 0 && faults.contains(Fault.MARK_WITHOUT_LOCK)) {
          next.add(marked(world, i, 0, Step.LOCKED).oneWriteLess());
        } else if (world.writesLeft > 0 && world.lockedBy < 0) {
          next.add(
              world.lockedBy(i).with(i, new Writer(Step.LOCKED, 0, world.row + 1)).oneWriteLess());
        }
      }
      case LOCKED -> {
        if (faults.contains(Fault.MARK_WITHOUT_LOCK)) {
          if (world.lockedBy < 0) {
            next.add(
                world.lockedBy(i).with(i, new Writer(Step.MARKED, writer.mark, world.row + 1)));
          }
        } else if (faults.contains(Fault.MARK_AFTER_COMMIT)) {
          next.add(committed(world, i, Step.MARKED));
        } else {
          next.add(marked(world, i, writer.value, Step.MARKED));
        }
      }
      case MARKED -> {
        if (faults.contains(Fault.MARK_AFTER_COMMIT)) {
          next.add(marked(world, i, writer.value, Step.COMMITTED));
        } else if (faults.contains(Fault.SETTLE_BEFORE_COMMIT)) {
          next.add(settled(world, i).with(i, new Writer(Step.COMMITTED, 0, writer.value)));
        } else {
          next.add(committed(world, i, Step.COMMITTED));
        }
      }
      case COMMITTED ->
          next.add(
              faults.contains(Fault.SETTLE_BEFORE_COMMIT)
                  ? committed(world, i, Step.SETTLED)
                  : settled(world, i).with(i, new Writer(Step.SETTLED, 0, writer.value)));
      case SETTLED -> next.add(world.shown(writer.value).with(i, Writer.IDLE));
    }
  }

  private static World marked(World world, int i, int value, Step step) {
    int mark = (world.word | 1) + 2;
    return world.word(mark).with(i, new Writer(step, mark, value));
  }

  /** The lock is free as soon as COMMIT is done, before the writer goes on. */
  private static World committed(World world, int i, Step step) {
    Writer writer = world.writers.get(i);
    return world
        .row(writer.value)
        .lockedBy(-1)
        .with(i, new Writer(step, writer.mark, writer.value));
  }

  private static World settled(World world, int i) {
    int mark = world.writers.get(i).mark;
    return world.word == mark ? world.word(mark + 1) : world;
  }

  /** A process dies: SQLite lets go of its lock, and what it had not committed is undone. */
  private static void kill(World world, int i, List<World> next) {
    if (world.killsLeft > 0 && world.writers.get(i).step != Step.IDLE) {
      World without = world.lockedBy == i ? world.lockedBy(-1) : world;
      next.add(without.with(i, Writer.IDLE).oneKillLess());
    }
  }

  private void read(World world, List<World> next) {
    Reader reader = world.reader;
    switch (reader.step) {
      case 0 -> {
        if (reader.readsLeft > 0) {
          next.add(begun(world, reader));
        }
      }
      case 1 -> {
        Reader read =
            new Reader(
                2,
                reader.floor,
                reader.seenWord,
                world.row,
                reader.heapValue,
                reader.heapWord,
                reader.readsLeft);
        next.add(world.with(read));
      }
      default -> next.add(filled(world, reader));
    }
  }

  /** Looks at the slot, and answers from the heap or goes on to the row. */
  private World begun(World world, Reader reader) {
    boolean holds =
        reader.heapValue >= 0
            && (reader.heapWord == world.word || faults.contains(Fault.SERVE_WITHOUT_LOOKING));
    if (holds) {
      // The look at the slot is where the read takes place; what was shown before it counts.
      return returned(world, reader.heapValue, world.floor, reader);
    }
    return world.with(
        new Reader(
            1, world.floor, world.word, 0, reader.heapValue, reader.heapWord, reader.readsLeft));
  }

  private World filled(World world, Reader reader) {
    int word = faults.contains(Fault.FILL_WITH_WORD_READ_AFTER_ROW) ? world.word : reader.seenWord;
    boolean fills = word % 2 == 0 || faults.contains(Fault.FILL_WHILE_ODD);
    Reader after =
        fills
            ? new Reader(0, 0, 0, 0, reader.seenRow, word, reader.readsLeft)
            : new Reader(0, 0, 0, 0, reader.heapValue, reader.heapWord, reader.readsLeft);
    return returned(world, reader.seenRow, reader.floor, after);
  }

  private World returned(World world, int value, int floor, Reader reader) {
    if (value < floor) {
      staleReads++;
    }
    return world
        .shown(value)
        .with(new Reader(0, 0, 0, 0, reader.heapValue, reader.heapWord, reader.readsLeft - 1));
  }
}
