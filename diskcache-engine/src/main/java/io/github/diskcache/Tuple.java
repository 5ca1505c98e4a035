// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sequence of values that may be a key or part of one: Python's tuple, which is
 * another type than a list there and so another key here. Immutable as far as its items are.
 *
 * @param items the items; null is allowed
 */
public record Tuple(List<@Nullable Object> items) {

  /**
   * Copies the items.
   *
   * @param items the items; null is allowed
   */
  public Tuple {
    items = Collections.unmodifiableList(new ArrayList<>(items));
  }

  /**
   * Returns a tuple of items.
   *
   * @param items the items; null is allowed
   * @return the tuple
   */
  public static Tuple of(@Nullable Object... items) {
    return new Tuple(Arrays.asList(items));
  }

  @Override
  public String toString() {
    String text = items.toString();
    return '(' + text.substring(1, text.length() - 1) + ')';
  }
}
