// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The methods of a bean and their annotations, as the container sees them. Stateless. */
final class BeanMethods {
  private static final int DEEPEST = 3;

  private BeanMethods() {}

  /** The methods of a class and what it inherits, each with the annotations that the bean has. */
  static Map<Method, List<Annotation>> of(AnnotatedType<?> bean) {
    Map<Method, List<Annotation>> declared = new HashMap<>();
    for (AnnotatedMethod<?> method : bean.getMethods()) {
      declared.put(method.getJavaMember(), List.copyOf(method.getAnnotations()));
    }
    Map<Method, List<Annotation>> all = new LinkedHashMap<>();
    Set<String> overridden = new HashSet<>();
    for (Class<?> c = bean.getJavaClass(); c != null && c != Object.class; c = c.getSuperclass()) {
      for (Method method : c.getDeclaredMethods()) {
        boolean isNew =
            Modifier.isPrivate(method.getModifiers()) || overridden.add(signature(method));
        if (isNew && !method.isSynthetic()) {
          List<Annotation> own = Arrays.asList(method.getAnnotations());
          all.put(method, declared.getOrDefault(method, own));
        }
      }
    }
    return all;
  }

  private static String signature(Method method) {
    return method.getName() + Arrays.toString(method.getParameterTypes());
  }

  /** Those of a type among annotations, and those that they carry in turn. */
  static <A extends Annotation> List<A> all(List<Annotation> annotations, Class<A> type) {
    List<A> found = new ArrayList<>();
    collect(annotations, type, found, 0);
    return found;
  }

  /** All evictions among annotations. */
  static List<DiskEvict> evictions(List<Annotation> annotations) {
    List<DiskEvict> all = all(annotations, DiskEvict.class);
    all(annotations, DiskEvict.List.class).forEach(list -> all.addAll(Arrays.asList(list.value())));
    return all;
  }

  /** The first of a type, or null. */
  static <A extends Annotation> @Nullable A first(List<Annotation> annotations, Class<A> type) {
    List<A> found = all(annotations, type);
    return found.isEmpty() ? null : found.get(0);
  }

  private static <A extends Annotation> void collect(
      List<Annotation> annotations, Class<A> type, List<A> found, int depth) {
    for (Annotation annotation : annotations) {
      if (type.isInstance(annotation)) {
        found.add(type.cast(annotation));
      } else if (depth < DEEPEST && !annotation.annotationType().getName().startsWith("java")) {
        AnnotatedElement meta = annotation.annotationType();
        collect(Arrays.asList(meta.getAnnotations()), type, found, depth + 1);
      }
    }
  }

  /** Whether a class has a method with one of some annotations. */
  static boolean hasAny(Class<?> type, Predicate<List<Annotation>> wanted) {
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      for (Method method : c.getDeclaredMethods()) {
        if (wanted.test(Arrays.asList(method.getAnnotations()))) {
          return true;
        }
      }
    }
    return false;
  }

  /** The class of a bean behind the one that the container has made of it. */
  static Class<?> behindProxy(Class<?> type) {
    Class<?> c = type;
    while (c.getName().contains("$$") && c.getSuperclass() != null) {
      c = c.getSuperclass();
    }
    return c;
  }

  /** A method as it is told to people, and the usual name of its results. */
  static String described(Class<?> bean, Method method) {
    String parameters =
        Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(","));
    return bean.getName() + '.' + method.getName() + '(' + parameters + ')';
  }
}
