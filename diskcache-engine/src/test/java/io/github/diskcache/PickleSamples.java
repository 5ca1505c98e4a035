// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Random values whose pickles Python and we must agree on. The same seed gives the same value. */
final class PickleSamples {
  private static final int[] EDGES = {999, 1000, 1001, 1999, 2000, 2001, 3000};
  private static final int[] TEXT_EDGES = {255, 256, 65530, 65531, 65532, 65535, 65536, 70000};
  private static final FrozenSet EMPTY_FROZEN_SET = new FrozenSet(List.of());

  private final Random random;
  private final boolean withSets;
  private final List<Object> finished = new ArrayList<>();
  private final List<Object> finishedHashable = new ArrayList<>();
  // Python has one object for each text and byte string that is this short, so we must have too.
  private final Map<String, String> shortTexts = new HashMap<>();
  private final Map<Integer, byte[]> shortBytes = new HashMap<>();
  private int unique;
  private boolean hugeUsed;

  /**
   * A source of values.
   *
   * @param withSets whether sets may have more than one member, which Python orders in its own way
   */
  PickleSamples(long seed, boolean withSets) {
    this.random = new Random(seed);
    this.withSets = withSets;
  }

  Object container() {
    Object made = container(0);
    finished.add(made);
    return made;
  }

  private Object container(int depth) {
    int kind = random.nextInt(withSets ? 8 : 6);
    return switch (kind) {
      case 0, 1 -> new ArrayList<>(items(size(), depth));
      case 2, 3 -> map(size(), depth);
      case 4 -> new Tuple(items(random.nextInt(6), depth));
      case 5 -> set(random.nextInt(2), depth);
      case 6 -> set(size(), depth);
      default -> frozenSet(depth);
    };
  }

  private int size() {
    if (!hugeUsed && random.nextInt(12) == 0) {
      hugeUsed = true;
      return EDGES[random.nextInt(EDGES.length)];
    }
    return random.nextInt(7);
  }

  private List<Object> items(int size, int depth) {
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      items.add(object(size > 10 ? 9 : depth + 1));
    }
    return items;
  }

  private Map<Object, Object> map(int size, int depth) {
    Map<Object, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      map.put(uniqueHashable(depth + 1), object(size > 10 ? 9 : depth + 1));
    }
    return map;
  }

  private Set<Object> set(int size, int depth) {
    Set<Object> set = new LinkedHashSet<>();
    for (int i = 0; i < size; i++) {
      set.add(uniqueHashable(depth + 1));
    }
    return set;
  }

  private FrozenSet frozenSet(int depth) {
    Set<Object> members = set(random.nextInt(withSets ? 4 : 2), depth);
    return members.isEmpty() ? EMPTY_FROZEN_SET : new FrozenSet(members);
  }

  private Object object(int depth) {
    if (!finished.isEmpty() && random.nextInt(6) == 0) {
      return finished.get(random.nextInt(finished.size()));
    }
    Object made = depth < 5 && random.nextInt(3) == 0 ? container(depth) : atom();
    finished.add(made);
    return made;
  }

  /** Something that no other call gives: equal keys would make Python's map the smaller one. */
  private Object uniqueHashable(int depth) {
    int number = unique++;
    Object made =
        switch (random.nextInt(depth < 5 ? 6 : 4)) {
          case 0 -> "key " + number;
          case 1 -> ("key " + number).getBytes(UTF_8);
          case 2 -> number + 1_000_000L;
          case 3 -> number + 0.5;
          case 4 -> Tuple.of(number + 2_000_000L, hashable());
          default -> new FrozenSet(List.of(number + 3_000_000L));
        };
    finished.add(made);
    finishedHashable.add(made);
    return made;
  }

  private Object hashable() {
    return finishedHashable.isEmpty() || random.nextBoolean()
        ? atom()
        : finishedHashable.get(random.nextInt(finishedHashable.size()));
  }

  private Object atom() {
    return switch (random.nextInt(9)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> (long) random.nextInt(70_000);
      case 3 -> (long) random.nextInt();
      case 4 -> random.nextLong();
      case 5 -> new BigInteger(random.nextInt(2200), random).negate().shiftLeft(64);
      case 6 -> random.nextGaussian() * 1e9;
      case 7 -> text();
      default -> bytes();
    };
  }

  private String text() {
    int length = length();
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(random.nextInt(20) == 0 ? 0x1F600 + random.nextInt(50) : 'a' + i % 26);
    }
    String made = text.toString();
    return length < 2 ? shortTexts.computeIfAbsent(made, k -> made) : made;
  }

  private byte[] bytes() {
    byte[] made = new byte[length()];
    random.nextBytes(made);
    return made.length < 2 ? shortBytes.computeIfAbsent(Arrays.hashCode(made), k -> made) : made;
  }

  private int length() {
    if (random.nextInt(60) == 0) {
      return TEXT_EDGES[random.nextInt(TEXT_EDGES.length)];
    }
    return random.nextInt(random.nextInt(10) == 0 ? 300 : 12);
  }
}
