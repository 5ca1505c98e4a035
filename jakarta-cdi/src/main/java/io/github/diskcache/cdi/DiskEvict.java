// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.cdi;

import static java.lang.annotation.ElementType.ANNOTATION_TYPE;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Removes results of {@link DiskMemoized} methods when a method has succeeded, for all processes:
 * the result of this call's key, those with a tag, those of a name, or all of a cache.
 *
 * <p>Nothing is removed when the method throws, or its stage fails; a method that returns a {@code
 * CompletionStage} succeeds when that does. What is being computed at that moment is not stored.
 * Within a transaction of the container it happens at once, and again after the transaction, since
 * others see the old data until then.
 *
 * <p>An eviction that the cache refuses does not fail the call. It is tried again before the next
 * lookup of this process, which answers nothing from that cache until it is through.
 */
@InterceptorBinding
@Documented
@Retention(RUNTIME)
@Target({METHOD, ANNOTATION_TYPE})
@Repeatable(DiskEvict.List.class)
public @interface DiskEvict {

  /**
   * Returns the name of the cache.
   *
   * @return empty: {@code default}
   */
  @Nonbinding
  String cache() default "";

  /**
   * Returns the name of the results, as {@link DiskMemoized#name} has it; for a method of the same
   * bean the method's is enough. The parameters of this method that count make the key, and must be
   * of the types of that method's.
   *
   * @return empty: by tag, or all
   */
  @Nonbinding
  String name() default "";

  /**
   * Returns the tag of the results to remove.
   *
   * @return text, in which {@code {0}} and {@code {name}} stand for arguments; empty: not by tag
   */
  @Nonbinding
  String tag() default "";

  /**
   * Tells whether all results go: of the name, which looks at every key, or of the whole cache.
   *
   * @return whether they do
   */
  @Nonbinding
  boolean all() default false;

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

  /** Several evictions of one method. */
  @Documented
  @Retention(RUNTIME)
  @Target({METHOD, ANNOTATION_TYPE})
  @interface List {

    /**
     * Returns the evictions.
     *
     * @return one or more
     */
    DiskEvict[] value();
  }
}
