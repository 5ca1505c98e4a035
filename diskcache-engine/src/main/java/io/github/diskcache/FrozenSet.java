// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Python's frozenset, as read: an unmodifiable set that keeps its order, and a type of its own so
 * that it is written as a frozenset again.
 */
final class FrozenSet extends AbstractSet<@Nullable Object> {
  private final Set<@Nullable Object> members;

  FrozenSet(Collection<? extends @Nullable Object> members) {
    this.members = Collections.unmodifiableSet(new LinkedHashSet<>(members));
  }

  @Override
  public boolean contains(@Nullable Object object) {
    return members.contains(object);
  }

  @Override
  public Iterator<@Nullable Object> iterator() {
    return members.iterator();
  }

  @Override
  public int size() {
    return members.size();
  }
}
