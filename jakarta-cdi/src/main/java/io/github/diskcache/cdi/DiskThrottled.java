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
 * Lets calls of a method pass at a rate, over all threads and processes: those above it wait, in
 * the order of arrival. An interrupted wait throws {@link
 * java.util.concurrent.CancellationException}. Where the cache fails, calls pass.
 *
 * <p>{@link DiskCaches#throttle} is the same in code.
 */
@InterceptorBinding
@Documented
@Retention(RUNTIME)
@Target({METHOD, ANNOTATION_TYPE})
public @interface DiskThrottled {

  /**
   * Returns the name of the throttle, which methods may share.
   *
   * @return empty: the bean's class, the method and its parameter types
   */
  @Nonbinding
  String name() default "";

  /**
   * Returns how many calls pass within the time.
   *
   * @return 1 or more
   */
  @Nonbinding
  long count();

  /**
   * Returns the time.
   *
   * @return as in {@link DiskMemoized#expire}
   */
  @Nonbinding
  String per() default "1s";
}
