// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import io.github.diskcache.CacheTypeException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The parameters of a method that make its keys. Immutable.
 *
 * @param method the method
 * @param types the types of those parameters, by position among all
 * @param positions their positions
 */
record Parameters(Method method, List<Type> types, List<Integer> positions) {

  /**
   * The parameters that count: those with {@link CacheKey}, or all but those to ignore.
   *
   * @throws InvalidSetting when one to ignore is not there
   */
  static Parameters of(Method method, String[] ignore, Class<?> seenFrom) {
    Set<Integer> ignored = new HashSet<>();
    for (String one : ignore) {
      ignored.add(position(method, one));
    }
    Parameter[] all = method.getParameters();
    boolean marked =
        IntStream.range(0, all.length).anyMatch(i -> all[i].isAnnotationPresent(CacheKey.class));
    List<Type> types = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      boolean counts =
          marked
              ? all[i].isAnnotationPresent(CacheKey.class)
              : !ignored.contains(i) && !all[i].isAnnotationPresent(CacheIgnore.class);
      if (counts) {
        types.add(Types.plain(all[i].getParameterizedType(), seenFrom));
        positions.add(i);
      }
    }
    return new Parameters(method, types, positions);
  }

  /**
   * The position of a parameter that is given by name or position.
   *
   * @throws InvalidSetting when there is none
   */
  static int position(Method method, String given) {
    Parameter[] all = method.getParameters();
    for (int i = 0; i < all.length; i++) {
      if (given.equals(String.valueOf(i)) || given.equals(all[i].getName())) {
        return i;
      }
    }
    throw new InvalidSetting(Message.PARAMETER_UNKNOWN, given);
  }

  /**
   * How each of them is written.
   *
   * @throws InvalidSetting when one is of a type that makes no key
   */
  List<KeyText.Parameter> parts() {
    List<KeyText.Parameter> parts = new ArrayList<>();
    for (int i = 0; i < positions.size(); i++) {
      parts.add(new KeyText.Parameter(positions.get(i), part(i)));
    }
    return parts;
  }

  /** The same, where their types do not matter. */
  List<KeyText.Parameter> positionsOnly() {
    return positions.stream()
        .map(position -> new KeyText.Parameter(position, KeyPart::plain))
        .toList();
  }

  private KeyPart part(int index) {
    Type type = types.get(index);
    String subject = "parameter " + positions.get(index) + " of type [" + type.getTypeName() + ']';
    Optional<String> unusable = Unusable.reason(type);
    if (unusable.isPresent()) {
      throw new InvalidSetting(Message.KEY_TYPE, subject, unusable.get());
    }
    try {
      return KeyPart.of(type);
    } catch (CacheTypeException e) {
      throw new InvalidSetting(Message.KEY_TYPE, subject, String.valueOf(e.getMessage()));
    }
  }

  /** The types, boxed, as they are told to people. */
  String described() {
    return types.stream().map(Parameters::boxed).collect(Collectors.joining(", "));
  }

  /** The name of a type, boxed. */
  static String boxed(Type type) {
    return type instanceof Class<?> raw && raw.isPrimitive()
        ? MethodType.methodType(raw).wrap().returnType().getTypeName()
        : type.getTypeName();
  }
}
