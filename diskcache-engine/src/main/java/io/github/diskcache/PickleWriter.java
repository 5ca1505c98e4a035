// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes plain values as pickles of protocol 5, byte for byte as CPython does. Confined to one
 * thread.
 *
 * <p>An object that turns up again is written as a reference to a numbered slot. In keys, slots
 * that nothing refers to are left out, as {@code pickletools.optimize} does; a first pass finds
 * them.
 *
 * <p>Sets and maps are written in their order of iteration. As a map's key or a set's member Python
 * takes only what it can hash: a {@link Set} is written as a frozenset there, a list or a map is
 * refused.
 */
final class PickleWriter {
  /** The hash depth of what Python cannot hash. */
  static final int UNHASHABLE = -1;

  private static final int DEEPEST = 500;
  private static final int BATCH = 1000;

  private final PickleOutput out;
  private final PickleMemo memo;
  private final String act;
  private final List<Object> path = new ArrayList<>();

  private PickleWriter(PickleOutput out, PickleMemo memo, String act) {
    this.out = out;
    this.memo = memo;
    this.act = act;
  }

  /** The pickle of a value: {@code pickle.dumps(value, protocol=5)}. */
  static byte[] value(@Nullable Object value) {
    PickleOutput out = new PickleOutput(PickleOutput.Cut.BY_OBJECT);
    new PickleWriter(out, PickleMemo.ofValue(), "store").save(value, false);
    return out.finish();
  }

  /** The pickle of a key: {@code pickletools.optimize(pickle.dumps(key, protocol=5))}. */
  static byte[] key(@Nullable Object key) {
    PickleMemo memo = PickleMemo.ofKey();
    saveKey(key, memo);
    return saveKey(key, memo.optimized()).finish();
  }

  private static PickleOutput saveKey(@Nullable Object key, PickleMemo memo) {
    PickleOutput out = new PickleOutput(PickleOutput.Cut.BY_OPCODE);
    new PickleWriter(out, memo, "use as key").save(key, false);
    return out;
  }

  /**
   * Writes one object with all it holds.
   *
   * @param hashed whether it is, or is part of, a map's key or a set's member
   * @return how deep hashing recurses into what was written, or UNHASHABLE
   */
  private int save(@Nullable Object object, boolean hashed) {
    out.beginObject();
    if (object == null) {
      out.write(PickleOpcode.NONE);
    } else if (object instanceof Boolean flag) {
      out.write(flag ? PickleOpcode.NEWTRUE : PickleOpcode.NEWFALSE);
    } else if (object instanceof Double || object instanceof Float) {
      out.writeDouble(((Number) object).doubleValue());
    } else if (object instanceof String text) {
      saveText(text);
    } else if (object instanceof byte[] bytes) {
      saveBytes(bytes);
    } else if (object instanceof Number number) {
      saveInteger(number);
    } else {
      return saveContainer(object, hashed);
    }
    return 0;
  }

  private void saveInteger(Number number) {
    Long fitting = Keys.integer(number);
    if (fitting != null) {
      out.writeInteger(fitting);
    } else if (number instanceof BigInteger large) {
      out.writeInteger(large);
    } else {
      throw unknown(number);
    }
  }

  private void saveText(String text) {
    if (!refer(memo.find(text))) {
      out.writeText(Utf8.encode(text, act));
      memoize(text, 0);
    }
  }

  private void saveBytes(byte[] bytes) {
    if (!refer(memo.find(bytes))) {
      out.writeBytes(bytes);
      memoize(bytes, 0);
    }
  }

  private int saveContainer(Object object, boolean hashed) {
    PickleMemo.Slot slot = memo.find(object);
    if (slot != null && !(hashed && slot.hashDepth() == UNHASHABLE)) {
      requireComplete(object);
      refer(slot);
      return slot.hashDepth();
    }
    if (path.size() == DEEPEST) {
      throw refusal(object, "it is nested deeper than " + DEEPEST, "flatten it");
    }
    path.add(object);
    int hashDepth = saveNew(object, hashed);
    path.remove(path.size() - 1);
    return hashDepth;
  }

  private int saveNew(Object object, boolean hashed) {
    if (object instanceof Tuple tuple) {
      return saveTuple(tuple, hashed);
    }
    if (object instanceof FrozenSet || (hashed && object instanceof Set)) {
      return saveFrozenSet((Set<?>) object);
    }
    if (hashed && (object instanceof List || object instanceof Map)) {
      throw refusal(
          object,
          "Python takes no list and no map for a map's key or a set's member",
          "use a Tuple there");
    }
    if (object instanceof List<?> list) {
      saveList(list);
    } else if (object instanceof Map<?, ?> map) {
      saveMap(map);
    } else if (object instanceof Set<?> set) {
      saveSet(set);
    } else {
      throw unknown(object);
    }
    return UNHASHABLE;
  }

  private int saveTuple(Tuple tuple, boolean hashed) {
    int size = tuple.items().size();
    if (size == 0) {
      out.write(PickleOpcode.EMPTY_TUPLE);
      return 1;
    }
    if (size > 3) {
      out.write(PickleOpcode.MARK);
    }
    int deepest = 0;
    for (Object item : tuple.items()) {
      int depth = save(item, hashed);
      deepest =
          depth == UNHASHABLE || deepest == UNHASHABLE ? UNHASHABLE : Math.max(deepest, depth);
    }
    out.write(
        switch (size) {
          case 1 -> PickleOpcode.TUPLE1;
          case 2 -> PickleOpcode.TUPLE2;
          case 3 -> PickleOpcode.TUPLE3;
          default -> PickleOpcode.TUPLE;
        });
    int hashDepth = deepest == UNHASHABLE ? UNHASHABLE : deepest + 1;
    memoize(tuple, hashDepth);
    return hashDepth;
  }

  private void saveList(List<?> list) {
    out.write(PickleOpcode.EMPTY_LIST);
    memoize(list, UNHASHABLE);
    Iterator<?> items = list.iterator();
    if (!items.hasNext()) {
      return;
    }
    Object first = items.next();
    if (!items.hasNext()) {
      save(first, false);
      out.write(PickleOpcode.APPEND);
      return;
    }
    out.write(PickleOpcode.MARK);
    save(first, false);
    for (int batch = 1; items.hasNext(); batch++) {
      if (batch == BATCH) {
        out.write(PickleOpcode.APPENDS);
        out.write(PickleOpcode.MARK);
        batch = 0;
      }
      save(items.next(), false);
    }
    out.write(PickleOpcode.APPENDS);
  }

  private void saveMap(Map<?, ?> map) {
    out.write(PickleOpcode.EMPTY_DICT);
    memoize(map, UNHASHABLE);
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    if (!entries.hasNext()) {
      return;
    }
    Map.Entry<?, ?> first = entries.next();
    if (!entries.hasNext()) {
      saveEntry(first);
      out.write(PickleOpcode.SETITEM);
      return;
    }
    out.write(PickleOpcode.MARK);
    saveEntry(first);
    int batch = 1;
    while (entries.hasNext()) {
      saveEntry(entries.next());
      batch = endBatch(batch + 1, PickleOpcode.SETITEMS);
    }
    out.write(PickleOpcode.SETITEMS);
  }

  private void saveEntry(Map.Entry<?, ?> entry) {
    saveMember(entry.getKey());
    save(entry.getValue(), false);
  }

  private void saveSet(Set<?> set) {
    out.write(PickleOpcode.EMPTY_SET);
    memoize(set, UNHASHABLE);
    if (set.isEmpty()) {
      return;
    }
    out.write(PickleOpcode.MARK);
    int batch = 0;
    for (Object member : set) {
      saveMember(member);
      batch = endBatch(batch + 1, PickleOpcode.ADDITEMS);
    }
    out.write(PickleOpcode.ADDITEMS);
  }

  /** Maps and sets, unlike lists, begin a new batch behind a full one even if nothing follows. */
  private int endBatch(int batch, PickleOpcode end) {
    if (batch < BATCH) {
      return batch;
    }
    out.write(end);
    out.write(PickleOpcode.MARK);
    return 0;
  }

  private int saveFrozenSet(Set<?> set) {
    int deepest = 0;
    out.write(PickleOpcode.MARK);
    for (Object member : set) {
      deepest = Math.max(deepest, saveMember(member));
    }
    out.write(PickleOpcode.FROZENSET);
    memoize(set, deepest + 1);
    return deepest + 1;
  }

  /** Writes a map's key or a set's member, which the reader will hash. */
  private int saveMember(@Nullable Object object) {
    int depth = save(object, true);
    if (object != null && depth > HashBudget.DEEPEST) {
      throw refusal(
          object,
          "as a map's key or a set's member it is nested deeper than " + HashBudget.DEEPEST,
          "flatten it");
    }
    return depth;
  }

  /** Writes a reference to a slot, unless there is none. */
  private boolean refer(PickleMemo.@Nullable Slot slot) {
    if (slot == null) {
      return false;
    }
    out.writeReference(slot.number());
    return true;
  }

  private void memoize(Object object, int hashDepth) {
    if (memo.add(object, hashDepth)) {
      out.write(PickleOpcode.MEMOIZE);
    }
  }

  /** Refuses a reference from inside a container to itself: most of Java overflows on a cycle. */
  private void requireComplete(Object object) {
    for (Object outer : path) {
      if (outer == object) {
        throw refusal(object, "it contains itself", "break the cycle");
      }
    }
  }

  private CacheTypeException unknown(Object object) {
    return refusal(
        object,
        "no stored form is known for this class",
        "open the cache with this type, which then is kept as JSON, with a"
            + " JavaSerializationCodec.allowing it, or with a Codec of your own; or make byte[] or text"
            + " of it");
  }

  private CacheTypeException refusal(Object object, String reason, String remedy) {
    return new CacheTypeException(act, object.getClass().getName(), reason, remedy);
  }
}
