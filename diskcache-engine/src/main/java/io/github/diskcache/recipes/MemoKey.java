// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import io.github.diskcache.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the keys of memoized results as python-diskcache does, so that both share results where
 * names agree: name, arguments by position, null, names and arguments by name, and then the types
 * when they count. Stateless.
 *
 * <p>Types are written as names of Java classes, and so are not shared with Python, which refers to
 * its own.
 */
final class MemoKey {
  private MemoKey() {}

  static Tuple of(String name, MemoizeOptions options, Arguments arguments) {
    List<@Nullable Object> positional = new ArrayList<>();
    for (int i = 0; i < arguments.positional().size(); i++) {
      if (!options.ignoredIndexes().contains(i)) {
        positional.add(arguments.positional().get(i));
      }
    }
    SortedMap<String, @Nullable Object> named = new TreeMap<>(arguments.named());
    named.keySet().removeAll(options.ignoredNames());

    List<@Nullable Object> items = new ArrayList<>();
    items.add(name);
    positional.forEach(argument -> items.add(Plain.copy(argument)));
    items.add(null);
    for (Map.Entry<String, @Nullable Object> argument : named.entrySet()) {
      items.add(argument.getKey());
      items.add(Plain.copy(argument.getValue()));
    }
    if (options.typed()) {
      positional.forEach(argument -> items.add(type(argument)));
      named.values().forEach(argument -> items.add(type(argument)));
    }
    return new Tuple(items);
  }

  private static String type(@Nullable Object argument) {
    return argument == null ? "null" : argument.getClass().getName();
  }
}
