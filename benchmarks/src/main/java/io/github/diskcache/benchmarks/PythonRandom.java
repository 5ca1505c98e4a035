// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.benchmarks;

/**
 * The numbers of Python's {@code random} module, a Mersenne Twister, so that python-diskcache's own
 * benchmark can be repeated operation by operation. Not thread-safe.
 */
final class PythonRandom {
  private static final int SIZE = 624;
  private static final int SHIFT = 397;
  private static final int UPPER = 0x80000000;
  private static final int LOWER = 0x7fffffff;

  private final int[] state = new int[SIZE];
  private int next = SIZE;

  /** As {@code random.seed(seed)}, for a seed of at most 32 bits. */
  PythonRandom(int seed) {
    state[0] = 19650218;
    for (int i = 1; i < SIZE; i++) {
      state[i] = 1812433253 * mixed(i - 1) + i;
    }
    int at = 1;
    for (int i = 0; i < SIZE; i++) {
      state[at] = (state[at] ^ (mixed(at - 1) * 1664525)) + seed;
      at = following(at);
    }
    for (int i = 0; i < SIZE - 1; i++) {
      state[at] = (state[at] ^ (mixed(at - 1) * 1566083941)) - at;
      at = following(at);
    }
    state[0] = UPPER;
  }

  private int mixed(int at) {
    return state[at] ^ (state[at] >>> 30);
  }

  private int following(int at) {
    if (at + 1 < SIZE) {
      return at + 1;
    }
    state[0] = state[SIZE - 1];
    return 1;
  }

  private int bits() {
    if (next == SIZE) {
      for (int i = 0; i < SIZE; i++) {
        int y = (state[i] & UPPER) | (state[(i + 1) % SIZE] & LOWER);
        state[i] = state[(i + SHIFT) % SIZE] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
      }
      next = 0;
    }
    int y = state[next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }

  /** As {@code random.random()}. */
  double random() {
    int high = bits() >>> 5;
    int low = bits() >>> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
  }

  /** As {@code random.randrange(below)}. */
  int randrange(int below) {
    int unused = Integer.numberOfLeadingZeros(below);
    int drawn = bits() >>> unused;
    while (drawn >= below) {
      drawn = bits() >>> unused;
    }
    return drawn;
  }

  /** As {@code random.randrange(from, below)}. */
  int randrange(int from, int below) {
    return from + randrange(below - from);
  }
}
