// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The protocol of the log of intents and the slots of near tiers, in every interleaving of its
 * steps: one process sets a key, another one a key of the same slot, a third writes what waits and
 * evicts the first key again; the first and the last may be killed at any step. One reader has a
 * near tier, one has none. What is read must never be older than what any operation has shown
 * before the read began, and what was evicted must not be in the heap once its writer is done. The
 * steps are those of {@link Intents} and {@link WriteTransaction}, by hand.
 */
class IntentProtocolTest {
  /** A step taken out or in another place, which must be found. */
  enum Fault {
    NONE,
    MARK_AFTER_HEAD,
    NO_MARK,
    SETTLE_THOUGH_IT_WAS_ODD,
    WRITER_SETTLES_DURING_AN_APPEND,
    RAISE_AFTER_SETTLING
  }

  // The key's versions: 1 at first, 2 is set, 3 is its eviction.
  private static final int SLOT = 0;
  private static final int WAITS = 1;
  private static final int OTHER_WAITS = 2;
  private static final int STORED = 3;
  private static final int LOCK = 4;
  private static final int SHOWN = 5;
  // Of each setter: its step and the slot before its mark.
  private static final int SETTER = 6;
  private static final int OTHER_SETTER = 8;
  // Its step, what it writes, and its mark.
  private static final int WRITER = 10;
  private static final int BATCH = 11;
  private static final int MARK = 12;
  // The reader with a heap: step, slot, shown before, value and slot it holds, and what it found.
  private static final int READER = 13;
  private static final int READ_SLOT = 14;
  private static final int BEFORE = 15;
  private static final int HELD = 16;
  private static final int HELD_SLOT = 17;
  private static final int READS = 18;
  // The reader without.
  private static final int PLAIN = 19;
  private static final int PLAIN_BEFORE = 20;
  private static final int LENGTH = 21;

  private static final int WRITTEN = 7;
  private static final int DEAD = 99;
  private static final int NOBODY = 0;

  private final ArrayDeque<int[]> open = new ArrayDeque<>();
  private final Set<String> seen = new HashSet<>();
  private Fault fault = Fault.NONE;
  private int stale;

  @Test
  void reads_allInterleavings_areNeverStale() {
    run(Fault.NONE);

    assertThat(stale).isZero();
    assertThat(seen).hasSizeGreaterThan(10_000);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void reads_withAFault_areStaleSomewhere(Fault seeded) {
    run(seeded);

    assertThat(stale).isPositive();
  }

  private void run(Fault seeded) {
    fault = seeded;
    int[] start = new int[LENGTH];
    start[SLOT] = 10;
    start[STORED] = 1;
    start[SHOWN] = 1;
    add(start);
    while (!open.isEmpty()) {
      int[] state = open.remove();
      set(state, SETTER, WAITS, 1);
      set(state, OTHER_SETTER, OTHER_WAITS, 2);
      write(state);
      readWithHeap(state);
      readPlainly(state);
    }
  }

  private void add(int[] state) {
    char[] numbers = new char[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      numbers[i] = (char) state[i];
    }
    if (seen.add(new String(numbers))) {
      open.add(state);
    }
  }

  /** Another state, in which somebody has come one step further. */
  private static int[] after(int[] state, int actor) {
    int[] next = state.clone();
    next[actor]++;
    return next;
  }

  /** Who is killed has no lock any more. */
  private void kill(int[] state, int actor, int owner) {
    int[] next = state.clone();
    next[actor] = DEAD;
    next[LOCK] = next[LOCK] == owner ? NOBODY : next[LOCK];
    add(next);
  }

  private static boolean isEven(int slot) {
    return slot % 2 == 0;
  }

  private static int odd(int slot) {
    return (slot | 1) + 2;
  }

  private void set(int[] state, int actor, int waits, int owner) {
    int step = state[actor];
    if (step > 4) {
      return;
    }
    if (step > 0 && waits == WAITS) {
      kill(state, actor, owner);
    }
    int[] next = after(state, actor);
    switch (step) {
      case 0 -> {
        if (state[LOCK] != NOBODY) {
          return;
        }
        next[LOCK] = owner;
      }
      case 1, 2 -> {
        boolean marks = (step == 1) != (fault == Fault.MARK_AFTER_HEAD);
        if (!marks) {
          next[waits] = 2;
        } else if (fault != Fault.NO_MARK) {
          next[actor + 1] = state[SLOT];
          next[SLOT] = odd(state[SLOT]);
        }
      }
      case 3 -> {
        boolean settles = fault == Fault.SETTLE_THOUGH_IT_WAS_ODD || isEven(state[actor + 1]);
        if (fault != Fault.NO_MARK && settles && state[SLOT] == odd(state[actor + 1])) {
          next[SLOT]++;
        }
      }
      default -> {
        next[LOCK] = NOBODY;
        if (waits == WAITS) {
          next[SHOWN] = Math.max(state[SHOWN], 2);
        }
      }
    }
    add(next);
  }

  private void write(int[] state) {
    int step = state[WRITER];
    if (step >= WRITTEN) {
      return;
    }
    if (step > 0) {
      kill(state, WRITER, 3);
    }
    int[] next = after(state, WRITER);
    switch (step) {
      case 0 -> next[BATCH] = state[WAITS];
      case 1 -> {
        next[SLOT] = odd(state[SLOT]);
        next[MARK] = next[SLOT];
      }
      case 2 -> next[STORED] = state[BATCH] == 2 ? 3 : state[STORED];
      case 3, 5 -> {
        boolean raises = (step == 3) != (fault == Fault.RAISE_AFTER_SETTLING);
        if (raises && state[BATCH] == 2) {
          next[WAITS] = 0;
        } else if (!raises && state[SLOT] == state[MARK]) {
          next[SLOT]++;
        }
      }
      case 4 -> {
        if (fault != Fault.WRITER_SETTLES_DURING_AN_APPEND) {
          if (state[LOCK] != NOBODY) {
            return;
          }
          next[LOCK] = 3;
        }
      }
      default -> next[LOCK] = state[LOCK] == 3 ? NOBODY : state[LOCK];
    }
    add(next);
  }

  private void readWithHeap(int[] state) {
    int[] next = after(state, READER);
    switch (state[READER]) {
      case 0 -> {
        if (state[READS] == 2) {
          return;
        }
        next[READS]++;
        next[BEFORE] = state[SHOWN];
        next[READ_SLOT] = state[SLOT];
        if (state[HELD] != 0 && state[HELD_SLOT] == state[SLOT] && isEven(state[SLOT])) {
          show(next, state[HELD], state[SHOWN]);
          stale += state[WRITER] == WRITTEN && state[BATCH] == 2 && state[HELD] == 2 ? 1 : 0;
          next[READER] = 0;
        }
      }
      case 1 -> {
        if (state[WAITS] != 0) {
          hold(next, state[WAITS]);
        }
      }
      default -> hold(next, state[STORED]);
    }
    add(next);
  }

  private void hold(int[] next, int value) {
    show(next, value, next[BEFORE]);
    next[READER] = 0;
    if (isEven(next[READ_SLOT])) {
      next[HELD] = value;
      next[HELD_SLOT] = next[READ_SLOT];
    }
  }

  private void readPlainly(int[] state) {
    int[] next = after(state, PLAIN);
    switch (state[PLAIN]) {
      case 0 -> next[PLAIN_BEFORE] = state[SHOWN];
      case 1 -> {
        if (state[WAITS] != 0) {
          show(next, state[WAITS], state[PLAIN_BEFORE]);
          next[PLAIN] = 0;
        }
      }
      default -> {
        show(next, state[STORED], state[PLAIN_BEFORE]);
        next[PLAIN] = 0;
      }
    }
    add(next);
  }

  private void show(int[] next, int value, int before) {
    stale += value < before ? 1 : 0;
    // To miss what was evicted shows no more than its last value, which may still wait.
    next[SHOWN] = Math.max(next[SHOWN], Math.min(value, 2));
  }
}
