// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tag in which {@code {0}} and {@code {name}} stand for arguments. Immutable. */
final class TagText {
  private final List<Object> pieces;

  private TagText(List<Object> pieces) {
    this.pieces = pieces;
  }

  /**
   * Reads a tag.
   *
   * @throws InvalidSetting when it names no parameter of the method
   */
  static TagText of(String text, Method method) {
    List<Object> pieces = new ArrayList<>();
    int from = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
      int close = text.indexOf('}', open);
      if (close < 0) {
        break;
      }
      pieces.add(text.substring(from, open));
      pieces.add(Parameters.position(method, text.substring(open + 1, close)));
      from = close + 1;
    }
    pieces.add(text.substring(from));
    return new TagText(pieces);
  }

  /** The tag of a call; null when there is none. */
  @Nullable String of(@Nullable Object[] arguments) {
    StringBuilder tag = new StringBuilder();
    for (Object piece : pieces) {
      tag.append(piece instanceof Integer position ? arguments[position] : piece);
    }
    return tag.isEmpty() ? null : tag.toString();
  }
}
