// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.Cache;
import io.github.diskcache.Deque;
import io.github.diskcache.FanoutCache;
import io.github.diskcache.Index;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of stores that are injected. */
enum StoreKind {
  CACHE(Cache.class, "cache"),
  FANOUT(FanoutCache.class, "cache"),
  DEQUE(Deque.class, "deque"),
  INDEX(Index.class, "index");

  private final Class<?> type;
  private final String folder;

  StoreKind(Class<?> type, String folder) {
    this.type = type;
    this.folder = folder;
  }

  /** The interface. */
  Class<?> type() {
    return type;
  }

  /** Where the directories of stores of the kind are. */
  String folder() {
    return folder;
  }

  /** What a type of injection point asks for. */
  HandleId id(String name, Type asked) {
    List<Type> arguments = Types.arguments(asked);
    Type last = arguments.isEmpty() ? Object.class : arguments.get(arguments.size() - 1);
    Type first = arguments.size() < 2 ? Object.class : arguments.get(0);
    return new HandleId(this, name, first, last);
  }

  static Optional<StoreKind> of(Type type) {
    Class<?> raw = Types.raw(type);
    return Arrays.stream(values()).filter(kind -> kind.type == raw).findFirst();
  }
}
