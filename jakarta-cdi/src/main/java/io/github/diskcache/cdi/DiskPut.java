// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static java.lang.annotation.ElementType.ANNOTATION_TYPE;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Stores what a method returns as the result of a {@link DiskMemoized} method, for the same key.
 * Happens when the method has succeeded; what is being computed for the key at that moment is not
 * stored. The method returns what that one does.
 */
@InterceptorBinding
@Documented
@Retention(RUNTIME)
@Target({METHOD, ANNOTATION_TYPE})
public @interface DiskPut {

  /**
   * Returns the name of the cache.
   *
   * @return empty: {@code default}
   */
  @Nonbinding
  String cache() default "";

  /**
   * Returns the name of the results, as {@link DiskMemoized#name} has it; for a method of the same
   * bean the method's is enough. Expiry, tag and rule are that method's.
   *
   * @return the name
   */
  @Nonbinding
  String name();

  /**
   * Returns the parameters that do not count in the key.
   *
   * @return as in {@link DiskMemoized#ignore}
   */
  @Nonbinding
  String[] ignore() default {};

  /**
   * Returns what makes the key of a call.
   *
   * @return as in {@link DiskMemoized#keyGenerator}
   */
  @Nonbinding
  Class<? extends CacheKeyGenerator> keyGenerator() default CacheKeyGenerator.class;
}
