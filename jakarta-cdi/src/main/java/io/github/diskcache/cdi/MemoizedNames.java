// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The memoized methods of an application, by cache and name. Filled by one thread. */
final class MemoizedNames {
  private final Map<String, Map<String, MemoizedMethod>> byCache = new TreeMap<>();
  private final Map<Class<?>, List<Member>> byBean = new HashMap<>();
  private final Set<String> caches = new TreeSet<>();

  private record Member(String method, MemoizedMethod memoized) {}

  /**
   * Adds a method.
   *
   * @throws InvalidSetting when another one has its name
   */
  void add(Class<?> bean, Method method, MemoizedMethod memoized) {
    String cache = memoized.memo().area().name();
    caches.add(cache);
    MemoizedMethod other =
        byCache.computeIfAbsent(cache, key -> new TreeMap<>()).put(memoized.name(), memoized);
    byBean
        .computeIfAbsent(bean, key -> new ArrayList<>())
        .add(new Member(method.getName(), memoized));
    if (other != null && !other.subject().equals(memoized.subject())) {
      throw new InvalidSetting(Message.NAME_TAKEN, other.subject(), memoized.name(), cache);
    }
  }

  /** Notes a cache that something else fills. */
  void addCache(String cache) {
    caches.add(cache);
  }

  /**
   * Finds whether anything fills a cache.
   *
   * @throws InvalidSetting when nothing does
   */
  void checkKnown(String cache) {
    if (!caches.contains(cache)) {
      throw new InvalidSetting(Message.CACHE_UNKNOWN, cache, Names.nearest(cache, caches));
    }
  }

  /**
   * The method of a name, or of the name of a method of the same bean.
   *
   * @throws InvalidSetting when there is none, or several of the same bean
   */
  MemoizedMethod find(Class<?> bean, String cache, String name) {
    Map<String, MemoizedMethod> names = byCache.getOrDefault(cache, Map.of());
    MemoizedMethod named = names.get(name);
    if (named != null) {
      return named;
    }
    List<Member> own =
        byBean.getOrDefault(bean, List.of()).stream()
            .filter(member -> member.method().equals(name))
            .filter(member -> member.memoized().memo().area().name().equals(cache))
            .toList();
    if (own.size() == 1) {
      return own.get(0).memoized();
    }
    throw new InvalidSetting(
        Message.NAME_UNKNOWN, cache, name, Names.nearest(name, names.keySet()));
  }
}
