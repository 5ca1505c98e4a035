// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import java.lang.annotation.Annotation;
import java.lang.annotation.Retention;
import java.util.Map;
import java.util.Objects;

/**
 * The interceptors and what binds them. Our annotations are for methods only, so that the
 * interceptors cannot carry them as classes; the container is told instead.
 */
final class Bindings {
  /** Carries each binding once, as an annotation may. */
  @DiskMemoized
  @Retention(RUNTIME)
  private @interface Pattern {}

  private static final Map<Class<? extends Annotation>, Class<? extends DiskInterceptor>> ALL =
      Map.of(DiskMemoized.class, MemoizedInterceptor.class);

  private Bindings() {}

  static void register(BeforeBeanDiscovery event) {
    ALL.forEach(
        (binding, interceptor) -> {
          event.addInterceptorBinding(binding);
          event.addAnnotatedType(interceptor, interceptor.getName()).add(pattern(binding));
        });
  }

  /** An annotation of a type, its members as by default. */
  static Annotation pattern(Class<? extends Annotation> binding) {
    return Objects.requireNonNull(Pattern.class.getAnnotation(binding));
  }

  static Class<? extends DiskInterceptor> interceptor(Class<? extends Annotation> binding) {
    return Objects.requireNonNull(ALL.get(binding));
  }
}
