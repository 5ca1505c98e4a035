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
 * Lets one call at a time into a method, or as many as there are permits, over all threads and
 * processes. The others wait. A killed process blocks nobody for longer than 30 seconds. An
 * interrupted wait throws {@link java.util.concurrent.CancellationException}.
 *
 * <p>Where the cache fails the call fails too, with a {@link io.github.diskcache.CacheException}:
 * what is to be done alone is not done otherwise.
 *
 * <p>{@link DiskCaches#lock} and {@link DiskCaches#semaphore} of the same name are the same lock
 * and semaphore.
 */
@InterceptorBinding
@Documented
@Retention(RUNTIME)
@Target({METHOD, ANNOTATION_TYPE})
public @interface DiskBarrier {

  /**
   * Returns the name of the lock or semaphore, which methods may share.
   *
   * @return empty: the bean's class, the method and its parameter types
   */
  @Nonbinding
  String name() default "";

  /**
   * Returns how many calls are let in at a time.
   *
   * @return 0: one, by a lock that its thread may take again; 1 or more: by a semaphore, which a
   *     method that returns a {@code CompletionStage} needs, and gives back when that completes
   */
  @Nonbinding
  int permits() default 0;
}
