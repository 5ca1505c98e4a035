// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads pickles of protocols 2 to 5 that hold plain values. Confined to one thread.
 *
 * <p>A pickle is a program, and Python lets it import and call anything: whoever can write to a
 * cache directory can so run code in a Python process that reads it. Here only instructions that
 * build plain values are carried out; one that leads to a class is refused with {@link
 * CacheTypeException} wherever it stands. What cannot come from a pickler is a {@link
 * DamagedValueException}: nothing that the data says is believed before it is checked against the
 * bytes that are left, and nothing recurses.
 *
 * <p>Python's types become Long or BigInteger, Double, String, byte[], {@link Tuple}, ArrayList,
 * LinkedHashMap, LinkedHashSet and, for a frozenset, an unmodifiable set. Byte strings that are
 * keys of a map or members of a set are {@code byte[]} there, which compare by identity in Java: an
 * equal array does not find them. A Python list that contains itself is read as one that does.
 */
final class PickleReader {
  private static final int OLDEST_PROTOCOL = 2;
  private static final int NEWEST_PROTOCOL = 5;
  private static final Tuple EMPTY_TUPLE = Tuple.of();
  private static final Object ABSENT = new Object();

  private final PickleInput in;
  private final HashBudget hashBudget;
  private final List<@Nullable Object> stack = new ArrayList<>();
  private int[] marks = new int[8];
  private int markCount;
  private @Nullable Object[] memo = new @Nullable Object[8];
  private int memoCount;

  private PickleReader(byte[] pickle) {
    this.in = new PickleInput(pickle);
    this.hashBudget = new HashBudget(pickle.length);
    Arrays.fill(memo, ABSENT);
  }

  /** The value that a pickle holds. */
  static @Nullable Object read(byte[] pickle) {
    return new PickleReader(pickle).run();
  }

  private @Nullable Object run() {
    if (in.opcode() != PickleOpcode.PROTO) {
      throw in.damaged("it does not begin with a protocol");
    }
    requireProtocol();
    for (PickleOpcode opcode = in.opcode(); opcode != PickleOpcode.STOP; opcode = in.opcode()) {
      execute(opcode);
    }
    // Python ignores what is left over; here it tells that a byte in the middle became a STOP.
    Object value = pop();
    if (!stack.isEmpty() || markCount > 0 || !in.isAtEnd()) {
      throw in.damaged("it ends too early");
    }
    return value;
  }

  private void execute(PickleOpcode opcode) {
    switch (opcode) {
      case PROTO -> requireProtocol();
      case FRAME -> in.requireLeft(in.unsigned(Long.BYTES));
      case MARK -> mark();
      case POP -> popOrUnmark();
      case POP_MARK -> popMark();
      case NONE -> stack.add(null);
      case NEWTRUE -> stack.add(true);
      case NEWFALSE -> stack.add(false);
      case BININT -> stack.add((long) (int) in.unsigned(4));
      case BININT1 -> stack.add(in.unsigned(1));
      case BININT2 -> stack.add(in.unsigned(2));
      case LONG1 -> stack.add(in.integer(in.unsigned(1)));
      case LONG4 -> stack.add(in.integer(in.unsigned(4)));
      case BINFLOAT -> stack.add(in.number());
      case SHORT_BINUNICODE -> stack.add(in.text(in.unsigned(1)));
      case BINUNICODE -> stack.add(in.text(in.unsigned(4)));
      case BINUNICODE8 -> stack.add(in.text(in.unsigned(8)));
      case SHORT_BINBYTES -> stack.add(in.bytes(in.unsigned(1)));
      case BINBYTES -> stack.add(in.bytes(in.unsigned(4)));
      case BINBYTES8, BYTEARRAY8 -> stack.add(in.bytes(in.unsigned(8)));
      case EMPTY_TUPLE -> stack.add(EMPTY_TUPLE);
      case TUPLE1 -> pushTuple(1);
      case TUPLE2 -> pushTuple(2);
      case TUPLE3 -> pushTuple(3);
      case TUPLE -> stack.add(new Tuple(popMark()));
      case EMPTY_LIST -> stack.add(new ArrayList<>());
      case APPEND -> append(popItems(1));
      case APPENDS -> append(popMark());
      case EMPTY_DICT -> stack.add(new LinkedHashMap<>());
      case SETITEM -> putAll(popItems(2));
      case SETITEMS -> putAll(popMark());
      case EMPTY_SET -> stack.add(new LinkedHashSet<>());
      case ADDITEMS -> addAll(popMark());
      case FROZENSET -> pushFrozenSet(popMark());
      case MEMOIZE -> memoize(memoCount);
      case BINPUT -> memoize(in.unsigned(1));
      case LONG_BINPUT -> memoize(in.unsigned(4));
      case BINGET -> stack.add(recall(in.unsigned(1)));
      case LONG_BINGET -> stack.add(recall(in.unsigned(4)));
      case GLOBAL,
          STACK_GLOBAL,
          REDUCE,
          BUILD,
          INST,
          OBJ,
          NEWOBJ,
          NEWOBJ_EX,
          EXT1,
          EXT2,
          EXT4,
          PERSID,
          BINPERSID,
          NEXT_BUFFER,
          READONLY_BUFFER ->
          throw new CacheTypeException(
              "read",
              "pickle of " + in.length() + " bytes",
              "its opcode " + opcode + " leads to a class, and no class is trusted",
              "store plain values, or bytes and text that you decode yourself");
      case STOP -> throw new AssertionError(opcode);
    }
  }

  private void requireProtocol() {
    long protocol = in.unsigned(1);
    if (protocol < OLDEST_PROTOCOL || protocol > NEWEST_PROTOCOL) {
      throw in.damaged("its protocol is " + protocol);
    }
  }

  // Stack

  private void mark() {
    if (markCount == marks.length) {
      marks = Arrays.copyOf(marks, 2 * markCount);
    }
    marks[markCount++] = stack.size();
  }

  /** Where the items behind the last mark begin. */
  private int floor() {
    return markCount == 0 ? 0 : marks[markCount - 1];
  }

  private @Nullable Object top() {
    if (stack.size() <= floor()) {
      throw in.damaged("it takes an item that is not there");
    }
    return stack.get(stack.size() - 1);
  }

  private @Nullable Object pop() {
    Object item = top();
    stack.remove(stack.size() - 1);
    return item;
  }

  private void popOrUnmark() {
    if (markCount > 0 && stack.size() == floor()) {
      markCount--;
    } else {
      pop();
    }
  }

  private List<@Nullable Object> popMark() {
    if (markCount == 0) {
      throw in.damaged("it takes a mark that is not there");
    }
    List<@Nullable Object> items = popItems(stack.size() - floor());
    markCount--;
    return items;
  }

  private List<@Nullable Object> popItems(int count) {
    int start = stack.size() - count;
    if (start < floor()) {
      throw in.damaged("it takes items that are not there");
    }
    List<@Nullable Object> last = stack.subList(start, stack.size());
    List<@Nullable Object> items = new ArrayList<>(last);
    last.clear();
    return items;
  }

  // Containers

  private void pushTuple(int size) {
    stack.add(new Tuple(popItems(size)));
  }

  @SuppressWarnings("unchecked")
  private void append(List<@Nullable Object> items) {
    if (!(top() instanceof ArrayList<?> list)) {
      throw in.damaged("it appends to what is no list");
    }
    ((ArrayList<@Nullable Object>) list).addAll(items);
  }

  @SuppressWarnings("unchecked")
  private void putAll(List<@Nullable Object> items) {
    if (!(top() instanceof LinkedHashMap<?, ?> found) || items.size() % 2 != 0) {
      throw in.damaged("it puts pairs into what is no map, or half of one");
    }
    Map<@Nullable Object, @Nullable Object> map =
        (LinkedHashMap<@Nullable Object, @Nullable Object>) found;
    for (int i = 0; i < items.size(); i += 2) {
      hashBudget.spend(items.get(i));
      map.put(items.get(i), items.get(i + 1));
    }
  }

  @SuppressWarnings("unchecked")
  private void addAll(List<@Nullable Object> members) {
    if (!(top() instanceof LinkedHashSet<?> found)) {
      throw in.damaged("it adds to what is no set");
    }
    Set<@Nullable Object> set = (LinkedHashSet<@Nullable Object>) found;
    members.forEach(hashBudget::spend);
    set.addAll(members);
  }

  private void pushFrozenSet(List<@Nullable Object> members) {
    members.forEach(hashBudget::spend);
    stack.add(new FrozenSet(members));
  }

  // Memo

  private void memoize(long slot) {
    Object item = top();
    if (slot >= in.length()) {
      throw in.damaged("it has more slots than bytes");
    }
    int index = (int) slot;
    if (index >= memo.length) {
      int old = memo.length;
      memo = Arrays.copyOf(memo, Math.max(index + 1, 2 * old));
      Arrays.fill(memo, old, memo.length, ABSENT);
    }
    if (memo[index] == ABSENT) {
      memoCount++;
    }
    memo[index] = item;
  }

  private @Nullable Object recall(long slot) {
    if (slot >= memo.length || memo[(int) slot] == ABSENT) {
      throw in.damaged("it refers to an object that is not there");
    }
    return memo[(int) slot];
  }
}
