// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.enterprise.util.Nonbinding;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Names the {@code Cache}, {@code FanoutCache}, {@code Deque} or {@code Index} to inject, or the
 * {@code Lock} or {@code BoundedSemaphore}. Without it the one of the name {@code default} is
 * injected.
 *
 * <p>A name is its own directory, made when it is first used. Names of different kinds do not touch
 * each other.
 */
@Qualifier
@Documented
@Retention(RUNTIME)
@Target({FIELD, PARAMETER, METHOD, TYPE})
public @interface CacheName {

  /**
   * Returns the name.
   *
   * @return letters, digits, {@code -}, {@code _} and {@code .}; at most 100; empty: {@code
   *     default}
   */
  @Nonbinding
  String value() default "";

  /** A name made in code, for {@code Instance.select}. */
  final class Literal extends AnnotationLiteral<CacheName> implements CacheName {
    private static final long serialVersionUID = 1;

    /** The name. */
    private final String value;

    private Literal(String value) {
      this.value = value;
    }

    /**
     * Returns the annotation of a name.
     *
     * @param name the name
     * @return the annotation
     */
    public static Literal of(String name) {
      return new Literal(name);
    }

    @Override
    public String value() {
      return value;
    }
  }
}
