// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The floors of all regions, roles and tables, found by the hash of their name in a table of fixed
 * size. Names whose hashes are equal, and those that find the table full, share a floor: then
 * entries are dropped needlessly, and none is kept wrongly. Thread-safe.
 */
final class Floors {
  private static final int SHARED = 0;
  private static final int PROBES = 64;

  private final Words words;
  private final int slot;
  private final Map<String, Floor> byName = new ConcurrentHashMap<>();
  private final Map<Integer, Floor> byBase = new ConcurrentHashMap<>();

  Floors(Words words, int slot) {
    this.words = words;
    this.slot = slot;
  }

  Floor of(String name) {
    Floor known = byName.get(name);
    return known == null ? byName.computeIfAbsent(name, this::found) : known;
  }

  /** Closes what a process that died has left open. */
  static void reclaim(Words words, int deadSlot) {
    for (int i = 0; i < Layout.FLOOR_COUNT; i++) {
      Floor.reclaim(words, base(i), deadSlot);
    }
  }

  private Floor found(String name) {
    // one object per place: it holds what this process has open there
    return byBase.computeIfAbsent(place(name), base -> new Floor(words, base, slot));
  }

  private int place(String name) {
    long hash = Hash.fast64(name) | 1;
    int start = (int) (hash >>> 32) & (Layout.FLOOR_COUNT - 1);
    for (int i = 0; i < PROBES; i++) {
      int index = (start + i) & (Layout.FLOOR_COUNT - 1);
      if (index != SHARED) {
        int nameWord = Floor.nameWord(base(index));
        if (words.get(nameWord) == 0) {
          words.compareAndSet(nameWord, 0, hash);
        }
        if (words.get(nameWord) == hash) {
          return base(index);
        }
      }
    }
    return base(SHARED);
  }

  private static int base(int index) {
    return Layout.FLOORS + index * Layout.FLOOR_WORDS;
  }
}
