// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.configurator.AnnotatedMethodConfigurator;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Annotation;
import java.lang.annotation.Retention;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The interceptors and what binds them. Our annotations are for methods only, so that the
 * interceptors cannot carry them as classes; the container is told instead.
 */
final class Bindings {
  /** Carries each binding once, as an annotation may. */
  @DiskMemoized
  @DiskEvict
  @DiskPut(name = "")
  @DiskThrottled(count = 1)
  @DiskBarrier
  @Retention(RUNTIME)
  private @interface Pattern {}

  private static final Map<Class<? extends Annotation>, Class<? extends DiskInterceptor>> ALL =
      Map.of(
          DiskMemoized.class, MemoizedInterceptor.class,
          DiskEvict.class, EvictInterceptor.class,
          DiskPut.class, PutInterceptor.class,
          DiskThrottled.class, ThrottledInterceptor.class,
          DiskBarrier.class, BarrierInterceptor.class);

  private Bindings() {}

  static void register(BeforeBeanDiscovery event) {
    ALL.forEach(
        (binding, interceptor) -> {
          event.addInterceptorBinding(binding);
          event.addAnnotatedType(interceptor, interceptor.getName()).add(pattern(binding));
        });
  }

  /** An annotation of a type, whatever its members are: none of them binds. */
  static Annotation pattern(Class<? extends Annotation> binding) {
    return Objects.requireNonNull(Pattern.class.getAnnotation(binding));
  }

  /** Those of ours among annotations. */
  static List<Class<? extends Annotation>> of(List<Annotation> annotations) {
    return ALL.keySet().stream().filter(binding -> isBoundBy(binding, annotations)).toList();
  }

  private static boolean isBoundBy(
      Class<? extends Annotation> binding, List<Annotation> annotations) {
    return BeanMethods.first(annotations, binding) != null
        || (binding == DiskEvict.class
            && BeanMethods.first(annotations, DiskEvict.List.class) != null);
  }

  /**
   * Changes what the container sees of a bean: several evictions of a method are bound like one,
   * which containers do differently otherwise; what an annotation of the application's own carries
   * is bound even if that is no interceptor binding; and what is final is not bound, so that the
   * report on it is ours.
   */
  static void adapt(ProcessAnnotatedType<?> event) {
    Class<?> type = event.getAnnotatedType().getJavaClass();
    List<AnnotatedMethod<?>> methods = new ArrayList<>(event.getAnnotatedType().getMethods());
    for (AnnotatedMethod<?> method : methods) {
      List<Annotation> annotations = List.copyOf(method.getAnnotations());
      if (of(annotations).isEmpty()) {
        continue;
      }
      boolean isFinal =
          Modifier.isFinal(type.getModifiers())
              || Modifier.isFinal(method.getJavaMember().getModifiers());
      List<Class<? extends Annotation>> carried = carried(annotations);
      if (isFinal || method.isAnnotationPresent(DiskEvict.List.class) || !carried.isEmpty()) {
        event
            .configureAnnotatedType()
            .filterMethods(other -> other.getJavaMember().equals(method.getJavaMember()))
            .forEach(one -> adapt(one, isFinal, carried));
      }
    }
  }

  /** Those of ours that are only on other annotations, where no container looks for them. */
  private static List<Class<? extends Annotation>> carried(List<Annotation> annotations) {
    List<Annotation> carriers =
        annotations.stream()
            .filter(one -> !isOurs(one.annotationType()))
            .filter(one -> !one.annotationType().isAnnotationPresent(InterceptorBinding.class))
            .toList();
    List<Annotation> seen = new ArrayList<>(annotations);
    seen.removeAll(carriers);
    List<Class<? extends Annotation>> carried = new ArrayList<>(of(carriers));
    carried.removeAll(of(seen));
    return carried;
  }

  private static void adapt(
      AnnotatedMethodConfigurator<?> method,
      boolean isFinal,
      List<Class<? extends Annotation>> carried) {
    if (isFinal) {
      method.remove(annotation -> !of(List.of(annotation)).isEmpty());
      return;
    }
    carried.forEach(binding -> method.add(pattern(binding)));
    boolean hasList = method.getAnnotated().isAnnotationPresent(DiskEvict.List.class);
    if (hasList) {
      method.remove(annotation -> annotation.annotationType() == DiskEvict.List.class);
      method.add(pattern(DiskEvict.class));
    }
  }

  private static boolean isOurs(Class<? extends Annotation> type) {
    return ALL.containsKey(type) || type == DiskEvict.List.class;
  }

  static Class<? extends DiskInterceptor> interceptor(Class<? extends Annotation> binding) {
    return Objects.requireNonNull(ALL.get(binding));
  }
}
