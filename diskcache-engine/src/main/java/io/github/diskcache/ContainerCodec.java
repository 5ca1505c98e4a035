// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The codec of lists, sets or maps that the disk stores itself, when their elements are encoded. A
 * null element is null. Immutable.
 */
final class ContainerCodec<C> implements Codec<C> {
  private final Function<C, Object> encoder;
  private final Function<Object, C> decoder;

  private ContainerCodec(Function<C, Object> encoder, Function<Object, C> decoder) {
    this.encoder = encoder;
    this.decoder = decoder;
  }

  static <E> Codec<Iterable<@Nullable E>> list(Codec<E> elements) {
    return new ContainerCodec<>(
        list -> list instanceof List && isIdentity(elements) ? list : encoded(list, elements),
        stored -> decoded(items(stored), elements, new ArrayList<>()));
  }

  static <E> Codec<Set<@Nullable E>> set(Codec<E> elements) {
    return new ContainerCodec<>(
        set -> isIdentity(elements) ? set : new LinkedHashSet<>(encoded(set, elements)),
        stored -> decoded(members(stored), elements, new LinkedHashSet<>()));
  }

  static <K, V> Codec<Map<@Nullable K, @Nullable V>> map(Codec<K> keys, Codec<V> values) {
    boolean identity = isIdentity(keys) && isIdentity(values);
    return new ContainerCodec<>(
        map -> identity ? map : encoded(map, keys, values),
        stored -> {
          Map<@Nullable K, @Nullable V> map = new LinkedHashMap<>();
          entries(stored)
              .forEach((key, value) -> map.put(decode(keys, key), decode(values, value)));
          return map;
        });
  }

  private static boolean isIdentity(Codec<?> codec) {
    return codec instanceof PlainCodec<?>;
  }

  private static <E> List<@Nullable Object> encoded(
      Iterable<? extends @Nullable E> elements, Codec<E> codec) {
    List<@Nullable Object> encoded = new ArrayList<>();
    for (E element : elements) {
      encoded.add(encode(codec, element));
    }
    return encoded;
  }

  private static <K, V> Map<@Nullable Object, @Nullable Object> encoded(
      Map<? extends @Nullable K, ? extends @Nullable V> map, Codec<K> keys, Codec<V> values) {
    Map<@Nullable Object, @Nullable Object> encoded = new LinkedHashMap<>();
    for (Map.Entry<? extends @Nullable K, ? extends @Nullable V> entry : map.entrySet()) {
      encoded.put(encode(keys, entry.getKey()), encode(values, entry.getValue()));
    }
    return encoded;
  }

  private static <E, C extends Collection<@Nullable E>> C decoded(
      Collection<?> stored, Codec<E> codec, C elements) {
    for (Object element : stored) {
      elements.add(decode(codec, element));
    }
    return elements;
  }

  private static <E> @Nullable Object encode(Codec<E> codec, @Nullable E element) {
    return element == null ? null : codec.encode(element);
  }

  private static <E> @Nullable E decode(Codec<E> codec, @Nullable Object stored) {
    return stored == null ? null : codec.decode(stored);
  }

  /** A tuple is a list to who declares one, for Python makes little difference. */
  private static Collection<?> items(Object stored) {
    if (stored instanceof Tuple tuple) {
      return tuple.items();
    }
    if (stored instanceof List<?> list) {
      return list;
    }
    throw Codecs.mismatch("list", stored);
  }

  private static Collection<?> members(Object stored) {
    if (stored instanceof Set<?> set) {
      return set;
    }
    throw Codecs.mismatch("set", stored);
  }

  private static Map<?, ?> entries(Object stored) {
    if (stored instanceof Map<?, ?> map) {
      return map;
    }
    throw Codecs.mismatch("map", stored);
  }

  @Override
  public Object encode(C container) {
    return encoder.apply(container);
  }

  @Override
  public C decode(Object stored) {
    return decoder.apply(stored);
  }
}
