// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.recipes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a call, by position and by name. An argument given by position makes another key
 * than the same one given by name.
 *
 * @param positional the arguments by position; null is allowed
 * @param named the arguments by name, sorted; null is allowed
 */
public record Arguments(
    List<@Nullable Object> positional, SortedMap<String, @Nullable Object> named) {

  /** No arguments. */
  public static final Arguments NONE = of();

  /**
   * Copies both.
   *
   * @param positional the arguments by position
   * @param named the arguments by name
   */
  public Arguments {
    positional = Collections.unmodifiableList(new ArrayList<>(positional));
    named = Collections.unmodifiableSortedMap(new TreeMap<>(named));
  }

  /**
   * Returns arguments by position.
   *
   * @param positional the arguments
   * @return the arguments
   */
  public static Arguments of(@Nullable Object... positional) {
    return new Arguments(Arrays.asList(positional), Collections.emptySortedMap());
  }

  /**
   * Returns these arguments and one by name.
   *
   * @param name the parameter's name
   * @param argument the argument
   * @return the arguments
   */
  public Arguments with(String name, @Nullable Object argument) {
    SortedMap<String, @Nullable Object> all = new TreeMap<>(named);
    all.put(name, argument);
    return new Arguments(positional, all);
  }
}
